"""One worker of the sweep, in a process of its own: says when it is ready, sweeps until nothing is left."""

from __future__ import annotations

import sys

from huiyin.journey.worker import pass_deadlines
from huiyin.policy.queries import policy
from huiyin.site.benches.sweep.filling import NOW


def main() -> None:
    policy()
    print("ready", flush=True)
    sys.stdin.readline()
    while pass_deadlines(NOW):
        pass
