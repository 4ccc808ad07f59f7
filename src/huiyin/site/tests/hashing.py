"""Passwords hashed as they are in earnest, but for a thousandth of the work: no test guesses one."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 64, 1
