"""The desk's own words for codes: refusals a person can mend, limits, hits, results of a call."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.shared import times, words
from huiyin.doors.shared.refusals import REASONS
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.limits import Limit

RESOURCES: Mapping[str, str] = {
    "refer": "referral",
    "return_from_team": "review",
    "channel": "procedure",
    "decline": "refusal",
    "join": "joining",
    "separate": "separation",
    "assign": "assignment",
    "reassign": "reassignment",
    "redirect": "redirection",
    "pin": "officers",
    "accept": "acceptance",
    "object_to": "objection",
    "dispute": "dispute",
    "send_back": "return",
    "affirm": "affirmation",
    "ask_extension": "more-time",
    "extend": "extension",
    "refuse_extension": "extension-refusal",
    "ask_suspension": "stop",
    "suspend": "suspension",
    "refuse_suspension": "suspension-refusal",
    "resume": "resumption",
    "establish": "verification",
    "submit": "verification",
    "return_for_rework": "rework",
    "approve": "approval",
    "recuse": "withdrawal",
    "answer": "reply",
    "revisit": "revisit",
    "hold_back": "secrecy-check",
    "close": "closure",
    "open_identity": "identity",
    "use_result": "use",
}
"""Each act makes a resource of the case; its noun is its address and its view's name."""

Words = Mapping[str, str | Promise]

SECRECY_PLACES: Words = {
    "text": _("in the text"),
    "officer": _("in the name of the officer"),
    "supplement": _("in the addition"),
    "reply": _("in the earlier answer"),
    "name": _("in the name of a file"),
    "by_hand": _("as whoever held it says"),
}
"""Where a mark of secrecy was found."""

MENDABLE: Words = {
    "basis_needed": _("Name the rule on which it has to go."),
    "reason_needed": _("Give a reason of at least a few words."),
    "missing": _("This is still missing."),
    "declaration_needed": _(
        "The declaration is needed: whoever has an interest in the matter can’t verify it."
    ),
    "outcome_needed": _("Something was found to be true: say what is done about whom."),
    "people_needed": _("Choose handlers and an approver of this unit; nobody can be both."),
    "summary_needed": _("The unit needs a summary and at least one allegation."),
    "not_in_register": REASONS["not_in_register"],
    "tells_reporter": REASONS["tells_reporter"],
    "in_the_past": REASONS["in_the_past"],
    **{
        code: REASONS[code]
        for code in (
            "established_already",
            "objected_already",
            "nothing_to_dispute",
            "objection_late",
            "asked_already",
            "granted_already",
            "past_due",
            "too_much_time",
            "own_request",
            "same_case",
            "main_is_joined",
            "main_ended",
            "has_joined",
            "other_house",
            "names_others",
            "handlers_concerned",
            "no_secrecy_officer",
        )
    },
    "conflict_of_interest": _(
        "There is a conflict of interest: whoever handles a case may have no part in it."
    ),
    **{code: REASONS[code] for code in ("no_signer", "successor_needed", "talks_missing", "not_then")},
    "kept_from_unit": _("Only pictures can be shown to the unit: a voice or a paper may betray who sent it."),
    "too_long": _("Too long: %(length)s characters, at most %(limit)s."),
    "unknown_choice": _("This isn’t on offer any more: choose again."),
    "disk_low": _("There is no room left for files just now; the text is kept."),
    "wrong_type": _("This kind of file isn’t taken: photos, recordings, PDF, DOCX and XLSX are."),
    "too_large": _("This file is too large."),
    "broken": _("This file is damaged."),
}
"""Refusals that the person at the form can do something about; any other gets a page of its own."""

CONFLICTS: Words = {
    "same_person": _("the case is about this person"),
    "relative": _("declared a close relationship to somebody the case is about"),
    "same_section": _("works in the section that the case is about"),
    "earlier_handler": _("handled it before"),
    "recused": _("withdrew from it"),
}

WEIGHTS: Words = {"major": in_context("weight", "major"), "complex": in_context("weight", "complex")}

TALKS: Words = {
    "call": in_context("talk", "call"),
    "meeting": in_context("talk", "meeting"),
    "explanation": in_context("talk", "explanation"),
}
"""What is talked over with a reporter (S3-14)."""

WATCHES: Words = {
    "unread": _("taken up, but nobody has opened what came with it"),
    "untouched": _("taken up, but nothing has been written for days"),
    "returned": _("sent back or returned again and again"),
    "copied": _("answered in the very words of another matter"),
    "late_entry": _("a talk was written down long after it happened"),
}
"""What the daily round notices."""

LIMITS: Words = {
    "review": in_context("limit", "Review"),
    "acceptance": in_context("limit", "Acceptance"),
    "verification": in_context("limit", "Looking into it"),
    "handling": in_context("limit", "Dealing with it"),
    "objection_answer": in_context("limit", "Decision on the objection"),
    "dispute": in_context("limit", "Decision of the dispute"),
    "approval": in_context("limit", "Reporting back"),
    "reply": in_context("limit", "Reply"),
    "revisit": in_context("limit", "Revisit"),
    "whole": in_context("limit", "Promised to the reporter"),
}
"""What has to be done by a deadline."""

PROCESS_STATES: Words = {
    "todo": in_context("process", "still to come"),
    "here": in_context("process", "under way"),
    "late": in_context("process", "late"),
    "done": in_context("process", "in time"),
    "was_late": in_context("process", "done late"),
    "passed_by": in_context("process", "done with the one before"),
}
"""How one of the four processes stands."""

ALARMS: Words = {
    "no_handler": _("nobody handles it"),
    "no_leader": _("the unit has no leader who may see it"),
    "nobody": _("nobody is there to be told"),
    "no_letter": _("no letter could be drafted"),
    "unsigned": _("the letter waits for its signature"),
    "end": _("the ladder is at its end"),
}
"""What the ladder can’t mend by itself."""

RUNG_ACTS: Words = {
    "nudge": in_context("rung", "Nudge"),
    "lock": in_context("rung", "Lock"),
    "letter": in_context("rung", "Letter"),
    "advice": in_context("rung", "Advice"),
    "interview": in_context("rung", "Interview"),
    "circular": in_context("rung", "Circular"),
}

HELD: Words = {
    "unsure": _("No rule and nothing learnt is sure enough."),
    "stopped": _("A rule says that a person decides."),
    "accuses": _("Somebody is accused."),
    "complains_of_house": _("It complains of the house that would get it."),
    "screened": _("Something was noticed on arrival."),
    "quarantined": _("It was held back for its marks of secrecy, and released."),
    "tells_writer": _("The text may tell who wrote it, even with names and numbers masked."),
    "imported": _("It came with a file of earlier reports."),
    "reads_as_complaint": _("It reads like a complaint, whatever kind was chosen."),
    "nobody_able": _("Nobody of the unit can take it."),
}
"""Why the program didn’t give a case out by itself."""

NEXT_ACTS: Words = {
    "assign": in_context("next act", "Review"),
    "channel": in_context("next act", "Look into it"),
    "accept": in_context("next act", "Take up"),
    "reassign": in_context("next act", "Assign anew"),
    "send_back": in_context("next act", "Decide whose it is"),
    "submit": in_context("next act", "Verify"),
    "approve": in_context("next act", "Approve or return"),
    "answer": in_context("next act", "Reply"),
    "answer_with_main": in_context("next act", "The answer of the main file"),
    "close": in_context("next act", "Revisit and close"),
}
"""What a state asks of the person whose turn it is, as it stands on the button of a list."""

MARKERS: Words = {
    "repeat": in_context("marker", "sent before"),
    "petition": in_context("marker", "long-standing petition"),
    "litigation": in_context("marker", "case before the law"),
    "organised": in_context("marker", "organised crime"),
    "technical": in_context("marker", "trouble with the platform"),
}

CALLS: Words = {
    "reached": in_context("call", "reached"),
    "again": in_context("call", "to be called again"),
    "not_reached": in_context("call", "not reached"),
    "wrong_number": in_context("call", "wrong number"),
    "refused": in_context("call", "didn’t want to talk"),
}

USES: Words = {
    "appraisal": in_context("use", "appraisal"),
    "talk": in_context("use", "talk"),
    "transfer": in_context("use", "transfer"),
    "training": in_context("use", "training"),
    "improvement": in_context("use", "improvement of work"),
    "commendation": in_context("use", "commendation"),
}
"""What use is made of a verified result (S0-08)."""

REPLIES: Words = {
    "result": in_context("reply", "Result"),
    "procedure": in_context("reply", "Pointed to a procedure"),
    "declined": in_context("reply", "Not accepted"),
}

FILES: Words = {
    "photo": in_context("file", "photo"),
    "audio": in_context("file", "recording"),
    "video": in_context("file", "video"),
    "paper": in_context("file", "PDF"),
    "document": in_context("file", "document"),
}

HAPPENED: Words = {
    "receive": in_context("happened", "Received, query code given out"),
    "screen": in_context("happened", "Screened"),
    "open": in_context("happened", "Passed to the committee"),
}
"""What a timeline says of a report's own events, beside the words that every page shares."""


def length(limit: Limit) -> str:
    """ "10 个工作日" or "10 working days"."""
    return times.amount(limit.value, limit.unit)


def mend(refused: Refused) -> str:
    """What to do about a refusal, in a sentence."""
    text = MENDABLE.get(refused.reason)
    return str(text) % dict(refused.detail) if text else words.reason(refused)


def happened(verb: str) -> str:
    return str(HAPPENED.get(verb) or words.word("done", verb))
