"""The ways in which a matter can reach the city, as rows: who accepts it there, and how its sender is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.policy.rules.fields import must
from huiyin.policy.rules.shape import Wrong

WAYS = (
    "web", "wechat", "rating", "phone", "counter", "letter", "visit", "hotline", "sms", "mail", "instruction",
    "proposal", "file",
)  # fmt: skip
REPLIES = ("page", "sms", "phone", "mail", "letter", "hotline", "paper")

FILED_BY_ITSELF = {"web": "web", "wechat": "wechat", "import": "file"}
"""Codes under which the program itself files what comes in by its own pages, and their ways."""

_ACCEPTORS = ("committee", "organ", "section")


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One way in. `acceptor`: the body that takes in and answers there; left out: the committee of each case.

    `unit` and `problem_type` are what a matter is taken to be about where its sender names neither; left out, a
    person says so before there is a report. `limit` replaces "whole" as the limit of the promise to the sender;
    `promise` says whether that runs from the entry here or from the arrival at the channel. `tracked_by`: work teams,
    one of which follows to its end what comes this way (S1-34).
    """

    code: str = must(unique=True, pattern=r"[a-z0-9][a-z0-9_.-]{0,19}")
    name: str
    name_en: str
    way: str = must(one_of=WAYS)
    acceptor: str = must("", refers="units")
    unit: str = must("", refers="units")
    problem_type: str = must("", refers="problem_types")
    reply: str = must("page", one_of=REPLIES)
    limit: str = ""
    promise: str = must("entry", one_of=("entry", "arrival"))
    tracked_by: tuple[str, ...] = must((), refers="units")


def wrong_channels(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Channels that contradict themselves, the units or the limits, and those that the program can't do without."""
    kinds = {u.code: u.kind for u in rows["units"].values()}
    limits = {limit.name for limit in rows["limits"].values() if not limit.region}
    ways = {}
    for at, row in rows["channels"].items():
        channel: Channel = row
        ways[channel.code] = channel.way
        if kinds.get(channel.acceptor, "committee") not in _ACCEPTORS:
            yield (
                ("channels", at, "acceptor"),
                f"{channel.acceptor} is a {kinds[channel.acceptor]}: it can't accept",
            )
        if channel.limit and limits and channel.limit not in limits:
            yield ("channels", at, "limit"), f"there is no limit {channel.limit} that holds everywhere"
        if channel.reply == "hotline" and channel.way != "hotline":
            yield ("channels", at, "reply"), "only what came by the hotline can be answered there"
        wanted = FILED_BY_ITSELF.get(channel.code, channel.way)
        if wanted != channel.way:
            yield (
                ("channels", at, "way"),
                f"the program files its own {channel.code} here: the way is {wanted}",
            )
    yield from _missing(ways)
    yield from _no_teams(rows["channels"], kinds)


def _missing(ways: Collection[str]) -> Iterator[Wrong]:
    for code in FILED_BY_ITSELF.keys() - set(ways):
        yield ("channels",), f"the channel {code} is missing: the program files under it by itself"


def _no_teams(channels: Mapping[int, Any], kinds: Mapping[str, str]) -> Iterator[Wrong]:
    for at, channel in channels.items():
        if others := [code for code in channel.tracked_by if kinds.get(code, "team") != "team"]:
            yield ("channels", at, "tracked_by"), f"{others[0]} is no work team: it can't follow what comes"
