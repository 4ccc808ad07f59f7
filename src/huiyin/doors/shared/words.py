"""Codes in words. One place, so that a page, a letter and a message say the same of the same thing.

Every state and verb of a lifecycle, every reason of a refusal and every code a blueprint may use has its
entry here; `tests/test_words.py` compares. An unknown code is shown as it is rather than hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.shared.refusals import REASONS
from huiyin.kernel.lifecycle import Refused

Words = Mapping[str, str | Promise]

STATES: Final[Words] = {
    "received": in_context("state", "received, waiting for review"),
    "referred": in_context("state", "with a work team"),
    "assigned": in_context("state", "assigned, waiting for acceptance"),
    "objected": in_context("state", "the unit objects, waiting for the sender"),
    "disputed": in_context("state", "disputed, waiting for the superior"),
    "locked": in_context("state", "locked, under supervision"),
    "verifying": in_context("state", "being verified"),
    "submitted": in_context("state", "waiting for approval"),
    "approved": in_context("state", "approved, waiting for the reply"),
    "joined": in_context("state", "joined with another file"),
    "answered": in_context("state", "answered"),
    "closed": in_context("state", "closed"),
    "declined": in_context("state", "not accepted"),
}
"""Where a case stands, in the desk's terms."""

STATES_FOR_CITIZENS: Final[Words] = {
    "held": in_context("citizen", "It is being checked first"),
    "deleted": in_context("citizen", "Your report was removed by law"),
    "received": in_context("citizen", "We have your report"),
    "referred": in_context("citizen", "The committee is looking at it"),
    "assigned": in_context("citizen", "Handed over for verification"),
    "objected": in_context("citizen", "Being handed over for verification"),
    "disputed": in_context("citizen", "Being handed over for verification"),
    "locked": in_context("citizen", "Not taken up in time: under supervision"),
    "verifying": in_context("citizen", "Being verified"),
    "submitted": in_context("citizen", "The result is being checked"),
    "approved": in_context("citizen", "The reply is being written"),
    "joined": in_context("citizen", "Being looked into"),
    "answered": in_context("citizen", "There is an answer for you"),
    "closed": in_context("citizen", "Finished"),
    "declined": in_context("citizen", "Not accepted here"),
}
"""The same, as somebody would say it who has never seen the desk."""

VERBS: Final[Words] = {
    "open": in_context("verb", "Receive"),
    "refer": in_context("verb", "Pass to a work team"),
    "return_from_team": in_context("verb", "Return for review"),
    "assign": in_context("verb", "Assign for verification"),
    "decline": in_context("verb", "Not accept"),
    "accept": in_context("verb", "Take up"),
    "object_to": in_context("verb", "Not ours: object"),
    "dispute": in_context("verb", "Ask the superior to decide"),
    "send_back": in_context("verb", "Agree: take it back"),
    "affirm": in_context("verb", "It is theirs: affirm"),
    "lock": in_context("verb", "Lock"),
    "ask_extension": in_context("verb", "Ask for more time"),
    "extend": in_context("verb", "Grant more time"),
    "refuse_extension": in_context("verb", "Grant no more time"),
    "ask_suspension": in_context("verb", "Ask to stop the clock"),
    "suspend": in_context("verb", "Stop the clock"),
    "refuse_suspension": in_context("verb", "Let the clock run"),
    "resume": in_context("verb", "Start the clock again"),
    "recount": in_context("verb", "Count anew by the calendar"),
    "prolong": in_context("verb", "Move with the main file"),
    "hasten": in_context("verb", "Promise an earlier day"),
    "establish": in_context("verb", "The facts are established"),
    "submit": in_context("verb", "Submit the report"),
    "return_for_rework": in_context("verb", "Return for more work"),
    "pass_up": in_context("verb", "Sign and pass up"),
    "stand_in": in_context("verb", "Sign in somebody’s place"),
    "approve": in_context("verb", "Approve"),
    "recuse": in_context("verb", "Decide on withdrawing"),
    "answer": in_context("verb", "Send the reply"),
    "join": in_context("verb", "Join with another file"),
    "separate": in_context("verb", "Undo the joining"),
    "answer_with_main": in_context("verb", "Answer with the main file"),
    "close": in_context("verb", "Close"),
    "reassign": in_context("verb", "Assign anew"),
    "dispatch": in_context("verb", "Dispatch"),
    "redirect": in_context("verb", "Redirect"),
    "channel": in_context("verb", "Point to the right procedure"),
    "pin": in_context("verb", "Name the officer"),
    "overdue": in_context("verb", "Mark as late"),
    "supplement": in_context("verb", "Add information"),
    "rate": in_context("verb", "Rate the answer"),
    "revisit": in_context("verb", "Record a revisit"),
    "import": in_context("verb", "File as history"),
    "hold_back": in_context("verb", "Hold for secrecy"),
    "put_back": in_context("verb", "Put back"),
    "expunge": in_context("verb", "Empty the file"),
}
"""What can be done with a case, as it stands on a button."""

DONE: Final[Words] = {
    "open": in_context("done", "Received"),
    "refer": in_context("done", "Passed to a work team"),
    "return_from_team": in_context("done", "Returned by the work team"),
    "assign": in_context("done", "Assigned for verification"),
    "decline": in_context("done", "Not accepted"),
    "accept": in_context("done", "Taken up"),
    "object_to": in_context("done", "The unit objected"),
    "dispute": in_context("done", "The superior was asked to decide"),
    "send_back": in_context("done", "Sent back"),
    "affirm": in_context("done", "Assignment affirmed"),
    "lock": in_context("done", "Locked, under supervision"),
    "ask_extension": in_context("done", "More time asked for"),
    "extend": in_context("done", "More time granted"),
    "refuse_extension": in_context("done", "No more time granted"),
    "ask_suspension": in_context("done", "Stop of the clock asked for"),
    "suspend": in_context("done", "Clock stopped"),
    "refuse_suspension": in_context("done", "Clock not stopped"),
    "resume": in_context("done", "Clock running again"),
    "recount": in_context("done", "Counted anew by the changed calendar"),
    "prolong": in_context("done", "Moved with the main file"),
    "hasten": in_context("done", "Earlier day promised"),
    "establish": in_context("done", "Facts established"),
    "submit": in_context("done", "Report submitted"),
    "return_for_rework": in_context("done", "Returned for more work"),
    "pass_up": in_context("done", "Signed and passed up"),
    "stand_in": in_context("done", "Passed on, the signer is away"),
    "approve": in_context("done", "Approved"),
    "recuse": in_context("done", "Somebody withdrew"),
    "answer": in_context("done", "Reply sent"),
    "join": in_context("done", "Joined with another file"),
    "separate": in_context("done", "Taken out of the other file"),
    "answer_with_main": in_context("done", "Answered with the main file"),
    "close": in_context("done", "Closed"),
    "reassign": in_context("done", "Assigned anew"),
    "dispatch": in_context("done", "Dispatched by rule"),
    "redirect": in_context("done", "Redirected"),
    "channel": in_context("done", "Pointed to the right procedure"),
    "pin": in_context("done", "Officer named"),
    "overdue": in_context("done", "Past its deadline"),
    "supplement": in_context("done", "Information added"),
    "rate": in_context("done", "Answer rated"),
    "revisit": in_context("done", "Revisited by phone"),
    "import": in_context("done", "Answered elsewhere, filed as history"),
    "hold_back": in_context("done", "Held for secrecy"),
    "put_back": in_context("done", "Released by the secrecy officer"),
    "expunge": in_context("done", "Content removed by law"),
}
"""The same, as it stands in a timeline."""

ROLES: Final[Words] = {
    "reviewer": in_context("role", "reviewer"),
    "handler": in_context("role", "handler"),
    "arbiter": in_context("role", "who decides a dispute"),
    "security": in_context("role", "security administrator"),
    "clerk": in_context("role", "clerk"),
    "approver": in_context("role", "approver"),
    "chief": in_context("role", "deputy chief"),
    "supervisor": in_context("role", "supervisor"),
    "team": in_context("role", "work team"),
    "leader": in_context("role", "leader"),
    "auditor": in_context("role", "auditor"),
    "administrator": in_context("role", "administrator"),
    "secrecy": in_context("role", "secrecy officer"),
    "public": in_context("role", "public"),
    "system": in_context("role", "system"),
}

SYSTEMS: Final[Words] = {
    "committee": gettext_lazy("supervising committees"),
    "court": gettext_lazy("courts"),
    "procuratorate": gettext_lazy("procuratorates"),
    "police": gettext_lazy("police"),
    "justice": gettext_lazy("justice administration"),
    "government": gettext_lazy("government departments"),
}

LEVELS: Final[Words] = {
    "province": in_context("level", "province"),
    "city": in_context("level", "city"),
    "county": in_context("level", "county"),
    "township": in_context("level", "township"),
    "village": in_context("level", "village"),
}

IDENTITIES: Final[Words] = {
    "anonymous": gettext_lazy("anonymous"),
    "contact": gettext_lazy("contact only"),
    "real_name": gettext_lazy("real name"),
}

CONCLUSIONS: Final[Words] = {
    "substantiated": in_context("conclusion", "true"),
    "partly": in_context("conclusion", "partly true"),
    "unsubstantiated": in_context("conclusion", "not true"),
    "undetermined": in_context("conclusion", "can’t be established"),
}
"""What verification found, allegation by allegation."""

MATTERS: Final[Words] = {
    "complaint": in_context("matter", "complaint"),
    "request": in_context("matter", "request"),
    "question": in_context("matter", "question"),
    "suggestion": in_context("matter", "suggestion"),
    "praise": in_context("matter", "praise"),
}
"""What somebody wants (S3-03)."""

TOPICS: Final[Words] = {
    "duty": in_context("topic", "diligence"),
    "service": in_context("topic", "service at the counter"),
    "mechanism": in_context("topic", "ways of working"),
    "reform": in_context("topic", "reform"),
    "aid": in_context("topic", "help for those in need"),
    "conduct": in_context("topic", "conduct"),
}
"""What an exemplar is an example of (S1-38, S4-21)."""

RATINGS: Final[Words] = {
    "5": gettext_lazy("very satisfied"),
    "4": gettext_lazy("satisfied"),
    "3": gettext_lazy("fairly satisfied"),
    "2": gettext_lazy("dissatisfied"),
    "1": gettext_lazy("very dissatisfied"),
}
"""The five national levels of a rating (国办发〔2019〕51号); the last two are bad ratings."""

DELIVERIES: Final[Words] = {
    "queued": in_context("delivery", "waiting to be sent"),
    "sent": in_context("delivery", "sent"),
    "failed": in_context("delivery", "failed, will be tried again"),
    "delivered": in_context("delivery", "arrived"),
    "undelivered": in_context("delivery", "could not be delivered"),
}
"""Where a message to somebody stands."""

QUARANTINES: Final[Words] = {
    "held": in_context("quarantine", "held, waiting for a look"),
    "released": in_context("quarantine", "released"),
    "deleted": in_context("quarantine", "deleted, with a record"),
}
"""Where something stands that carries a mark of secrecy."""

ALERTS: Final[Words] = {
    "officer": in_context("alert", "different people about one officer"),
    "unit": in_context("alert", "different people about one unit"),
    "matter": in_context("alert", "one person again about one matter"),
}
"""What an alert counts, where the city no longer has its rule."""

KINDS: Final[Mapping[str, Words]] = {
    "state": STATES,
    "citizen": STATES_FOR_CITIZENS,
    "verb": VERBS,
    "done": DONE,
    "role": ROLES,
    "system": SYSTEMS,
    "level": LEVELS,
    "identity": IDENTITIES,
    "conclusion": CONCLUSIONS,
    "matter": MATTERS,
    "rating": RATINGS,
    "delivery": DELIVERIES,
    "quarantine": QUARANTINES,
    "alert": ALERTS,
    "realm": {
        "demo": gettext_lazy("demonstration"),
        "training": gettext_lazy("training"),
        "live": gettext_lazy("live"),
    },
}


def word(kind: str, code: object) -> str:
    """The word of `kind` for `code` in the reader's language; the code itself where there is none."""
    return str(KINDS[kind].get(str(code), code))


def reason(refused: Refused) -> str:
    """A refusal in a sentence. Codes inside its detail (state, verb, role) are put into words too."""
    blanks = {name: word(name, value) if name in KINDS else value for name, value in refused.detail.items()}
    text = str(REASONS.get(refused.reason, REASONS["unknown"]))
    try:
        return text % blanks
    except KeyError:
        return str(REASONS["unknown"])


def changed(what: str) -> str:
    """A conflict in a sentence. `what` is the verb that somebody else took, or already words."""
    if what in DONE:
        return _("While your page was open, somebody took another step: %(done)s.") % {"done": DONE[what]}
    return what or _("While your page was open, somebody changed this.")
