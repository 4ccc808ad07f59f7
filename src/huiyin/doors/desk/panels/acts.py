"""What can be done with a round, with a member of its panel, with what it judges; as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from huiyin.doors.desk.panels import drawing, forms, indicators, papers
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Refused
from huiyin.panels import actions
from huiyin.panels.models import Round
from huiyin.panels.rules.lifecycle import ROUND


@dataclass(frozen=True)
class Act:
    """One act: its address, what it is called, what follows, what is asked, how it is done."""

    noun: str
    verb: str
    label: str | Promise
    follows: str | Promise
    form: Callable[..., forms.OnRound]
    do: Callable[..., object]


OF_ROUND = (
    Act("announcement", "announce", gettext_lazy("Announce the draw"),
        gettext_lazy("The pool is frozen and the lottery published. This takes some seconds. From then on nobody can "
                     "change who may be drawn, or how likely it is."), drawing.AnnounceForm, actions.announce),
    Act("draw", "draw", gettext_lazy("Draw the panel"),
        gettext_lazy("The numbers decide. The record is published at once and can be checked by anybody."),
        drawing.DrawForm, actions.draw),
    Act("calling-off", "call_off", gettext_lazy("Call the announcement off"),
        gettext_lazy("The announcement is void, and its hash stays on record. Then it can be announced anew."),
        forms.ReasonForm, actions.call_off),
    Act("appointment", "appoint", gettext_lazy("Seat a judge by office"),
        gettext_lazy("They sit by their office, not by lot."), forms.AppointForm, actions.appoint),
    Act("visit", "visit", gettext_lazy("Record a visit"),
        gettext_lazy("Judges read it beside the ballot."), forms.VisitForm, actions.visit),
    Act("ballots", "issue", gettext_lazy("Send out the ballots"),
        gettext_lazy("Every judge with a telephone gets a link of their own by text message. Who sits can’t change "
                     "any more."), forms.IssueForm, actions.issue),
    Act("papers-given", "give_papers", gettext_lazy("Let judges vote on paper"),
        gettext_lazy("Their links open nothing any more, and what they had begun to fill in is gone. At least five of "
                     "a layer: of fewer it could be guessed whose is whose."),
        papers.GivePapersForm, actions.give_papers),
    Act("count", "count", gettext_lazy("Count"),
        gettext_lazy("All envelopes are opened together, the ballots mixed, scores and places worked out. Envelopes "
                     "and links are destroyed: nothing leads back to who voted how."), forms.SureForm, actions.count),
    Act("indicator", "state_indicator", gettext_lazy("What moved since"),
        gettext_lazy("It is published with the results, with the hash of the document. Nobody changes it afterwards."),
        indicators.IndicatorForm, indicators.state),
    Act("summary", "sum_up", gettext_lazy("Causes and measures"),
        gettext_lazy("It is published with the results. A quarter or a half-year isn’t published without."),
        forms.TextForm, actions.sum_up),
    Act("publication", "publish", gettext_lazy("Publish the results"),
        gettext_lazy("Everybody can read places and ballots. This can’t be taken back."),
        forms.SureForm, actions.publish),
)  # fmt: skip

RESIGN = Act(
    "resignation", "resign", gettext_lazy("Replace this judge"),
    gettext_lazy("The seat goes to whom the published draw says. Nobody picks."), forms.SureForm, actions.resign,
)  # fmt: skip
RENEW = Act(
    "link", "renew", gettext_lazy("Send a new link"),
    gettext_lazy("The old link opens nothing any more; what they filled in stays."), forms.SureForm, actions.renew,
)  # fmt: skip
TAKE_PAPER = Act(
    "paper", "take_paper", gettext_lazy("Their paper is in the box"),
    gettext_lazy("That they voted is known from now on. How, nobody knows."), forms.SureForm, actions.take_paper,
)  # fmt: skip
VETO = Act(
    "veto", "veto", gettext_lazy("Veto for a grave failure"),
    gettext_lazy("The unit loses its place in this round and in those it is carried on to. The reason is published: "
                 "say what was proven, and by whom."), forms.VetoForm, actions.veto,
)  # fmt: skip
REPORT = Act(
    "report", "state_work", gettext_lazy("Report on the work"),
    gettext_lazy("It can be changed until ballots go out."), forms.ReportForm, actions.state_work,
)  # fmt: skip


ANSWER = Act(
    "answer", "answer_task", gettext_lazy("What was put right"),
    gettext_lazy("The committee sees it and confirms it, before the next round."), forms.TextForm, actions.answer_task,
)  # fmt: skip
CONFIRM = Act(
    "confirmation", "confirm_task", gettext_lazy("It was put right"),
    gettext_lazy("You have seen for yourself that it is so."), forms.SureForm, actions.confirm_task,
)  # fmt: skip
WITHDRAW = Act(
    "withdrawal", "withdraw_indicator", gettext_lazy("Withdraw this figure"),
    gettext_lazy("What was published stays to be read, struck through, with your reasons."), forms.ReasonForm,
    actions.withdraw_indicator,
)  # fmt: skip


def offered(viewer: Actor, row: Round) -> list[Act]:
    """What the reader can do with the round now."""
    roles = viewer.roles_in(row.committee_id)
    able = [act for act in OF_ROUND if not isinstance(ROUND.step(act.verb, row.state, roles), Refused)]
    return [act for act in able if _fits(act.verb, row)]


def _fits(verb: str, row: Round) -> bool:
    drawn = bool(row.plan["seats"])
    return {
        "announce": drawn,
        "issue": row.state == "drawn" or not drawn,
        "sum_up": bool(row.rule.get("carried")),
        "appoint": not drawn or len(row.rule["layers"]) > 1,
    }.get(verb, True)
