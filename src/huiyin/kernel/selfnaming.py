"""Where somebody who writes says who they are: "我叫…", "本人…", "我是…的妻子", a name under the text.

`spans` are hidden with the rest of what `redaction` hides, so they are few and sure. `names_reporter` is asked before
the program passes a text on by itself, when no person looks it over: it would rather stop once too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

REASONS: Final = ("self_name", "self_kin", "self_place", "self_work", "signature")
"""What `names_reporter` answers: a name, whose relative, where they live, what they are, a name under the text."""

_S = "[\\s\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
_TWO = (
    "欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 令狐 东方 南宫 闻人 端木 轩辕 百里 呼延 完颜 长孙 宇文"
)
_COMPOUND = "|".join(f"{two[0]}{_S}{two[1]}" for two in _TWO.split())
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施牛"
    "樊葛邢安齐庞伍殷兰翁申莘项祝霍喻柯阮童詹欧耿关焦柳鲁裴翟包涂尚俞岳季倪甘辛左鲍靳祁苗屈管谷冉景柴蓝舒瞿"
    "娄卞符骆席牟宁费卜项明路宫单蒲巩游简隋杭苟盛阎宗闻宣聂"
)
_TITLES = (
    "师傅|主任|所长|局长|院长|科长|队长|警官|法官|医生|律师|老师|书记|经理|会计|司机"
    "|大哥|大姐|先生|女士|阿姨|叔叔|总"
)
_NAME = f"(?:{_COMPOUND}|[{_SURNAMES}]){_S}[\u4e00-\u9fff](?:{_S}[\u4e00-\u9fff])?"
_NO_NAME = (
    "谢谢|多谢|常常|常年|常来|常去|高中|高龄|高度|高声|高兴|高考|万分|万一|万般|白跑|白来|白天|方才|方便|安全|安心|安置|任何|任由"
    "|何人|何时|何必|何况|成年|成功|明天|明年|明明|明确|明知|向来|向上|向他|康复|关于|关键|路过|路上|路人|单位|单身|单独|单亲"
    "|马上|温和|施工|包工|包括|管理|管事|申请|尚未|尚且|左右|石家庄|金坛|安徽|江苏|江西|贵州|宁夏|宁晋|邢台|武汉|齐齐|许多|许可"
    "|应当|曾经|曾在|曾任|曾向|曾多|严重|严格|游客|简单|盛情|田间|田地|程序|顾客|雷雨|夏天|秦皇|钱款|史无|陆续|范围|于是|马虎|莫名|莫非|付钱|付款|付工|费时|费力|费用|符合|毛毛|申诉|毛病|孔子"
)
_END = "[\\s，,。.；;：:、！!？?（()）\"”'」』0-9＊]|$"
_GOES_ON = f"(?={_END}|今年|现年|家住|住在|住|男|女|是|系|来自|身份证|电话|手机|联系)"
_WHO = f"((?!{_NO_NAME})(?!.{{1,2}}(?:{_TITLES})){_NAME})"
_LABEL = (
    "(?:反映|举报|投诉|申请|申诉|控告|检举|求助|写信|来信|上访|信访|联系|签名|签字|具名|报告|建议)人"
    "|签名|具名|落款|署名|姓名"
)
_KIN = (
    "妻子|丈夫|老公|老婆|爱人|媳妇|儿子|女儿|父亲|母亲|爸爸|妈妈|父母|哥哥|弟弟|姐姐|妹妹|兄弟|姐夫|妹夫|嫂子|女婿|儿媳|孙子|孙女"
    "|爷爷|奶奶|侄子|侄女|外甥|舅舅|叔叔|姑姑|家属|家人|亲戚|亲属|邻居|同事|同学|朋友|前妻|前夫|房东|租客|对门|合伙人|代理人|监护人"
)
_DATE = "[0-9〇零一二三四五六七八九十年月日号./()（）＊\\-\\s]{0,60}"
_LEADS: Final = (
    f"我{_S}的?{_S}(?:名{_S}字|姓{_S}名)?{_S}(?:就{_S})?(?:名{_S})?叫{_S}(?:做|作)?[\\s:：]{{0,3}}",
    f"(?:本{_S}人|我(?!{_S}方))[\\s:：]{{0,3}}(?:(?:名{_S})?叫|姓{_S}名|名{_S}字|是|系)?[\\s:：]{{0,3}}",
    f"(?:{_LABEL})(?:[\\s:：]{{1,3}}|是|叫)[\\s:：]{{0,3}}",
    f"我{_S}的{_S}(?:名{_S}字|姓{_S}名|大{_S}名|真{_S}名){_S}(?:是|叫|为)?[\\s:：]{{0,3}}",
)
_SELF: Final = tuple(re.compile(f"{lead}{_WHO}{_GOES_ON}") for lead in _LEADS)
_ENGLISH: Final = re.compile("my name is\\s+([a-z][a-z'.-]*(?:\\s+[a-z][a-z'.-]*)?)")
_KINSHIP: Final = re.compile(
    f"(?:本人|我)(?:就)?(?:是|系)((?:老|小)?(?:(?!{_NO_NAME}){_NAME}|[{_SURNAMES}])(?:家)?的?(?:{_KIN}))"
)
_SIGNED: Final = re.compile(
    f"(?:[\\n。！!？?；;]|敬礼|此致)[\\s—\\-]{{0,6}}(?:(?:{_LABEL})[\\s:：]{{0,3}})?{_WHO}[\\s，,。]{{0,3}}"
    f"{_DATE}$"
)
_WIDER: Final = (
    ("self_name", re.compile(
        f"我{_S}姓{_S}[\u4e00-\u9fff]|(?:我{_S}的{_S}(?:名字|姓名)|本人(?:姓名|名叫|叫))[叫是为\\s:：]{{0,3}}(?![叫是为\\s:：＊])"
        f"|{_LEADS[0]}{_WHO}"
    )),
    ("self_kin", re.compile(
        f"(?:本人|我们?)(?:就)?(?:是|系)[^，,。；;\\n＊]{{0,12}}(?:{_KIN})"
    )),
    ("self_place", re.compile(
        "(?:本人|我们?)(?:家)?(?:就)?(?:住|是|系|在)[^，,。；;\\n]{1,20}(?:[0-9一二三四五六七八九十]+(?:号|栋|幢|单元|室|组|队)"
        "|小区(?:的|业主|居民)|村(?:的|村民|人)|[村社区](?:居民|村民|业主))"
    )),
    ("self_work", re.compile(
        "(?:本人|我)(?:就)?(?:是|系)[^，,。；;\\n]{2,20}(?:公司|店|厂|学校|医院|单位|银行|超市|饭店|工地)(?:的)?"
        "(?:员工|职工|工人|老板|经理|法人|负责人|会计|司机|老师|学生|业主)"
    )),
    ("signature", re.compile(f"(?:{_LABEL})[\\s:：]{{1,3}}(?!＊)[\u4e00-\u9fff]{{2,4}}(?=[\\s，,。]|[0-9]|$)")),
)  # fmt: skip


def spans(plain: str) -> Iterator[tuple[int, int]]:
    """Where the writer's own name stands, or whose relative they are, as (first, one past last); may overlap."""
    for pattern in (*_SELF, _ENGLISH, _KINSHIP):
        yield from (match.span(1) for match in pattern.finditer(plain))
    tail = max(0, len(plain) - 80)
    if match := _SIGNED.search(plain, tail):
        yield match.span(1)


def names_reporter(text: str) -> tuple[str, ...]:
    """Why a text may still say who wrote it, as codes of `REASONS`; () where nothing was found.

    Give it the text as it would be passed on, after `redact`: what is masked there is no reason any more.
    """
    found = {reason for reason, pattern in _WIDER if pattern.search(text)}
    tail = max(0, len(text) - 80)
    if any(pattern.search(text) for pattern in (*_SELF, _ENGLISH)):
        found.add("self_name")
    if _KINSHIP.search(text):
        found.add("self_kin")
    if _SIGNED.search(text, tail):
        found.add("signature")
    return tuple(reason for reason in REASONS if reason in found)
