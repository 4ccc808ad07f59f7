"""What a table of reports may say, and by which headings people call it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel.text import fold


@dataclass(frozen=True)
class Field:
    """`needed`: no report without it. `constant`: may be said once for all rows. `words`: headings, likeliest first."""

    code: str
    words: tuple[str, ...]
    needed: bool
    constant: bool


_SIGNS = re.compile(r"[\W_]")
_IN_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")


def _bare(heading: str) -> str:
    """A heading without case, spaces, signs and what stands in brackets."""
    return _SIGNS.sub("", _IN_BRACKETS.sub("", fold(heading)))


_OR_ONCE = ("received_at", "unit", "problem_type")
"""Without these there is no report; where a file lacks the column, a person says it once for all rows."""

_HEADINGS = {
    "external_id": "留言编号|信件编号|诉求编号|工单编号|工单号|受理编号|登记编号|件号|编号"
    "|external id|case number|ticket id|reference|number|id",
    "title": "留言主题|诉求标题|信件标题|主题|标题|题目|title|subject|summary",
    "text": "留言详情|反映内容|诉求内容|信件内容|问题描述|反映问题|内容|详情|正文"
    "|text|content|description|details|message|body",
    "received_at": "留言时间|收到时间|来信时间|受理时间|登记时间|反映时间|提交时间|创建时间|收件时间"
    "|received at|received on|received|submitted at|submitted|created at|created|date|time",
    "unit": "被反映单位|被投诉单位|被举报单位|涉及单位|责任单位|反映单位|单位"
    "|unit|organ|agency|organisation|organization|department",
    "problem_type": "问题类型|诉求类型|反映类型|问题类别|类型|类别|分类|problem type|category|type|kind",
    "officer": "被反映人|被投诉人|被举报人|反映对象|涉及人员|officer|person reported on|about whom",
    "occurred_on": "发生时间|发生日期|事发时间|occurred on|occurred|date of event|happened on",
    "name": "反映人姓名|来信人姓名|反映人|来信人|举报人|联系人|姓名|reporter|name|sender",
    "phone": "联系电话|手机号码|手机号|联系方式|电话|手机|phone|mobile|telephone|tel",
    "account": "留言用户|用户名|用户|账号|网名|昵称|account|username|user|nickname",
    "reply": "答复意见|答复内容|回复内容|办理结果|处理结果|答复|回复|reply|response|answer",
    "replied_at": "答复时间|回复时间|答复日期|办结时间|replied at|replied on|answered at|answered on|closed at",
}

FIELDS = tuple(
    Field(
        code,
        tuple(map(_bare, headings.split("|"))),
        needed=code == "text" or code in _OR_ONCE,
        constant=code in _OR_ONCE,
    )
    for code, headings in _HEADINGS.items()
)
BY_CODE = {field.code: field for field in FIELDS}


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Which column is probably what: {field: header}. Exact headings win over parts; no column is taken twice."""
    bare = {header: _bare(header) for header in headers}
    found: dict[str, str] = {}
    for whole in (True, False):
        for field in FIELDS:
            free = [header for header in headers if header not in found.values()]
            if field.code not in found and (match := _first(field, free, bare, whole=whole)):
                found[field.code] = match
    return found


def _first(field: Field, headers: Sequence[str], bare: dict[str, str], *, whole: bool) -> str | None:
    words = field.words if whole else [word for word in field.words if _tells(word)]
    for word in words:
        for header in headers:
            if word == bare[header] or (not whole and word in bare[header]):
                return header
    return None


def _tells(word: str) -> bool:
    """Whether a word means one thing even inside another: two Chinese characters, five Latin letters."""
    return len(word) >= (5 if word.isascii() else 2)


def distinct(cells: Sequence[str]) -> list[str]:
    """Headings as they are shown and chosen: none empty, no two alike."""
    names: list[str] = []
    for position, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:60] or f"#{position}"
        again = 2
        unique = name
        while unique in names:
            unique, again = f"{name} ({again})", again + 1
        names.append(unique)
    return names
