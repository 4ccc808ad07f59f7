"""Is there a person behind a mail, and is it the person whom it names?"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from typing import Literal

from huiyin.intake.channels.mail.rules.charsets import header

Trust = Literal["verified", "unknown", "forged"]

LOOP_MARK = "huiyin"
"""What our own mails carry in X-Loop."""

_MACHINES = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+._-].*)?@", re.IGNORECASE
)


def automatic(raw: bytes, ours: str = "") -> str:
    """Why nobody in person wrote this: "loop", "bounce", "automatic", "list", "spam"; "" where somebody may have."""
    mail = message_from_bytes(raw, policy=compat32)
    sender = parseaddr(header(mail.get("From")))[1].lower()
    precedence = _said(mail, "Precedence")
    if LOOP_MARK in _said(mail, "X-Loop") or (ours and sender == ours.lower()):
        return "loop"
    if mail.get_content_type() == "multipart/report" or _said(mail, "Return-Path") == "<>":
        return "bounce"
    if _said(mail, "Auto-Submitted").split(";")[0].strip() not in ("", "no") or precedence == "auto_reply":
        return "automatic"
    if mail.get("X-Autoreply") or mail.get("X-Autorespond") or _MACHINES.match(sender):
        return "automatic"
    if precedence in ("bulk", "junk", "list") or mail.get("List-Id") or mail.get("List-Unsubscribe"):
        return "list"
    return (
        "spam"
        if _said(mail, "X-Spam-Flag") == "yes" or _said(mail, "X-Spam-Status").startswith("yes")
        else ""
    )


def trust(raw: bytes, server: str) -> Trust:
    """Whether our own mail server found the sender to be who it says.

    Only the topmost Authentication-Results that bears our server's name counts: anything below it came with the mail.
    """
    if not server:
        return "unknown"
    mail = message_from_bytes(raw, policy=compat32)
    for value in mail.get_all("Authentication-Results") or []:
        name, _, results = header(value).partition(";")
        if name.split()[:1] == [server]:
            return _judged(dict(re.findall(r"\b(dmarc|spf|dkim)\s*=\s*(\w+)", results.lower())))
    return "unknown"


def _judged(found: dict[str, str]) -> Trust:
    dmarc, passed = found.get("dmarc", ""), "pass" in (found.get("spf"), found.get("dkim"))
    if dmarc == "pass":
        return "verified"
    if dmarc in ("fail", "reject", "quarantine") or (not passed and "fail" in found.values()):
        return "forged"
    return "verified" if passed else "unknown"


def _said(mail: Message, name: str) -> str:
    return header(mail.get(name)).strip().lower()
