"""Learning in a process of its own: it takes minutes and memory that neither the worker nor the pages should give."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime

from huiyin.journey.people import alarm
from huiyin.kernel.actor import SYSTEM
from huiyin.triage.learning.actions import ask
from huiyin.triage.learning.queries import is_asked, target_due, unfinished
from huiyin.triage.learning.rules.proposals import TARGETS

COMMAND = (sys.executable, "-m", "huiyin.site.cli", "triage", "train", "--waiting")
MODEST = 10
"""How far it gives way to everything else on the machine."""
_child: subprocess.Popen[bytes] | None = None


def study_asked(now: datetime) -> bool:
    """Starts learning where a version is asked for and this worker isn't learning yet; whether it did.

    Where one was begun before and never finished, the administrators hear of it, once: it may crash each time.
    Two workers' processes don't get in each other's way: a version is taken on a lease.
    """
    global _child
    if (_child is not None and _child.poll() is None) or not is_asked(now):
        return False
    for pk in unfinished(now):
        alarm("unlearnt", key=f"model:{pk}", now=now)
    _child = subprocess.Popen(COMMAND, stdout=subprocess.DEVNULL)
    os.setpriority(os.PRIO_PROCESS, _child.pid, MODEST)
    return True


def ask_where_due(now: datetime) -> None:
    """Asks for a new version of what people have taught much of since the last."""
    for target in TARGETS:
        if target_due(target, now):
            ask(target, by=SYSTEM, now=now)
