"""The only writer of imports: take a file in, say what its columns are, begin, stop; and the worker's part."""

from huiyin.intake.imports.actions.describing import describe
from huiyin.intake.imports.actions.running import advance, run_due
from huiyin.intake.imports.actions.starting import begin, discard_old, stop
from huiyin.intake.imports.actions.uploading import take_in

__all__ = ["advance", "begin", "describe", "discard_old", "run_due", "stop", "take_in"]
