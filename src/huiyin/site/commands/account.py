"""Opens an administrator's account: the way in for an installation in which nobody can log in yet.

Three administrators stand apart: one keeps accounts, one grants roles, one reads the record. Every other role is
granted by the second of them, inside the program.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime

from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.site.environment import Misconfigured

ROLES = ("administrator", "security", "auditor")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="what the person types to log in")
    parser.add_argument("--name", required=True, help="the person's name")
    parser.add_argument("--role", required=True, choices=ROLES, help="which of the three administrators")
    parser.add_argument("--unit", required=True, help="code of the committee that the role is for")
    parser.add_argument("--officer", default="", help="code of the person's entry in the officers' register")
    parser.epilog = (
        "The password is asked for twice, or read as one line from standard input; never an argument."
    )


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    password = _password(args.username, args.name)
    _open(args, password, settings.CLOCK.now())
    print(f"{args.username} may log in as {args.role} of {args.unit}")
    return 0


def _password(username: str, name: str) -> str:
    from huiyin.doors.shared.forms import too_easy

    if sys.stdin.isatty():
        first = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != first:
            raise Misconfigured("the two passwords differ; nothing was written")
    else:
        first = sys.stdin.readline().rstrip("\r\n")
    if too_easy(first, username, name):
        raise Misconfigured("the password is too easy to guess: at least ten characters, not the name")
    return first


def _open(args: argparse.Namespace, password: str, now: datetime) -> None:
    """Account and role in one transaction, recorded as the program's own act."""
    from django.db import transaction

    from huiyin.kernel.actor import SYSTEM
    from huiyin.kernel.clock import SHANGHAI
    from huiyin.organisations import actions
    from huiyin.organisations.models import Officer, Unit

    try:
        with transaction.atomic():
            unit = Unit.objects.get(code=args.unit, active=True)
            officer = Officer.objects.get(code=args.officer, active=True) if args.officer else None
            account = actions.open_account(
                args.username, args.name, password, officer=officer, by=SYSTEM, now=now
            )
            actions.grant(account, args.role, unit, since=now.astimezone(SHANGHAI).date(), by=SYSTEM, now=now)
    except Unit.DoesNotExist as error:
        raise Misconfigured(f"there is no unit {args.unit}; `huiyin load BLUEPRINT` first") from error
    except Officer.DoesNotExist as error:
        raise Misconfigured(f"there is no officer {args.officer} in the register") from error
    except Conflict as error:
        raise Misconfigured(f"{args.username} has an account; roles are granted in the program") from error
    except NotAllowed as no:
        raise Misconfigured(f"{args.role} of {args.unit} isn't possible: {no.refused.reason}") from no
