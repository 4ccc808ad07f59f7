"""The only writers of the register and of who may act."""

from huiyin.organisations.actions.leave import end_leave, take_leave
from huiyin.organisations.actions.loading import load
from huiyin.organisations.actions.people import (
    change_day,
    change_days,
    change_password,
    close_account,
    declare_relation,
    grant,
    open_account,
    revoke,
    set_text_number,
    set_unit_mail,
)
from huiyin.organisations.actions.reading import acknowledge_rules

__all__ = [
    "acknowledge_rules",
    "change_day",
    "change_days",
    "change_password",
    "close_account",
    "declare_relation",
    "end_leave",
    "grant",
    "load",
    "open_account",
    "revoke",
    "set_text_number",
    "set_unit_mail",
    "take_leave",
]
