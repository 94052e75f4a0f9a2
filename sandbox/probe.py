"""A look at an idle pair: a tiny grading of our own, through judge, candidate's container and back."""

import asyncio
from contextlib import aclosing

from sandbox.job import Job, PackageFiles
from sandbox.pair import Pair

SECONDS = 10.0
_NUMBER = {"kind": "array", "dtype": "float", "shape": "[n]"}
_JOB = Job(
    id="probe",
    mode="run",
    source="def same(x):\n    return x\n",
    seed="0" * 16,
    package=PackageFiles(
        spec={
            "entry": {"name": "same", "kind": "function", "args": [{"name": "x", **_NUMBER}], "returns": _NUMBER},
            "checks": [],
        },
        visible=[{"name": "one", "args": {"x": [1.0]}, "expected": [1.0]}],
        files={"grader.py": "def reference(x):\n    return x\n"},
    ),
    deadline_seconds=SECONDS,
)


async def is_well(pair: Pair) -> bool:
    """Whether the pair grades, right and in time. One that does not must be thrown away."""
    passed = False
    try:
        async with asyncio.timeout(SECONDS), aclosing(pair.serve(_JOB)) as messages:
            async for message in messages:
                passed = passed or (message["type"] == "example_done" and message["state"] == "passed")
    except Exception:  # noqa: BLE001 - whatever goes wrong here, the pair is not one to meet a candidate
        return False
    return passed and pair.fit
