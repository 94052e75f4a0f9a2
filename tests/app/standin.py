"""A stand-in for the engine, for ways of failing that real containers do not show on demand."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from pydantic import BaseModel

from sandbox import events
from sandbox.job import Job


def done(check: str, state: str = "passed", **more: Any) -> events.CheckDone:
    values: dict[str, Any] = {
        "id": check,
        "primitive": check.partition("/")[0],
        "criterion": "correctness",
        "mistake": None,
        "gate": False,
        "required": True,
        "visibility": {"candidate": "during", "staff": "during"},
        "state": state,
        "property": "from the judge",
        "hint": "from the judge",
        "how": "returned a wrong value without any error" if state != "passed" else None,
        "line": None,
        "error": None,
        "ms": 1.5,
        "staff": {"counterexample": "HIDDEN DATA", "p": float("nan")},
    }
    return events.CheckDone.model_validate({**values, **more})


def finished(verdict: Any = "accepted") -> events.Finished:
    outcome = events.PolicyOutcome(option="empty", state="inferred", staff={"counterexample": "HIDDEN DATA"})
    where = events.Sandbox(
        environment="numpy",
        fingerprint="f",
        digest="d",
        judge_fingerprint="jf",
        judge_digest="jd",
        jail="uid",
        runtime="default",
    )
    return events.Finished(verdict=verdict, policies={"empty": outcome}, timing={"total_ms": 12.0}, sandbox=where)


ACCEPTED = [
    events.Compiled(ok=True),
    events.CheckStarted(id="oracle/random"),
    done("oracle/random"),
    events.CheckStarted(id="oracle/secret"),
    done("oracle/secret", "failed_silently"),
    done("edge/zero"),
    finished(),
]
REJECTED = [events.Compiled(ok=True), done("oracle/random", "failed_silently"), finished("rejected")]


class StandIn:
    """Plays the given gradings one after the other; an exception among the events is raised, a number slept, a moment awaited."""

    def __init__(self, *gradings: list[BaseModel | BaseException | float | asyncio.Event]) -> None:
        self.gradings = list(gradings)
        self.jobs: list[Job] = []
        self.turn = asyncio.Event()  # a test that wants gradings to wait for their turn clears it
        self.turn.set()

    async def grade(self, job: Job) -> AsyncIterator[BaseModel]:
        self.jobs.append(job)
        await self.turn.wait()
        yield events.Started()
        for step in self.gradings.pop(0):
            if isinstance(step, BaseException):
                raise step
            if isinstance(step, float):
                await asyncio.sleep(step)
            elif isinstance(step, asyncio.Event):
                await step.wait()
            else:
                yield step
