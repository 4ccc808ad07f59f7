import ast
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from huiyin import kernel
from huiyin.kernel.clock import SHANGHAI, FixedClock, ShiftedClock, SystemClock


def test_shanghai_is_eight_hours_ahead_all_year() -> None:
    for month in range(1, 13):
        assert datetime(2026, month, 1, tzinfo=SHANGHAI).utcoffset() == timedelta(hours=8)


def test_the_machine_and_its_shifted_clock_tell_utc() -> None:
    before = SystemClock().now()
    shifted = ShiftedClock(timedelta(days=-1000)).now()
    assert before.tzinfo is UTC
    assert timedelta() <= shifted - (before - timedelta(days=1000)) < timedelta(seconds=5)


def test_a_fixed_clock_stands_until_it_is_set() -> None:
    clock = FixedClock(datetime(2022, 2, 14, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2022, 2, 14, tzinfo=UTC)
    clock.at += timedelta(days=3)
    assert clock.now() == datetime(2022, 2, 17, tzinfo=UTC)


def test_the_kernel_asks_nobody_else() -> None:
    """No Django, no other chapter: neither written in a module nor brought in by one."""
    modules = sorted(Path(kernel.__file__).parent.glob("*.py"))
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("huiyin"):
                assert (node.module or "").startswith("huiyin.kernel."), path.name
    names = ", ".join(f"huiyin.kernel.{path.stem}" for path in modules if path.stem != "__init__")
    program = f"import sys, {names}; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
