"""One draw, from the pool to the published record: `python -m huiyin.site.benches.draw.one PEOPLE FEATURES FILE`."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

from huiyin.panels.rules import verify_draw
from huiyin.panels.rules.announcing import announcement, held
from huiyin.site.benches.draw.pools import pool

SOURCE = {"kind": "numbers", "draws": ["one", "two"]}


def main(people: int, features: int, file: Path) -> None:
    plan, folk = pool(people, features)
    began, clock = process_time(), perf_counter()
    announced = announcement("bench", plan, folk, b"salt", SOURCE)
    cpu, wall = process_time() - began, perf_counter() - clock
    if not isinstance(announced, dict):
        raise SystemExit(f"this pool can't be seated: {announced}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    record = held(announced, {"numbers": [[5, 1, 3], [8]]}, [])
    file.write_bytes(verify_draw.canonical(record))
    figures = {
        "cpu": round(cpu, 2),
        "wall": round(wall, 2),
        "memory": round(memory),
        "types": len(announced["types"]),
        "panels": len(announced["panels"]),
        "gap": float(verify_draw.unfairness(announced)),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
