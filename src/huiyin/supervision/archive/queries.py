"""What goes into the archive of a closed file, and who may make it. Never who reported, nor what tells who it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.cases.models import Case, Evidence
from huiyin.cases.rules.lifecycle import roles_on
from huiyin.intake.attachments.rules.kinds import SUFFIXES
from huiyin.intake.attachments.stored import read_file
from huiyin.intake.models import Attachment
from huiyin.kernel.actor import Actor
from huiyin.ledger.bundles import Blocks
from huiyin.supervision.letters.models import AnswerFile, Letter, Paper

MAKERS = frozenset({"reviewer", "supervisor"})


@dataclass(frozen=True)
class Piece:
    """A file of the archive: where it stands there, what it is, its hash, and its bytes."""

    name: str
    shows: str
    sha256: str
    blocks: Blocks


def may_make(case: Case, by: Actor) -> bool:
    """The committee's reviewers and supervisors, for a case that exists for them."""
    return bool(roles_on(case.snapshot(), by) & MAKERS)


def subjects_of(case: Case) -> list[tuple[str, str | int]]:
    """Whose chains of events go in: the case's and its letters'. Not the report's: that is the sender's own."""
    letters = Letter.objects.filter(case=case).order_by("pk").values_list("pk", flat=True)
    return [("case", case.pk), *(("letter", pk) for pk in letters)]


def pieces(case: Case) -> Iterator[Piece]:
    """The unit's evidence, what the committee released of the report, the letters and what was replied to them."""
    brought = Evidence.objects.filter(verification__case=case, verification__submitted_at__isnull=False)
    for n, one in enumerate(brought.exclude(attachment=None).select_related("attachment").order_by("pk"), 1):
        if one.attachment:
            yield _of("evidence", n, one.attachment, one.description)
    released = Attachment.objects.filter(report=case.report_id, released_to_unit=True).order_by("pk")
    for n, attachment in enumerate(released, 1):
        yield _of("released", n, attachment, "")
    for paper in Paper.objects.filter(letter__case=case).select_related("letter").order_by("letter", "-form"):
        name = f"letters/{paper.letter.mark}{paper.letter.year}-{paper.letter.serial}.{paper.form}"
        yield Piece(name, paper.letter.title, paper.sha256, read_file(paper))
    replied = AnswerFile.objects.filter(answer__service__letter__case=case).select_related("attachment")
    for n, file in enumerate(replied.order_by("pk"), 1):
        yield _of("replies", n, file.attachment, file.description)


def _of(folder: str, n: int, file: Attachment, shows: str) -> Piece:
    name = f"{folder}/{n:02d}-{file.sha256[:8]}{SUFFIXES.get(file.media_type, '')}"
    return Piece(name, shows, file.sha256, read_file(file))
