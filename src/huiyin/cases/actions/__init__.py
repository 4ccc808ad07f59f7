"""The only writer of cases: one verb per function, in the order in which a case meets them."""

from huiyin.cases.actions.answering import answer, close
from huiyin.cases.actions.approving import approve, return_for_rework, stand_in
from huiyin.cases.actions.assigning import Order, assign, dispatch, reassign, redirect
from huiyin.cases.actions.calendar import begin_recount, pass_over, recount, recount_some
from huiyin.cases.actions.competence import affirm, dispute, object_to, send_back
from huiyin.cases.actions.deadlines import lapse, lock, pass_due, warn
from huiyin.cases.actions.evidence import attach_evidence
from huiyin.cases.actions.joining import answer_with_main, join, separate
from huiyin.cases.actions.opening import Answered, archive_history, open_case
from huiyin.cases.actions.recusal import ask_recusal, recuse, refuse_recusal
from huiyin.cases.actions.review import channel, decline, pin, refer, return_from_team
from huiyin.cases.actions.secrecy import expunge, hold_back, hold_by_number, put_back
from huiyin.cases.actions.sweep import lapse_all, pass_all_due, warn_all
from huiyin.cases.actions.talks import Said, add_talk_paper, write_talk
from huiyin.cases.actions.times import (
    ask_extension,
    ask_suspension,
    extend,
    hasten,
    prolong,
    refuse_extension,
    refuse_suspension,
    resume,
    suspend,
)
from huiyin.cases.actions.views import delete_view, save_view
from huiyin.cases.actions.working import Incomplete, accept, establish, save_verification, submit

__all__ = [
    "Answered",
    "Incomplete",
    "Order",
    "Said",
    "accept",
    "add_talk_paper",
    "affirm",
    "answer",
    "answer_with_main",
    "approve",
    "archive_history",
    "ask_extension",
    "ask_recusal",
    "ask_suspension",
    "assign",
    "attach_evidence",
    "begin_recount",
    "channel",
    "close",
    "decline",
    "delete_view",
    "dispatch",
    "dispute",
    "establish",
    "expunge",
    "extend",
    "hasten",
    "hold_back",
    "hold_by_number",
    "join",
    "lapse",
    "lapse_all",
    "lock",
    "object_to",
    "open_case",
    "pass_all_due",
    "pass_due",
    "pass_over",
    "pin",
    "prolong",
    "put_back",
    "reassign",
    "recount",
    "recount_some",
    "recuse",
    "redirect",
    "refer",
    "refuse_extension",
    "refuse_recusal",
    "refuse_suspension",
    "resume",
    "return_for_rework",
    "return_from_team",
    "save_verification",
    "save_view",
    "send_back",
    "separate",
    "stand_in",
    "submit",
    "suspend",
    "warn",
    "warn_all",
    "write_talk",
]
