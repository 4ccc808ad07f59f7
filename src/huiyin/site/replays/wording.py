"""How people put it: a scene in somebody's words, with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from huiyin.site.replays.story import Scene, Story


def core(scene: Scene, used: int, story: Story, occurred: date, today: date, rng: Random) -> str:
    """What happened. `used`: how often this house had the scene before, so that the words take turns."""
    phrases = story.phrases
    return scene.texts[used % len(scene.texts)].format(
        when=when(occurred, today, rng),
        times=rng.choice(phrases["times"]),
        often=rng.choice(phrases["often"]),
        wait=rng.choice(phrases["waits"]),
        weeks=rng.choice(phrases["weeks"]),
    )


def around(said: str, identity: str, story: Story, rng: Random, *, away: bool) -> str:
    """A greeting before it, a detail and a wish after it, each now and then."""
    phrases = story.phrases

    def perhaps(what: str, *lists: str) -> str:
        sentence = rng.choice([each for name in lists for each in phrases[name]])
        return sentence if rng.random() < phrases[f"{what}_share"] else ""

    details = ("details",) if away else ("details", "details_there")
    wishes = ("wishes", "wishes_named" if identity == "real_name" else "wishes_unnamed")
    return (
        f"{perhaps('openings', 'openings')}{said}{perhaps('details', *details)}{perhaps('wishes', *wishes)}"
    )


def when(day: date, today: date, rng: Random) -> str:
    """A day as people say it."""
    ago = (today - day).days
    said: Sequence[str] = {0: ("今天",), 1: ("昨天", "昨儿"), 2: ("前天",)}.get(ago, ())
    week = "一二三四五六日"[day.weekday()]
    this_week = day.isocalendar()[:2] == today.isocalendar()[:2]
    other = (f"{day.month}月{day.day}号", f"这周{week}" if this_week else f"上周{week}")
    return rng.choice(said or other)
