"""An interview held to its end, and the worker that computes its evidence, with a stand-in for the engine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.attempts import grading, tasks
from app.attempts.grading import Worker
from app.evidence import assemble
from app.evidence import tasks as evidence
from app.interviews import service as interviews
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from sandbox import events as sandbox_events
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, StandIn, done, finished
from tests.app.workspace import work

GUARDED = "import numpy as np\n\n\ndef double(x):\n    if len(x) == 0:\n        raise ValueError('no')\n    return np.asarray(x) * 2\n"
CHECKS = "def test_zero():\n    assert double([0.0])[0] == 0\n"
RUN = [
    sandbox_events.Compiled(ok=True),
    sandbox_events.ExampleDone(
        name="two numbers",
        state="failed",
        input="",
        expected="",
        got=None,
        output="",
        truncated=False,
        error=None,
        note=None,
    ),
    sandbox_events.OwnCheckDone(name="test_zero", state="passed", message="", line=None, output=""),
    finished("completed"),
]
CAUGHT = [
    *RUN[:2],
    sandbox_events.OwnCheckDone(name="test_zero", state="failed", message="", line=1, output=""),
    RUN[-1],
]
REJECTED = [
    ACCEPTED[0],
    done("oracle/random"),
    done("oracle/secret", "failed_silently"),
    done("edge/zero", "failed_loudly"),
    finished("rejected"),
]
BROKEN = [sandbox_events.PlatformError(message="the slot fell over")]


class Grades(StandIn):
    """Grades whatever comes: by what is asked, and by what `finds` says of the source."""

    def __init__(self, finds: Any = None) -> None:
        super().__init__()
        self._finds = finds or (lambda job: RUN if job.mode == "run" else ACCEPTED)

    async def grade(self, job):
        self.gradings.append(self._finds(job))
        async for event in super().grade(job):
            yield event


@asynccontextmanager
async def draining(sessions, clock, database_url) -> AsyncIterator[Callable[..., Any]]:
    """Do all that is to be done, as the worker does: look, work the queue off, and look again."""
    queue = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(queue)
    evidence.register(queue, queue="grading", background="background")
    async with queue.open_async():

        async def to_the_end(finds=None) -> Grades:
            grader = Grades(finds)
            for _ in range(2):
                await queue.tasks[evidence.LOOK].defer_async(timestamp=0)
                await work(queue, Worker(sessions, clock, grader))
            return grader

        yield to_the_end


async def held_to_its_end(held, sessions, clock) -> None:
    """Ten minutes: a statement, a text and own checks, a run, a pause, a submission, and a last change."""
    worker = Worker(sessions, clock, StandIn(RUN, ACCEPTED))
    said = {"kind": "question", "problem": 0, "text": "May there be nothing?"}
    asked = (await held.done("candidate", "statements", said))["cursor"]
    clock.advance(timedelta(seconds=30))
    await held.done("lead", "answers", {"statement": asked, "problem": 0, "clarification": 1})
    await held.type("candidate", "def double(x):\n    return x\n")
    await held.type("candidate", CHECKS, "checks:0")
    clock.advance(timedelta(seconds=10))
    await grading.grade(worker, UUID((await held.done("candidate", "problems/0/runs"))["id"]))
    clock.advance(timedelta(seconds=10))
    await held.type("candidate", GUARDED)
    clock.advance(timedelta(seconds=100))
    await held.done("lead", "hints", {"problem": 0, "index": 0})
    await held.type("candidate", RIGHT)
    await grading.grade(worker, UUID((await held.done("candidate", "problems/0/submissions"))["id"]))
    clock.advance(timedelta(seconds=20))
    await held.type("candidate", GUARDED.replace("no", "nothing"))
    clock.advance(timedelta(seconds=400))
    await held.step("lead", "end")


async def read(held, who="lead") -> dict[str, Any]:
    answer = await held.get(who, "evidence")
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def whole(held):
    async with held.sessions() as session:
        return await assemble.session_of(session, await interviews.of_worker(session, held.id))


async def count(sessions, table, **where: Any) -> int:
    async with sessions() as session:
        statement = select(func.count()).select_from(table).filter_by(**where)
        return (await session.execute(statement)).scalar_one()
