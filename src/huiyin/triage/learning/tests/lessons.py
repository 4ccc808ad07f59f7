"""Invented texts about three things, for tests that learn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from huiyin.kernel.actor import SYSTEM

if TYPE_CHECKING:
    from huiyin.triage.learning.models import ModelVersion

WORDS = {
    "road": ("路灯不亮", "道路塌陷", "公交车晚点", "红绿灯坏了", "停车乱收费"),
    "school": ("老师补课收费", "学校食堂不卫生", "幼儿园入学难", "学费太高", "校车超载"),
    "clinic": ("医院挂号难", "医生态度差", "药费太贵", "疫苗接种排队", "病房没有床位"),
}
SLIPPED = {"road": "school", "school": "clinic", "clinic": "road"}
"""What a slip of the hand says instead."""
FILLERS = ("请领导重视", "我们多次反映", "希望尽快处理", "已经一个月了", "周围居民意见很大", "谢谢")


def texts(many: int, seed: int = 1, wrong: int = 0) -> tuple[list[str], list[str]]:
    """`many` texts with their labels; the first `wrong` labels are somebody's slip."""
    rng = np.random.default_rng(seed)
    labels = [list(WORDS)[i % len(WORDS)] for i in range(many)]
    written = [
        "，".join((str(rng.choice(FILLERS)), str(rng.choice(WORDS[label])), str(rng.choice(FILLERS))))
        for label in labels
    ]
    return written, [SLIPPED[label] if i < wrong else label for i, label in enumerate(labels)]


def version(target: str, codes: tuple[str, str, str], now: datetime, many: int = 240) -> ModelVersion:
    """A version that learnt from invented texts of the four weeks before, every seventh decided by a slip."""
    from huiyin.triage.learning.actions import ask, settle
    from huiyin.triage.learning.queries import Taught
    from huiyin.triage.learning.studies import study

    written, said = texts(many)
    code = dict(zip(WORDS, codes, strict=True))
    begin = now - timedelta(days=28)
    taught = [
        Taught("", text, code[label] if i % 7 else codes[(i + 1) % 3], begin + timedelta(hours=2 * i))
        for i, (text, label) in enumerate(zip(written, said, strict=True))
    ]
    return settle(ask(target, by=SYSTEM, now=now).pk, study(taught), None, now)
