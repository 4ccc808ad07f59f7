"""The city to search in, with its people, and one case that went the whole way."""

from __future__ import annotations

from secrets import token_urlsafe

from django.conf import settings

from huiyin.cases.models import Case
from huiyin.intake.actions import receive
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations import actions as organisations
from huiyin.organisations.models import Unit
from huiyin.policy import actions as policy
from huiyin.policy.blueprint import load


def first_case() -> Case:
    now, blueprint = settings.CLOCK.now(), load("xingtai")
    policy.load(blueprint, by=SYSTEM, now=now)
    organisations.load(blueprint, by=SYSTEM, now=now, accounts=True, password=token_urlsafe(24))
    unit = Unit.objects.get(code="xt-court-filing").pk
    plain = Submission(
        key=token_urlsafe(24), unit=unit, text="第一件。", problem_type="B2", identity_mode="anonymous"
    )
    receipt = receive(plain, now=now)
    run_until_idle(now)
    return Case.objects.get(number=receipt.number)
