"""What is done before the first report: the city is loaded, posters are printed, mandates given."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from huiyin.documents.papers import Poster, posters
from huiyin.intake.actions import make_code
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations import actions as organisations
from huiyin.organisations.models import Account
from huiyin.organisations.queries import unit
from huiyin.policy import actions as policy
from huiyin.policy.rules.rows import Place
from huiyin.site.replays.stage import Stage
from huiyin.site.replays.story import Grant
from huiyin.triage.routing import actions as routing


def set_up(stage: Stage, now: datetime) -> None:
    """Loads the blueprint, with the people of a demonstration."""
    policy.load(stage.city, by=SYSTEM, now=now)
    organisations.load(stage.city, by=SYSTEM, now=now, accounts=True, password=settings.DEMO_PASSWORD)
    routing.load(stage.city, by=SYSTEM, now=now)


def hang_posters(stage: Stage, now: datetime) -> None:
    """A code for each place of the blueprint, and the sheets to hang up (S0-11)."""
    by = stage.people.named(next(a.username for a in stage.city.accounts if _is(a, "administrator")), now)
    sheets = []
    for place in stage.city.places:
        bilingual = place.code in stage.story.posters["bilingual"]
        made = make_code(
            unit(place.unit),
            place.name,
            by=by,
            now=now,
            name_en=place.name_en,
            bilingual=bilingual,
            officer=place.officer,
        )
        stage.codes[place.code] = made.token
        sheets.append(_sheet(stage, place, made.token, bilingual=bilingual))
    stage.posters, stage.pages = posters(sheets), len(sheets)


def give_mandate(stage: Stage, grant: Grant, now: datetime) -> None:
    by = stage.people.named(next(a.username for a in stage.city.accounts if _is(a, "security")), now)
    account = Account.objects.get(username=grant.account)
    organisations.grant(account, grant.role, unit(grant.unit), since=grant.on, by=by, now=now)
    stage.people.forget()


def _sheet(stage: Stage, place: Place, token: str, *, bilingual: bool) -> Poster:
    there = unit(place.unit)
    return Poster(
        unit=there.short or there.name,
        place=place.name,
        platform=stage.city.city.platform,
        url=f"{settings.PUBLIC_URL}/c/{token}",
        token=token,
        languages=("zh", "en") if bilingual else ("zh",),
    )


def _is(account: object, role: str) -> bool:
    return any(mandate.role == role for mandate in account.mandates)  # type: ignore[attr-defined]
