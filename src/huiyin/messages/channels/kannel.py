"""Sends through a Kannel gateway (`sendsms` of its smsbox) and asks it to report back to our door `api`.

The gateway's `sendsms-user` needs `concatenation = true` and `max-messages` of at least 3, because English
texts take several parts.
"""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlencode

import httpx
from django.conf import settings

from huiyin.kernel.ids import keyed_hash
from huiyin.messages.channels.errors import DeliveryError
from huiyin.messages.rules.receipts import KANNEL_MASK

# httpx writes the whole address of each request at INFO: here that is a citizen's number and our password.
logging.getLogger("httpx").setLevel(logging.WARNING)

REPORT_PATH: Final = "/api/sms/dlr"
TIMEOUT: Final = httpx.Timeout(5.0, connect=2.0)
UCS2: Final = 2


def send(to: str, text: str, ref: str) -> str:
    """Hands `text` to the gateway, which answers 202 once it has stored it; answers our own `ref`.

    Raises DeliveryError: permanent where the gateway calls the number or the message malformed (400); a
    refused log-in or a full queue passes.
    """
    query = {
        "username": settings.KANNEL_USER,
        "password": settings.KANNEL_PASSWORD,
        "to": to,
        "text": text,
        "charset": "UTF-8",
        "coding": UCS2,
        "dlr-mask": KANNEL_MASK,
        "dlr-url": report_address(ref),
    }
    try:
        # A gateway stands inside the network: never ask for it through a proxy.
        answer = httpx.get(f"{settings.KANNEL_URL}?{urlencode(query)}", timeout=TIMEOUT, trust_env=False)
    except httpx.TransportError:
        raise DeliveryError("gateway_unreachable") from None  # the error carries the address, number included
    if answer.status_code != httpx.codes.ACCEPTED:
        raise DeliveryError(
            f"gateway_{answer.status_code}", permanent=answer.status_code == httpx.codes.BAD_REQUEST
        )
    return ref


def report_address(ref: str) -> str:
    """Where the gateway reports on `ref`. It puts the kind of report in place of `%d`.

    Everything else in it is free of `%`: Kannel would take that for another of its blanks. In the query of
    `sendsms` the blank travels as `%25d`.
    """
    return f"{settings.PUBLIC_URL}{REPORT_PATH}?ref={ref}&token={report_token(ref)}&status=%d"


def report_token(ref: str) -> str:
    """Proves that a report on `ref` comes from whom we gave the address: each message has its own secret."""
    return keyed_hash(settings.SECRET_KEY.encode(), "delivery-report", ref)
