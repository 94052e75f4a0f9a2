"""A problem of the bank, and a worker that empties the queue on real containers."""

import pytest

from app.bench import tasks, work
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from app.problems import upgrades
from tests.app.bench.asking import AUC
from tests.app.packages import bank
from tests.app.workspace import work as drained


@pytest.fixture
async def auc(sessions) -> str:
    """A problem of the bank."""
    async with sessions.begin() as session:
        await upgrades.sync_package(session, bank("metrics/roc-auc"))
    return AUC


@pytest.fixture
async def drain(engine, sessions, clock, database_url):
    """Work until the queue is empty, on real containers."""
    queue = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(queue)
    async with queue.open_async():
        yield lambda: drained(queue, work.Worker(sessions, clock, engine))
