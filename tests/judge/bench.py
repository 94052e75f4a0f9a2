"""Small packages and gradings for the tests of the framework."""

import json
import textwrap
from typing import Any

from sandbox.judge.session import run
from tests.judge.local import LocalCandidate, Zygotes

SEED = "5f" * 16
PASSED = ("passed", None)
SILENT = "failed_silently"
LOUD = "failed_loudly"
ENTRY = {
    "name": "total",
    "kind": "function",
    "args": [{"name": "x", "kind": "array", "dtype": "float", "shape": "[n]"}],
    "returns": {"kind": "float"},
}
GRADER = """
import numpy as np
def reference(x):
    x = np.asarray(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("one axis")
    return float(x.sum())
def rows(rng, i):
    return (rng.normal(size=4 + i),)
"""
RIGHT = """
import numpy as np
def total(x):
    x = np.asarray(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("one axis")
    return float(x.sum())
"""


def array_entry(*names: str, returns: str = "array") -> dict[str, Any]:
    args = [{"name": name, "kind": "array", "dtype": "float"} for name in names]
    return {"name": "f", "kind": "function", "args": args, "returns": {"kind": returns, "dtype": "float"}}


def check(primitive: str, check_id: str | None = None, **params: Any) -> dict[str, Any]:
    return {
        "id": check_id or f"{primitive}/one",
        "primitive": primitive,
        "criterion": "correctness",
        "property": "A constant sentence.",
        "hint": "A constant hint.",
        "params": params,
    }


def package(*checks: dict[str, Any], grader: str = GRADER, entry: Any = None, **more: Any) -> dict[str, Any]:
    """A package from checks; `more` holds further keys of the specification, `visible` and `files`."""
    visible, files = more.pop("visible", []), more.pop("files", {})
    spec = {"entry": entry or ENTRY, "checks": list(checks), **more}
    files = {name: textwrap.dedent(text) for name, text in files.items()}
    return {"spec": spec, "visible": visible, "files": {"grader.py": textwrap.dedent(grader), **files}}


def events_of(zygotes: Zygotes, source: str, made: dict[str, Any], mode: str = "submit", **job: Any) -> list[Any]:
    """Every event of one grading, each of which must survive strict JSON."""
    source = textwrap.dedent(source)
    limits = {"cpu_seconds": job.pop("cpu_seconds", 2), "hash_seed": job.get("hash_seed", 0)}
    events: list[Any] = []
    full = {"mode": mode, "source": source, "checks_source": "", "seed": SEED, "only": None, "package": made, **job}
    run(full, LocalCandidate(zygotes, source, **limits), events.append)
    assert events == json.loads(json.dumps(events, allow_nan=False))
    return events


def done(events: list[Any]) -> list[Any]:
    return [event for event in events if event["type"] == "check_done"]


def grade(zygotes: Zygotes, source: str, made: dict[str, Any]) -> Any:
    """The one `check_done` of a package with one check."""
    (event,) = done(events_of(zygotes, source, made))
    return event


def outcome(zygotes: Zygotes, source: str, made: dict[str, Any]) -> tuple[str, str | None]:
    event = grade(zygotes, source, made)
    return event["state"], event["how"]
