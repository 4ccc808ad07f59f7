"""Where a matter happens, who is in charge of it there, and by which channel somebody brings it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from huiyin.policy.blueprint import Blueprint
from huiyin.site.replays.drawing import chance, pick
from huiyin.site.replays.story import Episode, Scene, Story

OWN_PAGES = ("", "web", "wechat", "rating")
"""Channels by which people write themselves, on the program's own pages."""


def placed(plan: Episode, story: Story, rng: Random) -> tuple[Episode, Mapping[str, str]]:
    """The plan with whoever is in charge, and the names of places that its words may mention."""
    scene = story.scenes.get(plan.scene)
    places = {name: rng.choice(names) for name, names in story.phrases.get("places", {}).items()}
    spots: Mapping[str, list[str]] = story.phrases.get("spots", {})
    station = ""
    if spots:
        station = pick(rng, {unit: len(names) for unit, names in spots.items()})
        places["spot"] = rng.choice(spots[station])
    if plan.to or scene is None or not scene.to:
        return plan, places
    to = rng.choice(scene.to)
    region = plan.unit.split("-")[0]
    return replace(plan, to=f"{region}-{station if to == 'spot' else to}"), places


def brought(plan: Episode, story: Story, city: Blueprint, rng: Random) -> Episode:
    """The plan with its channel, with what people say of themselves there, and with how well it was sorted on entry."""
    if "channels" not in story.mix:
        return plan
    scene = story.scenes.get(plan.scene)
    channel = plan.channel or pick(rng, _open(story.mix, scene))
    said = story.mix["identities_by"].get(channel, story.mix["identities"])
    sorted_as = next((row.problem_type for row in city.channels if row.code == channel), "")
    kind = plan.type or (scene.type if scene else "")
    vague = chance(rng, story.shares["vague"]) and sorted_as and matter_of(kind, city) != "complaint"
    return replace(
        plan,
        channel=channel,
        identity=plan.identity or pick(rng, said),
        type=sorted_as if vague and not plan.type else kind,
    )


def matter_of(kind: str, city: Blueprint) -> str:
    """What somebody wants who brings up this type of problem."""
    return next((row.matter for row in city.problem_types if row.code == kind), "complaint")


def _open(mix: Mapping[str, Any], scene: Scene | None) -> Mapping[str, int]:
    """The channels by which a scene may come: those that it names, else all but those that want to be named."""
    channels: Mapping[str, int] = mix["channels"]
    if scene is None or not scene.channels:
        return {code: weight for code, weight in channels.items() if code not in mix["only_where_named"]}
    return {code: weight for code, weight in channels.items() if code in scene.channels}
