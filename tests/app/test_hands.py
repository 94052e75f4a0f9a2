"""Jobs whose end could not be written are given back by the worker that holds them, while it lives on."""

import asyncio
import contextlib
import gc
from functools import partial
from typing import Any

import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text

from app.attempts import hands, tasks
from app.attempts.lines import queues
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from app.worker import work_off
from tests.app.standin import ACCEPTED
from tests.app.workspace import submit, view

JOBS = text("SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = 'attempts:grade'")


@contextlib.asynccontextmanager
async def working(database_url, worker, *, fails: str):
    """A worker on all lines, with whose job manager this goes wrong the first time."""
    app = new_app(libpq_url(database_url), pool_size=4)
    tasks.register_grading(app)
    does, failed = getattr(app.job_manager, fails), []

    async def once(*arguments: Any, **options: Any) -> Any:
        if not failed:
            failed.append(arguments)
            raise ConnectorException
        return await does(*arguments, **options)

    setattr(app.job_manager, fails, once)
    async with app.open_async():
        task = asyncio.create_task(work_off(app, worker, queues(), 2))
        yield failed
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    gc.collect()  # what failed on purpose is told of here, not in the middle of another test


async def jobs(sessions) -> list[tuple[str, int]]:
    async with sessions() as session:
        return [tuple(row) for row in await session.execute(JOBS)]


@pytest.fixture
def at_work(database_url, monkeypatch):
    monkeypatch.setattr(hands, "LOOK_SECONDS", 0.1)
    return partial(working, database_url)


async def test_a_grading_that_was_to_be_done_again_is(ada, sessions, problem, worker_of, at_work):
    execution = await submit(ada.browser, problem)
    worker = worker_of([asyncio.CancelledError()], ACCEPTED)  # as when its worker is being stopped
    async with at_work(worker, fails="retry_job") as failed, asyncio.timeout(20):
        while await jobs(sessions):  # noqa: ASYNC110 - the worker under test is what ends them
            await asyncio.sleep(0.05)
    assert failed
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_a_job_whose_end_was_not_written_ends(ada, sessions, problem, worker_of, at_work):
    execution = await submit(ada.browser, problem)
    worker = worker_of(ACCEPTED)
    async with at_work(worker, fails="finish_job") as failed, asyncio.timeout(20):
        while await jobs(sessions):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)
    assert failed
    assert ("accepted", 1) == ((await view(ada.browser, execution))["verdict"], len(worker.grader.jobs))


async def test_what_is_worked_on_is_left_alone(ada, sessions, problem, worker_of, at_work):
    execution = await submit(ada.browser, problem)
    worker = worker_of([*ACCEPTED[:2], 1.5, *ACCEPTED[2:]])
    async with at_work(worker, fails="retry_job") as failed, asyncio.timeout(20):
        while await jobs(sessions):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)
    assert [] == failed
    assert ("accepted", 1) == ((await view(ada.browser, execution))["verdict"], len(worker.grader.jobs))
