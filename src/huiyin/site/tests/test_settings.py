"""What the tests' own settings change, held against the settings as they are."""

from __future__ import annotations

from django.utils.module_loading import import_string

from huiyin.site import settings


def test_a_stolen_password_hash_is_dear_to_guess() -> None:
    (name,) = settings.PASSWORD_HASHERS
    hasher = import_string(name)()
    kept = hasher.decode(hasher.encode("a long sentence", "salt of some length"))
    assert kept["variety"] == "argon2id" and kept["memory_cost"] >= 64 * 1024 and kept["time_cost"] >= 2
