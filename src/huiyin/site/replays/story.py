"""The story as data: the folder `story` of a blueprint, read into frozen rows. What comes of it isn't in there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from huiyin.kernel.clock import SHANGHAI
from huiyin.policy import blueprint
from huiyin.site.environment import Misconfigured

Row = TypeVar("Row")
Weights = Mapping[str, int]
Range = tuple[float, float]


@dataclass(frozen=True)
class Scene:
    """Something that happens to people: in their words, and in the redacted words of an order.

    `at` are the sections where it can happen: unit codes without the region's prefix. `away`: not at a counter, so
    that nobody stood there and saw it. `to`: who is in charge of it, "spot" being the station of the place it happens
    at; left out: the house. `weight`: how often, against the others. `channels`: the only ones by which it comes.
    """

    code: str
    at: tuple[str, ...]
    type: str
    texts: tuple[str, ...]
    summary: str
    allegations: tuple[str, ...]
    found: str
    matter: str
    away: bool = False
    to: tuple[str, ...] = ()
    weight: int = 1
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Episode:
    """One report and how people act on it. What the story leaves empty is drawn, or taken from the scene.

    `to`: who is in charge; `channel`: how it came; `conduct`: see story.toml; `stays`: the state from which nobody
    moves it on; `tries`: the account that the reviewer proposes first; `verify`: working hours that the unit takes;
    `person` and `repeats` tie reports of one person; `issue`: a word by which several people's reports about one thing
    are found.
    """

    on: datetime
    unit: str
    name: str = ""
    scene: str = ""
    type: str = ""
    text: str = ""
    summary: str = ""
    allegations: tuple[str, ...] = ()
    found: str = ""
    matter: str = ""
    identity: str = ""
    language: str = "zh-hans"
    officer: str = ""
    person: str = ""
    repeats: str = ""
    conduct: tuple[str, ...] = ()
    team: str = ""
    kind: str = ""
    first_to: str = ""
    tries: str = ""
    stays: str = ""
    verify: Range = (0, 0)
    conclusion: str = ""
    outcome: str = ""
    reply: str = ""
    rating: int = 0
    words: str = ""
    supplement: bool = False
    uses: tuple[str, ...] = ()
    to: str = ""
    channel: str = ""
    issue: str = ""


@dataclass(frozen=True)
class Grant:
    """A mandate given in the course of the story, by the security administrator."""

    on: date
    account: str
    role: str
    unit: str


@dataclass(frozen=True)
class Fate:
    """What becomes of `count` of the leads, as those who act decide it. `named`: each about an officer of its own."""

    count: int
    channel: str = ""
    conduct: tuple[str, ...] = ()
    reply: str = ""
    conclusion: str = ""
    outcome: str = ""
    stays: str = ""
    identity: str = ""
    named: bool = False


@dataclass(frozen=True)
class Story:
    """Everything that happens, as the people in it know it beforehand.

    `lessons`: days on which the program learns from what people decided so far. `lines`: what of acceptance is
    measured at the end. `article`: what was published afterwards. `fates` are dealt like cards to what arrives, where
    there are any; `ratings`: how places are rated on the spot; `exemplars`: what examples are put forward, on which
    day; `records`: what is handed on, and whose record is asked for;
    `rounds`: when judges appraise, `panel`: who they are. `phrases`: those of the story that it shares words with, and
    its own before them.
    """

    seed: int
    prepared: date
    first: date
    last: date
    arrivals: Mapping[date, int]
    mix: Mapping[str, Any]
    shares: Weights
    pace: Mapping[str, Range]
    posters: Mapping[str, Any]
    article: Mapping[str, Any]
    episodes: tuple[Episode, ...]
    grants: tuple[Grant, ...]
    lessons: tuple[date, ...]
    lines: tuple[str, ...]
    fates: tuple[Fate, ...]
    ratings: Mapping[str, Any]
    exemplars: tuple[Mapping[str, Any], ...]
    records: tuple[Mapping[str, Any], ...]
    panel: Mapping[str, Any]
    rounds: tuple[Mapping[str, Any], ...]
    scenes: Mapping[str, Scene]
    phrases: Mapping[str, Any] = field(repr=False)


def load(name_or_path: str | Path) -> Story:
    """The story of a blueprint. Raises Misconfigured, naming file and key, where there is none or it has mistakes."""
    folder = blueprint.folder(name_or_path) / "story"
    plot = _read(folder / "story.toml")
    try:
        like = plot["story"].pop("words", "")
        said = blueprint.folder(like) / "story" if like else folder
        scenes = _read(said / "scenes.toml")
        known = {row["code"]: _row(Scene, row) for row in scenes["scenes"]}
        told = Story(
            **plot["story"],
            arrivals={date.fromisoformat(day): count for day, count in plot["arrivals"].items()},
            pace={name: tuple(pair) for name, pair in plot["pace"].items()},
            **{name: plot[name] for name in ("mix", "shares", "posters", "article")},
            episodes=tuple(_episode(row) for row in plot.get("episodes", [])),
            fates=tuple(_row(Fate, row) for row in plot.get("fates", [])),
            ratings=plot.get("ratings", {}),
            exemplars=tuple(plot.get("exemplars", [])),
            records=tuple(plot.get("records", [])),
            panel=plot.get("panel", {}),
            rounds=tuple(plot.get("rounds", [])),
            grants=tuple(_row(Grant, row) for row in plot.get("grants", [])),
            lessons=tuple(plot.get("lessons", {}).get("days", ())),
            lines=tuple(plot["lines"]["measured"]),
            scenes=known,
            phrases=_read(said / "phrases.toml") | plot.get("phrases", {}),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Misconfigured(f"{folder}: {error}") from error
    _refuse_strangers(told, folder)
    return told


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise Misconfigured(f"{path} is missing: this blueprint has no story") from error
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{path} isn't TOML: {error}") from error


def _row(cls: type[Row], table: Mapping[str, Any]) -> Row:
    known = {column.name for column in fields(cls)}  # type: ignore[arg-type]
    if unknown := sorted(set(table) - known):
        raise ValueError(f"{table.get('name') or table.get('code')}: unknown key {unknown[0]}")
    return cls(**{key: tuple(v) if isinstance(v, list) else v for key, v in table.items()})


def _episode(table: Mapping[str, Any]) -> Episode:
    return _row(Episode, {**table, "on": table["on"].replace(tzinfo=SHANGHAI)})


def _refuse_strangers(told: Story, folder: Path) -> None:
    """An episode on a day without room, or of a scene that isn't there, is a mistake in the data."""
    people = {episode.person for episode in told.episodes if episode.person}
    for episode in told.episodes:
        fault = ""
        if episode.scene and episode.scene not in told.scenes:
            fault = f"scene {episode.scene} isn't in scenes.toml"
        elif not (episode.scene or episode.text or episode.repeats in people):
            fault = "needs a scene, a text, or a person to repeat"
        elif sum(other.on.date() == episode.on.date() for other in told.episodes) > told.arrivals.get(
            episode.on.date(), 0
        ):
            fault = f"more episodes than arrivals on {episode.on.date()}"
        if fault:
            raise Misconfigured(f"{folder / 'story.toml'}: episode {episode.name}: {fault}")
