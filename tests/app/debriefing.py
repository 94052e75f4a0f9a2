"""Debriefs in tests: a submission that was graded, what is shown of it, and a stand-in that tries guards and own checks."""

from typing import Any
from uuid import UUID

import pytest

from app.attempts import grading
from app.attempts.grading import Worker
from sandbox import events
from sandbox.job import Job
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, StandIn, done, finished
from tests.app.workspace import open_workspace, save

GUARDED = """\
import numpy as np


def double(x):
    # nothing in, an empty result out
    if len(x) == 0:
        return np.zeros(0)
    return 2.0 * np.asarray(x, dtype=float)
"""
CHECKS = "def test_zero():\n    assert double([0.0])[0] == 0\n"
LEAKS = [
    events.Compiled(ok=True),
    done("oracle/random", "failed_silently"),
    done("oracle/secret", "failed_silently"),
    done("edge/zero"),
    finished("rejected"),
]
WITHOUT = [
    events.Compiled(ok=True),
    done("oracle/random", "failed_loudly"),
    done("oracle/secret", "failed_loudly"),
    done("edge/zero"),
    finished("rejected"),
]


class Grades(StandIn):
    """Grades submissions as told, and own checks by the source they run on; `broken` gradings fall over first.

    `away`: since there is no engine.
    """

    def __init__(self, *gradings: Any, broken: int = 0, away: bool = False) -> None:
        super().__init__(*gradings)
        self.broken, self.away = broken, away

    async def grade(self, job: Job):
        if job.owner.startswith("debrief") and self.broken:
            self.broken -= 1
            self.jobs.append(job)
            yield events.PlatformError(message="the slot fell over", away=self.away)
        elif job.mode == "run":
            self.jobs.append(job)
            state = "failed" if "np.where" in job.source or "+ 1" in job.source else "passed"
            yield events.Compiled(ok=True)
            yield events.OwnCheckDone(name="test_zero", state=state, message="", line=1, output="")
            yield finished("completed")
        else:
            async for event in super().grade(job):
                yield event


@pytest.fixture
def worker(sessions, clock):
    return Worker(sessions, clock, Grades(ACCEPTED, WITHOUT, WITHOUT))


async def graded(person, problem, worker, solution=RIGHT, checks=""):
    boot = await open_workspace(person.browser, problem)
    revision = await save(person.browser, boot, solution, checks)
    address = f"/api/attempts/{boot['attempt']['id']}/submissions"
    execution = UUID((await person.browser.post(address, json={"revision": revision})).json()["id"])
    await grading.grade(worker, execution)
    return execution


async def shown(person, execution):
    answer = await person.browser.get(f"/api/executions/{execution}/debrief")
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def page(person, execution, path="debrief"):
    answer = await person.browser.get(f"/executions/{execution}/{path}")
    assert 200 == answer.status_code, answer.text
    return answer.text


async def ask(person, execution, **query: Any):
    return await person.browser.post(f"/api/executions/{execution}/debrief", params=query, json={})
