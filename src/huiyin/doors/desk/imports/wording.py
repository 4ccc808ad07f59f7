"""Fields and stages of an import in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.shared import words
from huiyin.kernel.lifecycle import Refused

FIELDS: Mapping[str, str | Promise] = {
    "external_id": in_context("import", "Number there"),
    "title": in_context("import", "Title"),
    "text": in_context("import", "What was reported"),
    "received_at": in_context("import", "Received"),
    "unit": in_context("import", "Unit reported on"),
    "problem_type": in_context("import", "Type of problem"),
    "officer": in_context("import", "Officer reported on"),
    "occurred_on": in_context("import", "Day on which it happened"),
    "name": in_context("import", "Reporter’s name"),
    "phone": in_context("import", "Reporter’s telephone"),
    "account": in_context("import", "Reporter’s account there"),
    "reply": in_context("import", "Answer"),
    "replied_at": in_context("import", "Answered"),
}
"""What a table may say."""

STATES: Mapping[str, str | Promise] = {
    "uploaded": in_context("import", "columns not said yet"),
    "checking": in_context("import", "rows are being checked"),
    "checked": in_context("import", "checked, nothing added yet"),
    "importing": in_context("import", "rows are being added"),
    "finished": in_context("import", "finished"),
    "stopped": in_context("import", "stopped"),
}

ENCODINGS: Mapping[str, str] = {"utf-8-sig": "UTF-8", "gb18030": "GBK / GB18030", "utf-16": "UTF-16"}


def field(code: str) -> str:
    """A field's name; a heading of the file stays as it is."""
    return str(FIELDS.get(code, code))


def why(code: str, refused: Refused) -> str:
    """A reason with the field that it is about: "Received: “4/5” isn’t a date that we can read." """
    mark = "：" if (get_language() or "zh").startswith("zh") else ": "
    return f"{field(code)}{mark}{words.reason(refused)}" if code else words.reason(refused)
