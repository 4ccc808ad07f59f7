"""The only writer of what goes back and forth with the hotline."""

from huiyin.intake.channels.hotline.actions.receiving import (
    Taken,
    receive_answer,
    receive_note,
    receive_order,
    take_order,
    use_nonce,
)
from huiyin.intake.channels.hotline.actions.sending import (
    forget_nonces,
    keep_comparison,
    pass_out,
    queue_parcel,
    sent,
    unsent,
)

__all__ = [
    "Taken",
    "forget_nonces",
    "keep_comparison",
    "pass_out",
    "queue_parcel",
    "receive_answer",
    "receive_note",
    "receive_order",
    "sent",
    "take_order",
    "unsent",
    "use_nonce",
]
