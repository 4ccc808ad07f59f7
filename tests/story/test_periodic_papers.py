"""A paper drafts itself on its day with its figures frozen; a person words it, somebody signs; units answer advice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from tests.cast import Cast, sent
from tests.lives import Life

from huiyin.cases.models import Case
from huiyin.journey.papers import draft_papers
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.messages.models import Notice
from huiyin.organisations.models import Mandate, Unit
from huiyin.policy.models import PeriodicPaper
from huiyin.reporting.models import PaperDraft
from huiyin.reporting.papers import actions, queries
from huiyin.reporting.papers.actions import draft_due
from huiyin.reporting.papers.freezing import freeze
from huiyin.reporting.rules.cycles import Period
from huiyin.supervision.letters import actions as letters

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
BEGUN = datetime(2022, 2, 22, 10, 0, tzinfo=SHANGHAI)
MONDAY = datetime(2022, 2, 28, 8, 30, tzinfo=SHANGHAI)
QUARTER = datetime(2022, 4, 15, 8, 30, tzinfo=SHANGHAI)


def test_the_weekly_paper_from_its_day_to_its_signature(city: Cast) -> None:
    sent(now=BEGUN)
    sent(now=BEGUN + timedelta(hours=1), unit_code="xt-police-politics", problem_type="B4")
    run_until_idle(BEGUN + timedelta(hours=1))
    draft_papers(MONDAY)
    draft_papers(MONDAY + timedelta(hours=1))
    run_until_idle(MONDAY)
    paper = PaperDraft.objects.get(paper="weekly")
    assert "收到2件" in paper.letter.body and "2月21日至2月27日" in paper.letter.title
    assert Notice.objects.filter(template="paper_drafted", account=city.account("grace")).exists()

    sent(now=MONDAY, problem_type="B4")
    run_until_idle(MONDAY + timedelta(hours=2))
    draft_papers(MONDAY + timedelta(hours=3))
    grace = city.actor("grace")
    assert len(PaperDraft.objects.get(paper="weekly").figures["received"]["part"]) == 2, "frozen"
    assert queries.frozen_cases(grace, paper, "received", "part").count() == 2
    assert queries.papers(city.actor("dan")) == [], "the case about him was counted"

    letter = paper.letter
    letters.edit(
        letter.pk, letters.Wording(letter.title, letter.body + "\n五、工作建议\n继续抓好窗口作风。"),
        by=grace, now=MONDAY,
    )  # fmt: skip
    letters.propose(letter.pk, by=grace, now=MONDAY)
    letters.sign(letter.pk, by=city.actor("henry"), now=MONDAY)
    run_until_idle(MONDAY + timedelta(hours=3))
    letter.refresh_from_db()
    assert letter.serial == 1 and {one.form for one in letter.papers.all()} == {"pdf", "docx"}
    with override_settings(CLOCK=FixedClock(MONDAY)):
        client = Client(headers={"accept-language": "zh"})
        client.force_login(city.account("henry"))
        assert "工作专报" in client.get("/oversight/papers").content.decode()
        page = client.get(f"/oversight/papers/{paper.pk}").content.decode()
        assert f"/oversight/papers/{paper.pk}/figures/received" in page
        listed = client.get(f"/oversight/papers/{paper.pk}/figures/received").content.decode()
        assert all(one.number in listed for one in Case.objects.order_by("pk")[:2])


def test_a_quarters_findings_become_advice_that_a_unit_answers(city: Cast) -> None:
    receipt = sent(now=BEGUN, text="立案窗口的人让我来回跑了三次。")
    run_until_idle(BEGUN)
    life = Life(city, receipt.number, BEGUN)  # type: ignore[attr-defined]
    for step in ("assigned", "verifying", "submitted", "approved", "answered"):
        life.at += timedelta(hours=2)
        getattr(life, step)()
        run_until_idle(life.at)
    draft_papers(QUARTER)
    paper = PaperDraft.objects.get(paper="quarterly")
    assert (paper.first.isoformat(), paper.last.isoformat()) == ("2022-02-14", "2022-03-31")
    assert "received" not in paper.figures, "units read nothing of what they weren't given"
    grace, frank, court = city.actor("grace"), city.actor("frank"), Unit.objects.get(code="xt-court")
    with pytest.raises(NotAllowed):
        actions.find(paper.pk, "窗口一次性告知不到位。", by=city.actor("henry"), now=QUARTER)
    tendency = actions.find(paper.pk, "窗口一次性告知不到位，多次往返。", by=grace, now=QUARTER)
    advice = actions.advise(tendency.pk, court.pk, "制作一次性告知清单并公示。", by=grace, now=QUARTER)
    run_until_idle(QUARTER)
    assert Notice.objects.filter(template="advised", account=city.account("frank")).exists()
    with pytest.raises(NotAllowed):
        actions.take_up(advice.pk, "照办。", adopted=True, by=city.actor("paul"), now=QUARTER)
    actions.take_up(advice.pk, "清单已贴出，窗口每日自查。", adopted=True, by=frank, now=QUARTER)
    with pytest.raises(NotAllowed):
        actions.take_up(advice.pk, "再答一次。", adopted=False, by=frank, now=QUARTER)


def test_an_item_goes_before_the_meeting_and_comes_back_with_its_decision(city: Cast) -> None:
    """Only of what the paper counted, only by who supervises, and decided once; whom it is about sees nothing of it."""
    receipt = sent(now=BEGUN)
    run_until_idle(MONDAY)
    draft_papers(MONDAY)
    sent(now=MONDAY + timedelta(minutes=5))
    run_until_idle(MONDAY + timedelta(minutes=5))
    paper, grace = PaperDraft.objects.get(paper="weekly"), city.actor("grace")
    later = Case.objects.exclude(number=receipt.number).get()
    with pytest.raises(NotAllowed):
        actions.table(paper.pk, "请研究。", number=later.number, by=grace, now=MONDAY)
    with pytest.raises(NotAllowed):
        actions.table(paper.pk, "请研究。", by=city.actor("henry"), now=MONDAY)
    item = actions.table(paper.pk, "请研究。", number=receipt.number, by=grace, now=MONDAY)
    run_until_idle(MONDAY)
    with override_settings(CLOCK=FixedClock(MONDAY)):
        client = Client(headers={"accept-language": "en"})
        client.force_login(city.account("grace"))
        page = f"/oversight/papers/{paper.pk}"
        assert "Secretaries’ meeting" in client.get(page).content.decode()
        wrong = client.post(f"{page}/items", {"number": later.number, "text": "请一并研究。"})
        assert wrong.status_code == 422 and "请一并研究。" in wrong.content.decode(), "what was typed is kept"
        done = client.post(
            f"/oversight/papers/items/{item.pk}/decision", {"text": "本周办结，下次会议报结果。"}
        )
        assert done.status_code == 303 and "本周办结" in client.get(page).content.decode()
        assert client.get(f"/oversight/papers/items/{item.pk}/decision").status_code == 404
    with pytest.raises(NotAllowed):
        actions.resolve(item.pk, "再议。", by=grace, now=MONDAY)


def test_a_paper_about_some_types_counts_nothing_else(city: Cast) -> None:
    sent(now=BEGUN)
    sent(now=BEGUN, unit_code="xt-police-politics", problem_type="B4")
    run_until_idle(BEGUN)
    committee, week = Unit.objects.get(code="xt-committee"), Period(date(2022, 2, 21), date(2022, 2, 27))
    whole = freeze(committee, week, units=False, now=MONDAY)
    some = freeze(committee, week, units=False, types=["B4"], now=MONDAY)
    assert (len(whole.figures["received"]["part"]), len(some.figures["received"]["part"])) == (2, 1)  # type: ignore[arg-type]
    only = Case.objects.get(problem_type="B4")
    assert some.cases == [only.pk]
    assert [[key, count] for key, _, count in some.tables["problem_type"]] == [["B4", 1]]


def test_a_county_has_its_own_issue_of_its_own_matters(city: Cast) -> None:
    """The city counts what both handle; whoever reads and signs in the county meets the county's issue and no other."""
    PeriodicPaper.objects.filter(code="weekly").update(counties=True)
    county = Unit.objects.get(code="xiangdu-committee")
    mia = city.account("mia")
    for role in ("supervisor", "leader"):
        Mandate.objects.create(account=mia, unit=county, role=role, since=BEGUN.date())
    sent(now=BEGUN)
    sent(now=BEGUN, unit_code="xiangdu-court-filing")
    run_until_idle(MONDAY)
    made = {paper.committee.code: paper for paper in draft_due(MONDAY) if paper.paper == "weekly"}
    assert draft_due(MONDAY) == [], "once"
    counted = {code: len(paper.figures["received"]["part"]) for code, paper in made.items()}
    assert counted == {"xt-committee": 2, "xiangdu-committee": 1}
    own, grace, reader = made["xiangdu-committee"], city.actor("grace"), city.actor("mia")
    assert queries.papers(reader) == [own] and own not in queries.papers(grace)

    for paper, by in ((own, grace), (made["xt-committee"], reader)):
        with pytest.raises(NotAllowed):
            letters.propose(paper.letter_id, by=by, now=MONDAY)
    letters.propose(own.letter_id, by=reader, now=MONDAY)
    letters.sign(own.letter_id, by=reader, now=MONDAY)
    own.letter.refresh_from_db()
    assert own.letter.mark.startswith("襄政法") and own.letter.serial == 1
