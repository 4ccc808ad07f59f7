"""Repeats a published draw: `python3 verify_draw.py FILE`. One file, Python 3.9 or later, and nothing else is needed.
A witness's hash: `python3 verify_draw.py commit NAME`.

The program that drew used these same lines. What they do is small enough to be read, or written anew by whoever doubts:
docs/draw.md has the rules in words. The file is JSON; its hash is that of its text with sorted keys, without spaces.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction
from getpass import getpass
from typing import Any

FORMAT = "huiyin-draw/1"


def canonical(value: Any) -> bytes:
    """The one way to write `value`: sorted keys, no spaces, UTF-8, whole numbers only."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(value: Any) -> str:
    """SHA-256 of texts as they stand and of everything else in its canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(value.encode() if isinstance(value, str) else canonical(value)).hexdigest()


def material(source: dict[str, Any], revealed: dict[str, Any]) -> str:
    """The text that came out of the source named beforehand; ValueError where it isn't what was named."""
    if source["kind"] == "numbers":
        draws = revealed["numbers"]
        if len(draws) != len(source["draws"]) or not all(draws):
            raise ValueError("each lottery that was named must have its numbers")
        return "/".join("".join(f"{n}." for n in sorted(draw)) for draw in draws) + "/"
    if source["kind"] == "beacon":
        if revealed["round"] != source["round"]:
            raise ValueError("another round of the beacon than was named")
        if hashlib.sha256(bytes.fromhex(revealed["signature"])).hexdigest() != revealed["randomness"]:
            raise ValueError("the beacon's randomness isn't the hash of its signature")
        return str(revealed["randomness"])
    return _secrets(source, revealed["secrets"])


def _secrets(source: dict[str, Any], secrets: dict[str, str]) -> str:
    for witness in source["witnesses"]:
        if witness["name"] not in secrets:
            raise ValueError(f"witness {witness['name']} hasn't revealed a secret")
        if digest([witness["name"], secrets[witness["name"]]]) != witness["commitment"]:
            raise ValueError(f"the secret of witness {witness['name']} isn't the one committed to")
    return "/".join(secrets[witness["name"]] for witness in source["witnesses"]) + "/"


def ticket(seed: str, tickets: int) -> int:
    """From 1 to `tickets`, each as likely as any other: hashes beyond the last full multiple are thrown away."""
    full = 2**256 - 2**256 % tickets
    counter = 0
    while (number := int(digest(f"{seed}/ticket/{counter}"), 16)) >= full:
        counter += 1
    return number % tickets + 1


def drawn_types(panels: list[list[Any]], number: int) -> Counter[int]:
    """The panel to which ticket `number` belongs, as seats a type. `panels` are [tickets, [a type for each seat]]."""
    for width, types in panels:
        if number <= width:
            return Counter(types)
        number -= width
    raise ValueError("fewer tickets than promised")


def queues(seed: str, roster: list[list[Any]]) -> dict[int, list[str]]:
    """The people of each type in the order of their lots: a lot is the hash of the seed and the person's mark."""
    order: dict[int, list[tuple[str, str]]] = {}
    for mark, type_ in roster:
        order.setdefault(type_, []).append((digest(f"{seed}/lot/{mark}"), mark))
    return {type_: [mark for _, mark in sorted(lots)] for type_, lots in order.items()}


def outcome(announcement: dict[str, Any], seed: str) -> dict[str, Any]:
    """Ticket, panel and, type by type, the next in the queue as alternates."""
    number = ticket(seed, announcement["tickets"])
    seats = drawn_types(announcement["panels"], number)
    queue = queues(seed, announcement["roster"])
    panel = sorted(mark for type_, taken in seats.items() for mark in queue[type_][:taken])
    ahead = announcement["alternates"]
    after = {str(type_): queue[type_][taken : taken + ahead * taken] for type_, taken in seats.items()}
    return {"seed": seed, "ticket": number, "panel": panel, "alternates": after}


def seed_of(announcement: dict[str, Any], revealed: dict[str, Any]) -> str:
    """The seed binds what was announced to what was revealed afterwards, so that neither can be changed alone."""
    source = announcement["standby"] if revealed.get("standby") else announcement["source"]
    return digest(f"{digest(announcement)}/{material(source, revealed)}")


def rows_of(announcement: dict[str, Any]) -> tuple[list[list[int]], list[tuple[str, int, int]]]:
    """For each type the quotas that a seat of it counts in, and the quotas: what, at least, at most."""
    starts: list[int] = []
    quotas: list[tuple[str, int, int]] = []
    for feature in announcement["features"]:
        starts.append(len(quotas))
        quotas += [(f"{feature['code']}={q['value']}", q["least"], q["most"]) for q in feature["quotas"]]
    return [[s + v for s, v in zip(starts, values)] for values in announcement["types"]], quotas  # noqa: B905


def broken_quotas(announcement: dict[str, Any]) -> list[str]:
    """Every panel of the lottery must keep every quota, name no type more often than it has people, and be full."""
    rows, quotas = rows_of(announcement)
    sizes = Counter(type_ for _, type_ in announcement["roster"])
    found = []
    for place, (_, types) in enumerate(announcement["panels"]):
        if len(types) != announcement["seats"]:
            found.append(f"panel {place} has {len(types)} seats")
        if any(taken > sizes[type_] for type_, taken in Counter(types).items()):
            found.append(f"panel {place} needs more people of a type than there are")
        counts = Counter(row for type_ in types for row in rows[type_])
        wrong = [what for row, (what, least, most) in enumerate(quotas) if not least <= counts[row] <= most]
        found += [f"panel {place} breaks {what}" for what in wrong]
    return found


def seats_sold(announcement: dict[str, Any]) -> list[int]:
    """For each type, in how many tickets it has a seat, counted as often as it has one."""
    sold = [0] * len(announcement["types"])
    for width, types in announcement["panels"]:
        for type_ in types:
            sold[type_] += width
    return sold


def unfairness(announcement: dict[str, Any]) -> Fraction:
    """By how much, at most, a level of probability lies below what any lottery whatever could reach.

    Round by round, the published prices of the quotas bound what the types not yet settled can all have at once.
    """
    rows, quotas = rows_of(announcement)
    sizes = Counter(type_ for _, type_ in announcement["roster"])
    sold, whole, worst = seats_sold(announcement), announcement["tickets"], Fraction(0)
    for number, prices in enumerate(announcement["prices"]):
        bound = (prices[-1] * announcement["seats"] + sum(
            price * (most if price > 0 else least)
            for price, (_, least, most) in zip(prices, quotas)  # noqa: B905
        )) * whole  # fmt: skip
        weight, level = 0, Fraction(1)
        for type_, settled in enumerate(announcement["settled"]):
            price = prices[-1] + sum(prices[row] for row in rows[type_])
            if settled < number:
                bound -= price * sold[type_]
                continue
            chance = Fraction(sold[type_], whole * sizes[type_])
            if settled == number and price <= 0:  # nothing proves that this type can't rise
                worst = max(worst, 1 - chance)
            level = min(level, chance)
            weight += max(0, price) * sizes[type_]
            bound -= min(0, price) * sizes[type_] * whole
        reachable = Fraction(bound, weight * whole) if weight else Fraction(1)
        worst = max(worst, min(Fraction(1), reachable) - level)
    return worst


def problems(file: dict[str, Any]) -> list[str]:
    """What is wrong with a published draw; nothing where it can be trusted."""
    announcement = file["announcement"]
    if announcement["format"] != FORMAT:
        return [f"this verifier reads {FORMAT}, the file is {announcement['format']}"]
    found = [] if digest(announcement) == file["announced"] else ["the announcement isn't the one announced"]
    if digest(announcement["roster"]) != announcement["roster_hash"]:
        found.append("the roster isn't the one that was frozen")
    if len({mark for mark, _ in announcement["roster"]}) != len(announcement["roster"]):
        found.append("somebody stands in the roster twice")
    if sum(width for width, _ in announcement["panels"]) != announcement["tickets"]:
        found.append("the panels don't make up all tickets")
    found += broken_quotas(announcement)[:5]
    try:
        if not found and outcome(announcement, seed_of(announcement, file["revealed"])) != file["result"]:
            found.append("the draw repeated gives another result")
    except ValueError as error:
        found.append(str(error))
    return found


def main(path: str) -> int:
    with open(path, encoding="utf-8") as text:  # noqa: PTH123
        file = json.load(text)
    found = problems(file)
    for problem in found:
        print("NOT RIGHT:", problem)  # noqa: T201
    if not found:
        gap = float(unfairness(file["announcement"]))
        print(f"ok: ticket {file['result']['ticket']}, {len(file['result']['panel'])} seats as published")  # noqa: T201
        print(f"ok: every panel keeps every quota; no lottery is fairer by more than {gap:.1e}")  # noqa: T201
    return 1 if found else 0


def commit(name: str) -> int:
    """Asks a witness for their secret and prints the hash to publish before the draw; nothing is kept."""
    print(digest([name, getpass("secret: ").strip()]))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(commit(sys.argv[2]) if sys.argv[1] == "commit" else main(sys.argv[1]))
