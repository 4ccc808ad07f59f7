"""The cast at their desks, as at the desk's own tests."""

from huiyin.doors.desk.tests.conftest import at_desk, world

__all__ = ["at_desk", "world"]
