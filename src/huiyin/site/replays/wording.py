"""How people put it: a scene in somebody's words, with what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from huiyin.site.replays.story import Episode, Scene, Story


def core(
    scene: Scene, used: int, story: Story, dates: tuple[date, date], places: Mapping[str, str], rng: Random
) -> str:
    """What happened. `used`: how often this house had the scene before, so that the words take turns; `dates`: when
    it happened and when it is told.
    """
    phrases = story.phrases
    return scene.texts[used % len(scene.texts)].format(
        when=when(*dates, rng),
        times=rng.choice(phrases["times"]),
        often=rng.choice(phrases["often"]),
        wait=rng.choice(phrases["waits"]),
        weeks=rng.choice(phrases["weeks"]),
        **places,
    )


def around(said: str, plan: Episode, story: Story, rng: Random, *, away: bool, asks: bool) -> str:
    """A greeting before it, a detail and a wish after it, each now and then; as the channel has it."""
    phrases = story.phrases

    def perhaps(what: str, *lists: str) -> str:
        sentences = [each for name in lists for each in phrases[name]]
        sentence = rng.choice(sentences) if sentences else ""
        return sentence if rng.random() < phrases[f"{what}_share"] else ""

    details: tuple[str, ...] = ("details",) if away else ("details", "details_there")
    wishes: tuple[str, ...] = ("wishes", "wishes_named" if plan.identity == "real_name" else "wishes_unnamed")
    if asks:
        details, wishes = (), ("polite",)
    by = phrases.get("openings_by", {}).get(plan.channel)
    opening = rng.choice(by) if by else perhaps("openings", "openings")
    return f"{opening}{said}{perhaps('details', *details)}{perhaps('wishes', *wishes)}"


def when(day: date, today: date, rng: Random) -> str:
    """A day as people say it."""
    ago = (today - day).days
    said: Sequence[str] = {0: ("今天",), 1: ("昨天", "昨儿"), 2: ("前天",)}.get(ago, ())
    week = "一二三四五六日"[day.weekday()]
    this_week = day.isocalendar()[:2] == today.isocalendar()[:2]
    other = (f"{day.month}月{day.day}号", f"这周{week}" if this_week else f"上周{week}")
    return rng.choice(said or other)
