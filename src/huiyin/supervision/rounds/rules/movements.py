"""What moved in a day, by kind of step: the inspectors' one page (S3-19)."""

from __future__ import annotations

from collections.abc import Mapping

MOVED: Mapping[str, tuple[str, ...]] = {
    "taken_in": ("open",),
    "given_out": ("assign", "dispatch"),
    "passed_on": (
        "refer",
        "return_from_team",
        "redirect",
        "reassign",
        "object_to",
        "dispute",
        "send_back",
        "affirm",
        "join",
        "separate",
    ),
    "in_hand": (
        "accept",
        "establish",
        "submit",
        "pass_up",
        "stand_in",
        "approve",
        "return_for_rework",
        "recuse",
        "extend",
        "suspend",
        "resume",
    ),
    "given_answer": ("answer", "channel", "decline", "answer_with_main"),
}
"""受理, 交办, 转办, 承办, 答复: which verbs of a case's life belong to which."""

KIND: Mapping[str, str] = {verb: kind for kind, verbs in MOVED.items() for verb in verbs}
