"""The cast at their desks, as everywhere at this door."""

from huiyin.doors.desk.tests.conftest import at_desk, world

__all__ = ["at_desk", "world"]
