"""Ten times as many reports as usual, for a minute: who isn't taken in is told when to come back, and it passes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.intake import Citizen
from huiyin.site.benches.load import Heard, paced
from huiyin.site.benches.served import OURS, served

USUAL, TIMES = 15.0, 10
"""Reports a second as usual, and how many times as many in the spike."""
BEFORE, SPIKE, AFTER = 20.0, 60.0, 30.0
MOST_SECONDS, SLOWER = 10.0, 3.0
"""Within how long all is as usual again, and what still counts as usual: so many times as long as before."""
TAKEN, WAIT = 303, (429, 503)


def measure() -> list[Figure]:
    """The web server as `huiyin up` starts it, with its own limits; each report comes from another address."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.site.benches.crowded"}
    with served(OURS, environment) as (port, _):
        plan = [(USUAL, BEFORE), (USUAL * TIMES, SPIKE), (USUAL, AFTER)]
        heard = paced(port, Citizen(port, "xt-court-filing"), plan)
    return [_answers(heard), _over(heard)]


def _answers(heard: Sequence[Heard]) -> Figure:
    spike = [one for one in heard if BEFORE <= one.at < BEFORE + SPIKE]
    strange = [h for h in spike if h.status != TAKEN and not (h.status in WAIT and h.says_when)]
    how = (
        f"huiyin bench lifecycle: {USUAL:g} reports a second, then {USUAL * TIMES:g} for {SPIKE:g} s, each on a "
        f"connection of its own; answers in the spike {dict(Counter(h.status for h in spike))}, half within "
        f"{percentile([h.took for h in spike], 0.5):.2f} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    return Figure(
        "strange answers in a spike", "answers", len(strange), None, None,
        "0: taken in, or 429 or 503 with Retry-After", not strange, how,
    )  # fmt: skip


def _over(heard: Sequence[Heard]) -> Figure:
    before = [h for h in heard if BEFORE / 2 <= h.at < BEFORE]
    usual, end = SLOWER * percentile([h.took for h in before], 0.95), BEFORE + SPIKE
    odd = [h.at + h.took for h in heard if h.at >= end and (h.status != TAKEN or h.took > usual)]
    late = max(odd, default=end) - end
    how = (
        f"seconds after the spike until the last report that was not taken in, or not within {usual:.2f} s "
        f"({SLOWER:g} times the 95th percentile of before)"
    )
    return Figure(
        "a spike is over", "s", round(late, 1), None, None, f"≤ {MOST_SECONDS:g} s", late <= MOST_SECONDS, how
    )
