"""What citizens do: scan, report, add something, look up the answer, rate it."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.intake import actions as intake
from huiyin.intake.actions import Receipt
from huiyin.intake.models import PlaceCode, Report
from huiyin.intake.queries import place_for, report_for
from huiyin.intake.rules.submission import Submission
from huiyin.organisations.models import Officer
from huiyin.organisations.queries import unit
from huiyin.ratings.actions import rate
from huiyin.site.replays import channels, raters, wire
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.stage import Stage


def send(stage: Stage, letter: Letter, now: datetime) -> str:
    """Reports, by the channel that they chose. The number on the receipt; "" where a clerk has to sort it first."""
    if channels.is_wired(stage, letter):
        receipt = wire.bring(stage, letter, now)
        return keep(stage, letter, receipt) if receipt else ""
    return keep(stage, letter, _filled_in(stage, letter, now))


def keep(stage: Stage, letter: Letter, receipt: Receipt) -> str:
    stage.letters[receipt.number] = letter
    stage.receipts[receipt.number] = receipt
    return receipt.number


def _filled_in(stage: Stage, letter: Letter, now: datetime) -> Receipt:
    """A form, on our own pages or on another's; scans first, where a poster hangs."""
    plan, code = letter.plan, None
    if letter.scanned and (token := _token(stage, plan.unit)):
        code = _scanned(stage, token)
    if code is not None:
        intake.count_scan(code.place_id, now=now)
    if code is not None and plan.channel == "rating":
        raters.taps(letter.key, code.token, now)
    officer = Officer.objects.only("pk").get(code=plan.officer).pk if plan.officer else None
    submission = Submission(
        key=letter.key,
        unit=unit(plan.unit).pk,
        text=plan.text,
        problem_type=plan.type,
        identity_mode=plan.identity,
        place=code.place_id if code else None,
        officer=officer,
        officer_text=letter.officer_text,
        occurred_on=letter.occurred_on,
        name=letter.name,
        phone=letter.phone,
        openid=letter.openid,
        channel="rating" if plan.channel == "rating" else "wechat" if letter.openid else "web",
        language=plan.language,
    )
    way = channels.channel_of(stage, letter)
    return channels.bring(stage, letter, submission, way, now) if way else intake.receive(submission, now=now)


def pass_by(stage: Stage, now: datetime) -> None:
    """People who scan a poster and leave it at that."""
    least, most = stage.story.posters["scans"]
    for place, token in stage.codes.items():
        for _ in range(stage.rng_of(f"{place} {now.date()}").randint(least, most)):
            if code := _scanned(stage, token):
                intake.count_scan(code.place_id, now=now)


def add(stage: Stage, number: str, now: datetime) -> None:
    letter = stage.letters[number]
    words = stage.rng(letter, "supplement").choice(stage.story.phrases["supplements"])
    intake.supplement(_mine(stage, number), words, now=now)


def judge(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Reads the answer with number and query code, and rates it."""
    said = stage.story.phrases["ratings"][str(letter.plan.rating)]
    words = letter.plan.words or stage.rng(letter, "words").choice(said)
    rate(_mine(stage, case.number), letter.plan.rating, words, now=now)


def _mine(stage: Stage, number: str) -> Report:
    report = report_for(number, stage.receipts[number].query_code)
    if report is None:
        raise LookupError(f"{number} can't be found with the query code on its receipt")
    return report


def _token(stage: Stage, unit_code: str) -> str:
    places = [place.code for place in stage.city.places if place.unit == unit_code]
    return next((stage.codes[place] for place in places if place in stage.codes), "")


def _scanned(stage: Stage, token: str) -> PlaceCode | None:
    """Where a code leads; looked up once, for no code is switched off in this story."""
    if token not in stage.scanned:
        stage.scanned[token] = place_for(token)
    return stage.scanned[token]
