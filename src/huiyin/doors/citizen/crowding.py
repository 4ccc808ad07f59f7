"""What happens when too many knock at once: a wait that is said, or a small sum that lets one through."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

from huiyin.doors.citizen import proof
from huiyin.intake.limits import Allowance, used, wait

REPORTS_PER_ADDRESS = (20, 600)
"""How many reports in how many seconds. A hall's visitors share one address, so it isn't one person's measure."""
REPORTS_PER_PLACE = (60, 600)
REPORTS_IN_ALL = (500, 10)
"""Counted by ten seconds, so that whoever comes ten seconds after a crowd meets nothing of it."""
WRONG_CODES = (10, 600)
"""Wrong query codes from one address: a code has 53 bits, so this is about load, not about luck."""
_PURPOSE_KEY = b"crowding"


def report_limits(request: HttpRequest, place: int | None) -> list[Allowance]:
    """The allowances that one report uses up: its address, its place, the system."""
    asked = getattr(settings, "REPORT_LIMITS", {})
    limits = [
        Allowance("reports of", address_of(request), *asked.get("address", REPORTS_PER_ADDRESS)),
        Allowance("reports", "", *asked.get("system", REPORTS_IN_ALL)),
    ]
    if place is not None:
        limits.append(Allowance("reports at", str(place), *asked.get("place", REPORTS_PER_PLACE)))
    return limits


def wrong_code_limits(request: HttpRequest) -> list[Allowance]:
    return [Allowance("wrong codes", address_of(request), *WRONG_CODES)]


def admitted(request: HttpRequest, limits: Sequence[Allowance], *, now: datetime) -> int:
    """Counts one act; 0 where it may go ahead, else the seconds to wait. A solved sum stands in for the wait."""
    seconds = wait(limits, now=now)
    return 0 if seconds and brings_proof(request, now=now) else seconds


def brings_proof(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the form carries a solved challenge that wasn't used before."""
    given, answer = request.POST.get("challenge", ""), request.POST.get("answer", "")
    if not given or not proof.solved(_key(), given, answer, now=now):
        return False
    once = Allowance("proof", given, 1, int(proof.LASTS.total_seconds()) * 2)
    return wait([once], now=now) == 0


def challenge(limits: Sequence[Allowance], *, now: datetime) -> str:
    """A sum to do, harder the more is being asked."""
    bits = proof.bits_for(used(limits, now=now))
    return proof.challenge(_key(), bits, nonce=secrets.token_hex(8), now=now)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: of IPv6 the /64 that one house has.

    Behind `settings.PROXIES` proxies of our own, each of which appends what it saw, the entry that the outermost wrote.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    proxies = settings.PROXIES
    text = hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return text[:60] or "unknown"
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped.compressed if address.ipv4_mapped else address.exploded[:19]
    return address.compressed


def _key() -> bytes:
    return settings.SECRET_KEY.encode() + _PURPOSE_KEY
