"""Who is logged in, as every page asks it: Django's sessions and log-in, asked by statements worded once.

Settings name `SessionStore` as engine of the sessions and `Accounts` as what logs in.
"""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from huiyin.ledger.prepared import Fixed, Given
from huiyin.organisations.models import Account
from huiyin.organisations.queries import account

_SESSION = Fixed(lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Now()))


class SessionStore(db.SessionStore):
    """A session as a row of the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(key=self.session_key)
        if found is None:
            self._session_key = None
        return found


class Accounts(ModelBackend):
    """Accounts with their passwords. A closed one is nobody's from the next request on."""

    def get_user(self, user_id: int) -> Account | None:
        found = account(user_id)
        return found if found and self.user_can_authenticate(found) else None
