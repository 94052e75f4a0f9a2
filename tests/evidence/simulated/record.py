"""Grades every text that a script may name, and writes down what came: `python -m simulated.record`, in tests/evidence.

The states in `verdicts/` are the judge's own; nobody wrote them by hand. What stands there for an equal text of an equal
package is not graded again.
"""

import asyncio
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from app.problems.grade import collect, job
from sandbox.engine import Engine, EngineSettings
from simulated.checking import tried
from simulated.texts import HERE, Problem, problem

SEED = "5eed" * 8


def file_of(name: str) -> Path:
    """Where a problem's verdicts are kept."""
    return HERE / "verdicts" / f"{name}.json"


def known(name: str) -> dict[str, Any]:
    """What is written down for a problem."""
    file = file_of(name)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"solutions": {}, "checks": {}}


def digest(each: Problem, text: str) -> str:
    """A text, and all that its grading depends on."""
    judged = [
        p.for_the_judge().model_dump_json() for p in (each.package, *(t.problem for t in each.package.twists.values()))
    ]
    return hashlib.sha256("\0".join([*judged, text]).encode()).hexdigest()[:16]


async def _graded(engine: Engine, each: Problem, key: str) -> dict[str, Any]:
    text = each.solutions[key]
    twist = each.twisted.get(key)
    package = each.package if twist is None else each.package.twist(twist).problem
    full = await collect(engine, package, job(package, text, SEED))
    seen = await collect(engine, package, job(package, text, SEED, mode="run"))
    if "platform_error" in (full.verdict, seen.verdict):
        raise RuntimeError(f"{each.name} {key}: {full.fault or seen.fault}")
    return {
        "digest": digest(each, text),
        "verdict": full.verdict,
        "loads": full.error is None,
        "checks": {check.id: full.state(check.id) for check in package.spec.checks},
        "policies": {name: {"state": p.state, "option": p.option} for name, p in full.policies.items()},
        "frontiers": {name: _frontier(done.staff) for name, done in full.done.items() if _frontier(done.staff)},
        "examples": {name: done.state for name, done in seen.examples.items()},
    }


def _frontier(staff: dict[str, Any]) -> str:
    """Up to which scale a stability check held, as it tells staff."""
    found = re.search(r"accurate up to .*$", str(staff.get("statement", "")))
    return found[0] if found else ""


async def record(engine: Engine, name: str) -> None:
    """Bring a problem's file up to date; it is written after each text, so that nothing is lost."""
    each, was = problem(name), known(name)
    kept = {key: was["solutions"].get(key, {}) for key in each.solutions}
    for key, text in each.solutions.items():
        if kept[key].get("digest") != digest(each, text):
            kept[key] = await _graded(engine, each, key)
            _write(name, {"solutions": kept, "checks": was["checks"]})
    _write(name, {"solutions": kept, "checks": {key: tried(each, key) for key in each.checks}})


def _write(name: str, data: dict[str, Any]) -> None:
    file = file_of(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


async def _main(names: list[str]) -> None:
    engine = Engine(EngineSettings(slots=1, live_slots=0, spares=0))
    try:
        for name in names:
            await record(engine, name)
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
    finally:
        await engine.close()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
