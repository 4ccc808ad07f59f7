"""The only writer of uploads and attachments.

A file arrives in parts (`begin_upload`, `append`, `finish`) or at once (`store`, for browsers without
JavaScript); `attach` gives what arrived to a report. What is never sent goes away (`discard_expired`).
"""

from huiyin.intake.attachments.actions.discarding import discard_expired, drop
from huiyin.intake.attachments.actions.sending import attach, attachable, claim, release
from huiyin.intake.attachments.actions.uploading import append, begin_upload, finish, store

__all__ = [
    "append",
    "attach",
    "attachable",
    "begin_upload",
    "claim",
    "discard_expired",
    "drop",
    "finish",
    "release",
    "store",
]
