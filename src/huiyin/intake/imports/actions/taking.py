"""How every verb of an import is taken: lock the batch, ask the table, start counting anew."""

from __future__ import annotations

from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.rules.stages import ROLES, STAGES
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused, Step


def locked(pk: int) -> ImportBatch:
    """The batch, locked until the transaction ends. Raises ImportBatch.DoesNotExist."""
    return (
        ImportBatch.objects.select_for_update(of=("self",)).select_related("account", "committee").get(pk=pk)
    )


def allowed(batch: ImportBatch, verb: str, by: Actor) -> Step:
    """The step where `by` may take it. Raises NotAllowed; whoever didn't bring the file learns nothing of it."""
    roles = frozenset({"system"}) if by == SYSTEM else by.roles_in(batch.committee_id) & ROLES
    if by != SYSTEM and by.account != f"account:{batch.account_id}":
        raise NotAllowed(Refused("unknown"))
    step = STAGES.allowed(verb, batch.state, roles)
    if batch.file_gone_at:
        raise NotAllowed(Refused("file_gone"))
    return step


def move(batch: ImportBatch, step: Step) -> None:
    """Puts the step's target into the row, and frees the batch: the one write of its state."""
    batch.state = str(step.target)
    batch.claim, batch.claimed_until = "", None


def from_the_start(batch: ImportBatch, step: Step) -> None:
    """Begins a run, dry or real, with the first row: earlier counts and reasons belong to another."""
    move(batch, step)
    batch.rejects.all().delete()
    batch.position = batch.good = batch.known = batch.failed = batch.answered = 0
    batch.words, batch.error = {}, ""
    batch.save()
