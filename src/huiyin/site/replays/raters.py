"""People who scan a code and rate, most of them and nothing more; now and then somebody organises many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.kernel.clock import SHANGHAI
from huiyin.ratings.spot.actions import explain, rate
from huiyin.site.replays.drawing import pick
from huiyin.site.replays.stage import Stage

OPEN = (9, 10, 11, 14, 15, 16)
"""Hours in which people are served."""


def taps(device: str, code: str, now: datetime) -> None:
    """Very dissatisfied: the tap after which somebody asks for a look."""
    rate(device, code, 1, now=now)


def taken_of(stage: Stage) -> int:
    """How many ratings the story has at its scale."""
    ratings = stage.story.ratings
    return int(stage.story.article["ratings"]) // int(ratings["scale"])


def crowd(stage: Stage, day: date) -> None:
    """The day's ratings at every place, hour by hour, so that the whole story has as many as it should."""
    ratings = stage.story.ratings
    if not ratings:
        return
    campaign, story = ratings["campaign"], stage.story
    leads = sum(fate.count for fate in story.fates if fate.channel == "rating")
    whole = taken_of(stage) - leads - campaign["count"]
    days, passed = (story.last - story.first).days + 1, (day - story.first).days
    today = whole * (passed + 1) // days - whole * passed // days
    rng = stage.rng_of(f"crowd {day}")
    places = [token for _code, token in sorted(stage.codes.items())]
    faults = [fault.code for fault in stage.city.faults]
    for n in range(today):
        now = _at(day, OPEN[n % len(OPEN)])
        device, place, level = (
            f"{day} {n}",
            places[n // len(OPEN) % len(places)],
            int(pick(rng, ratings["levels"])),
        )
        rate(device, place, level, now=now)
        if level < 3:
            explain(device, place, [rng.choice(faults)], now=now)
    if day == campaign["day"]:
        _organised(stage, campaign, day)


def _organised(stage: Stage, campaign: Mapping[str, Any], day: date) -> None:
    place, now = stage.codes[campaign["place"]], _at(day, OPEN[-1] + 1)
    for n in range(campaign["count"]):
        rate(f"organised {n}", place, 1, now=now)
        explain(f"organised {n}", place, [campaign["fault"]], now=now)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI) + timedelta(minutes=20)
