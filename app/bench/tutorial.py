"""The tutorial: the weak check of precision, and the steps from it to one that catches everything. Authored as YAML."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.bench.exercise import Exercise, Implementation


@dataclass(frozen=True, slots=True)
class Step:
    """A step with the checks it begins with; `catches` are the planted bugs these catch, `why` is read afterwards."""

    number: int
    title: str
    text: str
    checks: str
    catches: frozenset[str]
    why: str


def _exercise(read: dict[str, Any]) -> Exercise:
    return Exercise(
        name=read["name"],
        signature=read["signature"],
        environment="numpy",
        cpu_seconds=2,
        memory_mb=256,
        right=tuple(Implementation(f"right/{name}.py", code) for name, code in read["right"].items()),
        wrong=tuple(
            Implementation(f"wrong/{name}.py", each["code"], each["misconception"])
            for name, each in read["wrong"].items()
        ),
    )


def _steps(read: dict[str, Any]) -> tuple[Step, ...]:
    every = frozenset(read["wrong"])
    return tuple(
        Step(
            number,
            each["title"],
            each["text"],
            each["checks"],
            every if each["catches"] == "all" else frozenset(each["catches"]),
            each["why"],
        )
        for number, each in enumerate(read["steps"], 1)
    )


_READ: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "lesson.yaml").read_text(encoding="utf-8"))
EXERCISE = _exercise(_READ)
STEPS = _steps(_READ)
CONTRACT: str = _READ["contract"]
