"""Sends by e-mail. The first line of a text is its subject. Marked so that no machine answers it."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Final

from django.conf import settings

from huiyin.messages.channels.errors import DeliveryError

TIMEOUT: Final = 15.0


def send(to: str, text: str, ref: str) -> str:
    """Hands `text` to the mail server; answers our own `ref`, which is the message's id too.

    Raises DeliveryError: permanent where the server refuses the address for good (5xx at the recipient).
    """
    mail = _written(to, text, ref)
    try:
        with _server() as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise DeliveryError(f"mail_refused_{code}", permanent=500 <= code < 600) from None
    except smtplib.SMTPAuthenticationError:
        raise DeliveryError("mail_log_in_refused") from None
    except smtplib.SMTPResponseException as error:
        raise DeliveryError(f"mail_{error.smtp_code}") from None
    except (OSError, smtplib.SMTPException):
        raise DeliveryError("mail_unreachable") from None  # an error may carry the address
    return ref


def _written(to: str, text: str, ref: str) -> EmailMessage:
    subject, _, body = text.partition("\n")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.MAIL_FROM, to, subject
    mail["Message-ID"] = f"<{ref}@{settings.MAIL_FROM.partition('@')[2] or 'localhost'}>"
    mail["Auto-Submitted"], mail["Precedence"], mail["X-Loop"] = "auto-generated", "bulk", "huiyin"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(body or subject)
    return mail


def _server() -> smtplib.SMTP:
    secure = settings.MAIL_SECURITY
    if secure == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=TIMEOUT)
    if secure == "starttls":
        server.starttls(context=ssl.create_default_context())
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    return server
