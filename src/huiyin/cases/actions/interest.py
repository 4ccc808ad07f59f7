"""Who must stay out of a case, as its rows say: what `rules/interest.py` needs to know."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from huiyin.cases.models import Assignment, Case
from huiyin.cases.rules.interest import Candidate, Subject, at_stake, conflicts, sections_of
from huiyin.ledger.prepared import Fixed, Given, Many
from huiyin.organisations.models import Account, Unit
from huiyin.organisations.queries import close_to

_PEOPLE = Fixed(
    lambda: Account.objects.filter(pk__in=Many("accounts"))
    .values_list("pk", "officer_id", "officer__unit__path")
)  # fmt: skip
_SECTIONS = Fixed(
    lambda: Case.objects.filter(Q(pk=Given("case")) | Q(main=Given("case")), reported__kind="section")
    .values_list("matter", "reported__path")
)  # fmt: skip
"""The sections reported on in a case, and in those joined under it."""
_EARLIER = Fixed(
    lambda: Assignment.objects.filter(case=Given("case"), accepted_at__isnull=False)
    .values_list("handlers", flat=True)
)  # fmt: skip


def conflicts_of(case: Case, accounts: Iterable[int]) -> dict[int, str]:
    """Why each of `accounts` must stay out of the case; those without a conflict are missing from the answer."""
    who = [
        Candidate(account, officer, sections_of(path) if officer else frozenset())
        for account, officer, path in _PEOPLE.all(accounts=list(accounts))
    ]
    return conflicts(who, subject_of(case))


def subject_of(case: Case) -> Subject:
    """What `conflicts` needs to know about a case."""
    accused = frozenset(case.accused)
    paths = Unit.objects.filter(officers__in=accused).values_list("path", flat=True) if accused else ()
    sections = frozenset[int]().union(*map(sections_of, paths))
    for matter, path in _SECTIONS.all(case=case.pk):
        sections |= at_stake(matter, accused, path)
    return Subject(
        accused=accused,
        sections=sections,
        relatives=frozenset[int]().union(*map(close_to, accused)),
        earlier=frozenset(_EARLIER.all(case=case.pk)) - {None},
        recused=frozenset(case.recused),
    )
