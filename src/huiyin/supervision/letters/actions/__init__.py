"""The only writers of letters: one verb per function, event and rows in one transaction."""

from huiyin.supervision.letters.actions.drafting import Wording, draft, edit, propose
from huiyin.supervision.letters.actions.expunging import expunge
from huiyin.supervision.letters.actions.printing import keep_seal, print_papers
from huiyin.supervision.letters.actions.serving import (
    acknowledge,
    deliver,
    judge,
    pass_late,
    reply,
    report_progress,
    strike_off,
)
from huiyin.supervision.letters.actions.signing import approve, hand_back, sign, void

__all__ = [
    "Wording",
    "acknowledge",
    "approve",
    "deliver",
    "draft",
    "edit",
    "expunge",
    "hand_back",
    "judge",
    "keep_seal",
    "pass_late",
    "print_papers",
    "propose",
    "reply",
    "report_progress",
    "sign",
    "strike_off",
    "void",
]
