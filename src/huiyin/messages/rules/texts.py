"""Every message that Huiyin sends, in both languages, in one place.

A message never says what a case is about or who is in it: a number, what happened to it, what to do, by when
and where. What fills a blank is checked by shape, so that neither a name nor a telephone number can slip into
one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from huiyin.messages.rules.sms import signed

Params = Mapping[str, str]


LATE: Final = frozenset({"pickup", "ballot"})
"""Blanks that are filled while sending: a secret link is never stored."""


@dataclass(frozen=True)
class Text:
    """`urgent`: goes out at night too, because it answers what somebody has just done."""

    zh: str
    en: str
    urgent: bool = False

    @property
    def blanks(self) -> frozenset[str]:
        """What has to be filled when the message is queued; what is filled at the last moment isn't among it."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.zh) if name) - LATE


TEXTS: Final[Mapping[str, Text]] = {
    # to whoever sent the report
    "receipt": Text(
        "您反映的问题已收到，编号{number}，最迟{day}答复。查询：{link}",
        "We have received your report {number} and will answer by {day}. Follow it: {link}",
        urgent=True,
    ),
    "progress": Text(
        "您反映的{number}有新进展，请凭查询码查看：{link}",
        "There is news about your report {number}. See it with your query code: {link}",
    ),
    "ask_more": Text(
        "办理{number}还需要您补充一些情况，请凭查询码填写：{link}",
        "To go on with your report {number} we need to know more. Please add it with your query code: {link}",
    ),
    "answered": Text(
        "您反映的{number}已有答复，请凭查询码查看并评价：{link}",
        "Your report {number} has been answered. Read and rate the answer with your query code: {link}",
    ),
    # to whoever wrote by mail or text message: the first line is a mail's subject (decision 9)
    "mail_receipt": Text(
        "您反映的问题已收到\n编号{number}，最迟{day}答复。\n请到这里领取查询码，只能领取一次：{pickup}\n"
        "凭编号和查询码查看进度和答复：{link}\n要补充情况，请直接回复这封邮件。",
        "We have received your report\nYour number is {number}; we will answer by {day}.\n"
        "Fetch your query code here, once only: {pickup}\nFollow it with number and query code: {link}\n"
        "To add something, just reply to this mail.",
        urgent=True,
    ),
    "mail_answered": Text(
        "您反映的{number}已有答复\n请凭编号和查询码查看：{link}\n还没有领取查询码的，请到这里领取，只能领取一次：{pickup}",
        "Your report {number} has been answered\nRead the answer with number and query code: {link}\n"
        "If you haven’t fetched your query code yet, fetch it here, once only: {pickup}",
    ),
    "text_receipt": Text(
        "您反映的问题已收到，编号{number}，最迟{day}答复。领取查询码（仅一次）：{pickup}",
        "We have received your report {number} and will answer by {day}. Fetch your query code (once only): {pickup}",
        urgent=True,
    ),
    "text_answered": Text(
        "您反映的{number}已有答复，凭查询码查看：{link} 未领查询码请到：{pickup}",
        "Your report {number} has been answered. Read it with your query code: {link} No code yet? {pickup}",
    ),
    "new_day": Text(
        "您反映的{number}改为最迟{day}答复，原因请凭查询码查看：{link}",
        "We will now answer your report {number} by {day}. See why with your query code: {link}",
    ),
    "mail_new_day": Text(
        "您反映的{number}答复日期有变\n现在最迟{day}答复。\n原因请凭编号和查询码查看：{link}",
        "A new day for your report {number}\nWe will now answer by {day}.\n"
        "See why with number and query code: {link}",
    ),
    # to a judge who was drawn
    "text_ballot": Text(
        "您是本次民主评议的评委，请最迟{day}投票：{ballot} 链接只供您本人使用，请勿转发。",
        "You are a judge in this appraisal. Please vote by {day}: {ballot} The link is yours alone; don’t pass it on.",
    ),
    "appraised": Text(
        "民主评议结果已公布，请查看本单位各股室的名次、长处和问题，按要求整改。",
        "The appraisal is published: see where your sections stand, what is good, what isn’t, and put it right.",
    ),
    # to those who work on it
    "to_review": Text(
        "收到新的反映{number}，请最迟{day}完成审核。",
        "New report {number}: please review it by {day}.",
    ),
    "back_in_sight": Text(
        "{number}经保密员审查，可以继续办理，请接着办。",
        "The secrecy officer has released {number}: please go on with it.",
    ),
    "supplemented": Text(
        "反映人对{number}补充了情况，请查看。",
        "The reporter has added something to {number}. Please have a look.",
    ),
    "to_answer": Text(
        "{number}的核查报告已审批，请最迟{day}答复反映人。",
        "The verification report on {number} is approved. Please answer the reporter by {day}.",
    ),
    "referred": Text(
        "{number}已转给您所在的专班，请按程序办理。",
        "{number} has been referred to your work team. Please follow its procedure.",
    ),
    "assigned": Text(
        "{number}已交给您办理，请最迟{day}受理，逾期将自动锁定。",
        "{number} has been assigned to you. Accept it by {day}, or it locks by itself.",
    ),
    "due_soon": Text(
        "{number}将于{day}到期，请抓紧办理。",
        "{number} is due on {day}.",
    ),
    "overdue": Text(
        "{number}已超过期限（{day}），请立即办理。",
        "{number} is late: it was due on {day}. Please act at once.",
    ),
    "locked": Text(
        "{number}逾期未受理，已自动锁定并转入督办。",
        "{number} wasn't accepted in time. It is locked and now under supervision.",
    ),
    "nudged": Text(
        "督办提醒：{number}已逾期（{day}到期），请立即办理；再不办理，将逐级督办。",
        "A nudge: {number} was due on {day}. Please act at once, or it climbs the ladder.",
    ),
    "letter_drafted": Text(
        "{number}逾期未办，督办文书已自动拟好，请核改、审批、签发。",
        "{number} is late: a letter about it was drafted. Please check it and have it approved and signed.",
    ),
    "to_interview": Text(
        "{number}已到约谈一级，请安排约谈的时间、地点和对象。",
        "{number} has come to an interview. Please arrange when, where and with whom.",
    ),
    "interview_set": Text(
        "因{number}逾期，请按通知接受约谈（{day}），时间地点见平台。",
        "Because {number} is late you are asked to an interview on {day}; see the platform for time and place.",
    ),
    "in_circular": Text(
        "{number}逾期未办，将列入当期通报。",
        "{number} is late and will be in the circular of this period.",
    ),
    "climbs": Text(
        "{number}逾期（{day}到期），已督办到上一级，请关注。",
        "{number}, due on {day}, has climbed a rung of the ladder.",
    ),
    "alarm_nobody": Text(
        "{number}逾期，但应当通知的人不在或者没有，请指定人员。",
        "{number} is late, and nobody is there whom it should be told. Please name somebody.",
    ),
    "alarm_end": Text(
        "{number}逾期（{day}到期），督办阶梯已走到头，仍未办理，请决定怎么办。",
        "{number}, due on {day}, is at the end of its ladder and still not done. Please decide.",
    ),
    "lapsed": Text(
        "{number}已超过对反映人承诺的答复日期，仍未答复，请督促办结。",
        "The reporter of {number} was promised an answer that hasn't been given. Please see to it.",
    ),
    "objected": Text(
        "{number}的承办单位认为不归其办理，请最迟{day}决定是否同意退回。",
        "The unit says that {number} isn't its own. Please decide by {day} whether you take it back.",
    ),
    "disputed": Text(
        "{number}由谁承办有争议，请最迟{day}裁决。",
        "It is disputed whose {number} is. Please decide by {day}.",
    ),
    "affirmed": Text(
        "{number}仍由您办理，请最迟{day}受理。",
        "{number} stays with you. Please accept it by {day}.",
    ),
    "sent_back": Text(
        "{number}已退回，请最迟{day}重新审核。",
        "{number} came back for review. Please review it again by {day}.",
    ),
    "to_approve": Text(
        "{number}的核查报告等您审批，最迟{day}。",
        "The verification report on {number} waits for your approval, by {day} at the latest.",
    ),
    "returned": Text(
        "{number}已被退回，请按意见补正后重新提交。",
        "{number} was returned to you. Please rework it as noted and submit it again.",
    ),
    "time_asked": Text(
        "{number}申请延期或者中止，等您决定；原期限{day}。",
        "Somebody asks for more time for {number}, due on {day}. Please decide.",
    ),
    "time_moved": Text(
        "{number}的办理期限现在是{day}。",
        "{number} is now due on {day}.",
    ),
    "time_refused": Text(
        "{number}的延期或者中止申请没有批准，期限仍是{day}。",
        "More time for {number} wasn't granted. It is still due on {day}.",
    ),
    "dissatisfied": Text(
        "反映人对{number}的答复不满意，请安排回访。",
        "The reporter isn't satisfied with the answer to {number}. Please arrange a revisit.",
    ),
    "paper_drafted": Text(
        "一份定期文稿已起草，数字已定格，请修改后送审，见“函件”。",
        "A periodic paper is drafted and its figures are frozen. Please word it, under Letters.",
    ),
    "advised": Text(
        "贵单位收到一条整改意见，请说明是否采纳和整改措施，见“整改意见”。",
        "Your unit was advised to mend something. Please say what you do about it, under Advice.",
    ),
    "to_recheck": Text(
        "{number}的答复被评为不满意，请另派他人二次核查，见“二次核查”。",
        "The answer to {number} was rated not satisfied. Give it to somebody else, under Second verification.",
    ),
    "recheck_given": Text(
        "有一件二次核查交给您办理，见“二次核查”。",
        "A second verification was given to you. See Second verification.",
    ),
    "recheck_reported": Text(
        "{number}的二次核查结果已报送，请再次答复反映人，见“二次核查”。",
        "The second verification of {number} is done. Please answer the reporter again.",
    ),
    "to_confer": Text(
        "反映人对{number}的再次答复仍不满意，请组织会商研判，见“二次核查”。",
        "The reporter isn't satisfied with the second answer to {number}, either. Please confer about it.",
    ),
    "undelivered": Text(
        "关于{number}的短信未能送达反映人，请改用其他方式联系。",
        "A text message about {number} didn't reach the reporter. Please get in touch another way.",
    ),
    "recusal_asked": Text(
        "{number}有人申请回避，请决定。",
        "Somebody asks to withdraw from {number}. Please decide.",
    ),
    "recusal_refused": Text(
        "{number}的回避申请未获同意，请继续办理。",
        "Your request to withdraw from {number} wasn't granted. Please go on.",
    ),
    "to_talk": Text(
        "{number}须与反映人沟通并作记录，请安排。",
        "Somebody has to talk with the reporter of {number} and write it down. Please see to it.",
    ),
    "taken_over": Text(
        "{number}因有人回避，现由您接着办理。",
        "Somebody withdrew from {number}. It is yours now.",
    ),
    "urged": Text(
        "督察催办{number}，请抓紧办理。",
        "The inspectors ask you to get on with {number}.",
    ),
    "to_explain": Text(
        "督察请您说明{number}的办理情况。",
        "The inspectors ask you to explain how {number} is going.",
    ),
    "explained": Text(
        "{number}的承办人已作说明，请查看。",
        "Whoever handles {number} has explained. Please have a look.",
    ),
    "demerit_posted": Text(
        "上期记分已公布，有与您或贵单位有关的记分，请登录查看，可以提出异议。",
        "Points of the last period are posted; some concern you or your unit. Log in to read them; you may object.",
    ),
    "demerit_contested": Text(
        "一条记分有异议，请登录作出结论。",
        "There is an objection to an officer’s points. Please log in and conclude it.",
    ),
    "demerit_concluded": Text(
        "一条与您或贵单位有关的记分异议已有结论，请登录查看。",
        "An objection to points that concern you or your unit has been concluded. Log in to read it.",
    ),
    "consequence_due": Text(
        "贵单位有人累积记分达到规定分值，请登录查看并落实。",
        "Somebody in your unit has come to a number of points from which something follows. Log in and see to it.",
    ),
    "breach_stated": Text(
        "督察登记了一条与贵单位有关的责任追究记录，请登录查看，可以提出异议。",
        "The inspectors stated a breach of the rules that concerns your unit. Log in to read it; you may object.",
    ),
    "breach_contested": Text(
        "一条责任追究记录有异议，请登录作出结论。",
        "There is an objection to an accountability record. Please log in and conclude it.",
    ),
    "breach_concluded": Text(
        "一条与您有关的责任追究记录已有结论，请登录查看。",
        "An accountability record that concerns you has been concluded. Log in to read it.",
    ),
    "to_track": Text(
        "有一条线索推送给贵工作团跟踪督办，请登录“跟踪督办”查看。",
        "A lead was pushed to your team, which follows it to its end: see “Followed leads”.",
    ),
    "unsolved": Text(
        "工作团认为{number}反映的问题没有解决，请查看。",
        "The work team finds that {number} isn’t solved. Please have a look.",
    ),
    "exemplar_nominated": Text(
        "有一条典型等待审定，请登录“正反典型”查看。",
        "An example waits for your decision: see “Exemplars”.",
    ),
    "exemplar_decided": Text(
        "您推荐的典型已有审定结果，请登录“正反典型”查看。",
        "The example that you put forward has been decided on: see “Exemplars”.",
    ),
    "signer_away": Text(
        "{number}等待审批，但审批人请假且无人代理，请指定人员。",
        "{number} waits for a signature, but whoever signs is away and nobody stands in. Please name somebody.",
    ),
    "nobody": Text(
        "{number}目前没有人能办理，请指定人员或者改派。",
        "Nobody can act on {number} just now. Please name somebody, or assign it anew.",
    ),
    "alert": Text(
        "{number}触发了高频线索预警，请到“高频预警”里查看并处理。",
        "{number} has set off an alert about repeated reports. Please look at it under “Alerts”.",
    ),
    "daily_leads": Text(
        "{day}的线索已汇总，请到“监督”里的“线索”查看。",
        "The leads of {day} are summed up: see “Leads” under “Oversight”.",
    ),
    "secrecy_waiting": Text(
        "有一件来件要先作保密审查，请最迟{day}处理。",
        "Something has to be checked for secrecy first. Please look at it by {day}.",
    ),
    "secrecy_late": Text(
        "有一件来件的保密审查没有按时完成（{day}），请督促保密员，或者安排人员。",
        "A check for secrecy is late: it was due on {day}. Please see to it, or name somebody who does it.",
    ),
    # of letters: what they are about stands in them, in the program
    "letter_to_approve": Text(
        "有一份函等您审批，见“函件”。", "A letter waits for your approval, under Letters."
    ),
    "letter_to_sign": Text(
        "有一份函等您签发，见“函件”。", "A letter waits for your signature, under Letters."
    ),
    "letter_handed_back": Text(
        "您拟的一份函被退回，请按意见修改后再送审，见“函件”。",
        "A letter that you worded was handed back. Please mend it and propose it again, under Letters.",
    ),
    "letter_received": Text(
        "您单位收到一份函，请签收，最迟{day}回复，见“函件”。",
        "Your unit has received a letter. Please acknowledge it and reply by {day}, under Letters.",
    ),
    "letter_told": Text(
        "您单位收到一份文书，请签收，见“函件”。",
        "Your unit has received a paper. Please acknowledge it, under Letters.",
    ),
    "letter_again": Text(
        "您单位的复函没有达到要求，请最迟{day}重新回复，见“函件”。",
        "Your unit’s reply to a letter wasn’t sufficient. Please reply again by {day}, under Letters.",
    ),
    "letter_late": Text(
        "有一份函已过回复期限（{day}），请立即回复，见“函件”。",
        "A letter is late: it was to be answered by {day}. Please reply at once, under Letters.",
    ),
    "letter_unanswered": Text(
        "发出的一份函逾期没有回复，请跟进，见“函件”。",
        "A letter that you sent wasn’t answered in time. Please follow it up, under Letters.",
    ),
    "letter_to_judge": Text(
        "收到一份复函，请审核，见“函件”。",
        "A reply to a letter came in. Please judge it, under Letters.",
    ),
    "letter_withheld": Text(
        "有一份函不能送到所写的单位，请改送其上级，见“函件”。",
        "A letter can’t go to the unit it was addressed to. Please send it to the body above, under Letters.",
    ),
    # to administrators, who see no report
    "unattended": Text(
        "有一件事项没有人可以接手，请检查各单位的角色授权和账号。",
        "Something waits and nobody is there to act on it. Please check the mandates and accounts.",
    ),
    "unlearnt": Text(
        "程序的一次学习已经开始，但没有完成，正在重试，请查看运行日志。",
        "The program began to learn and never finished. It is trying again; please look at the log.",
    ),
    "oversee": Text(
        "{number}已交办，按派单规则由您单位督办，请跟进。",
        "{number} has been assigned; by the rules your unit supervises it. Please keep an eye on it.",
    ),
    "informed": Text(
        "有一件来件（{number}）可能与您单位有关，由其他单位办理，仅供知悉，不需要您处理。",
        "A matter that may concern your unit ({number}) has come in. Others handle it; nothing is asked of you.",
    ),
    "stuck": Text(
        "有一个后台步骤多次失败，请查看运行日志。",
        "A step in the background keeps failing. Please look at the log.",
    ),
}

URGENT: Final = frozenset(key for key, text in TEXTS.items() if text.urgent)

_SHAPES: Final = {
    "number": re.compile(r"(?=.*[A-Za-z-])[0-9A-Za-z-]{4,32}"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "link": re.compile(r"(?!.*[0-9]{11})/?(?!/)[0-9A-Za-z/_-]{0,60}"),
}
_MONTHS: Final = "January February March April May June July August September October November December"


def checked(key: str, params: Params) -> dict[str, str]:
    """`params` where they fill the blanks of text `key` exactly and have the right shapes.

    `number` is a report's number, `day` an ISO date, `link` a path on our own site.
    Raises KeyError for an unknown text and ValueError (naming the blank, never its value) for anything else.
    """
    blanks = TEXTS[key].blanks
    if odd := blanks.symmetric_difference(params):
        raise ValueError(f"text {key!r} takes {sorted(blanks)}; wrong: {sorted(odd)}")
    for name, value in params.items():
        if not _SHAPES[name].fullmatch(value):
            raise ValueError(f"text {key!r}: {name} has the wrong shape")
        if name == "day":
            date.fromisoformat(value)
    return dict(params)


def render(
    key: str,
    params: Params,
    language: str,
    *,
    base: str = "",
    signature: str = "",
    late: Params | None = None,
) -> str:
    """Text `key`, in English where `language` starts with "en", else in Chinese.

    `late` fills what is in LATE: paths on our own site. `base` is the public address of the site, before a link;
    `signature` the sender as filed with the carriers.
    """
    english = language.startswith("en")
    blanks = dict(params)
    if "day" in blanks:
        blanks["day"] = _day(date.fromisoformat(blanks["day"]), english=english)
    blanks |= dict(late or {})
    for name in blanks.keys() & {"link", *LATE}:
        blanks[name] = f"{base.rstrip('/')}/{blanks[name].lstrip('/')}"
    text = TEXTS[key].en if english else TEXTS[key].zh
    return signed(text.format_map(blanks), signature)


def _day(day: date, *, english: bool) -> str:
    """Without the year: no promise reaches further than some weeks."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]}" if english else f"{day.month}月{day.day}日"
