"""Files that a unit brings as evidence for its verification."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import allowed, locked, needs_reason
from huiyin.cases.actions.working import current
from huiyin.cases.models import Evidence
from huiyin.intake.attachments.actions import claim
from huiyin.kernel.actor import Actor
from huiyin.ledger.actions import record

LONGEST = 200


@transaction.atomic
def attach_evidence(number: str, token: str, description: str, *, by: Actor, now: datetime) -> Evidence:
    """Adds a file, described in words, to the verification that is being written; begins one where there is none.

    `token` is of a file that arrived whole. Raises NotAllowed: upload_gone, reason_needed, and as `submit`.
    """
    case = locked(number)
    allowed(case, "submit", by, None)
    verification = current(case, by=by, now=now)
    file = claim(token, now=now)
    made = Evidence.objects.create(
        verification=verification, description=needs_reason(description)[:LONGEST], attachment=file
    )
    data = {"case": case.pk, "evidence": made.pk, "sha256": file.sha256}
    record("verification", verification.pk, "attach_evidence", by=by, now=now, unit=case.unit_id, data=data)
    return made
