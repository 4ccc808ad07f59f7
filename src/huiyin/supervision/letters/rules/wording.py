"""A template filled with facts: what the program doesn't know stands out, for its writer to fill in."""

from __future__ import annotations

from collections.abc import Mapping

OPEN, SHUT = "〔待填：", "〕"

CALLED = {
    "unit": "主送单位", "issuer": "发文单位", "number": "编号", "matter": "问题类型", "summary": "基本情况",
    "demand": "要求", "received": "收到日期", "assigned": "交办日期", "due": "到期日", "days_late": "超期天数",
    "earlier": "此前的函", "reply_days": "回复时限", "period": "时段", "list": "问题清单",
    "figures": "总体情况", "by_type": "问题类型", "by_system": "系统分布", "by_unit": "各单位情况",
    "by_channel": "来源渠道", "by_handler": "承办部门",
    "items": "重点事项", "scores": "考评得分", "problems": "存在问题", "measures": "整改措施",
}  # fmt: skip
"""What stands where a fact is missing: letters are written in Chinese."""


RECORD = "record:"
"""How the cause of a letter begins that states what is on record: made of the records, and never worded."""


def worded_by_hand(kind: str, because: str) -> bool:
    """Whether people may word it. One of the kind of a record that wasn't made of records is no letter at all."""
    return kind != RECORD.rstrip(":") and not because.startswith(RECORD)


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{OPEN}{CALLED.get(name, name)}{SHUT}"


def filled(template: str, facts: Mapping[str, str]) -> str:
    """`template` with its {blanks} filled. Facts are put in as they stand: a brace in them is no blank."""
    return template.strip().format_map(_Facts({k: v.strip() for k, v in facts.items() if v.strip()}))


def complete(*texts: str) -> bool:
    """Whether nothing is left to fill in."""
    return not any(OPEN in text for text in texts)
