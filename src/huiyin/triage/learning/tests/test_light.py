"""What serves pages doesn't carry what only learning needs."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("scipy", "sklearn")  # numpy comes with openpyxl wherever it is installed
ASK = f"""
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print([name for name in {HEAVY} if name in sys.modules])
"""
PROPOSE = f"""
import sys
from huiyin.triage.learning.rules.names import from_names
from huiyin.triage.learning.rules.storing import from_bytes
from_names(dict(a=("供水",), b=("供电",))).propose("没有水")
print([name for name in {HEAVY} if name in sys.modules])
"""


def test_neither_pages_nor_proposals_load_what_only_learning_needs() -> None:
    for asked in (ASK, PROPOSE):
        done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"
