"""Work that lasts as long as its process: a fault that nobody foresaw costs a moment, and never the rest of the day."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app import main, worker
from app.attempts import hands, presence_repository
from app.events.service import CHANNEL
from app.kit import clock as clocks
from app.kit import lasting as module
from app.kit.lasting import lasting
from app.kit.notify import NotifyHub, notify
from app.main import create_app
from app.settings import Settings
from tests.app.test_presence import a_worker, rows, until, well


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(module, "BEGIN_AGAIN_SECONDS", 0.01)


def failing_once(does):
    """The same, but for a fault the first time."""
    calls = []

    async def once(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 1:
            raise RuntimeError("nobody foresaw this")
        return await does(*arguments, **options)

    once.calls = calls
    return once


@asynccontextmanager
async def going(work):
    task = asyncio.create_task(work)
    async with asyncio.timeout(30):
        yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_it_is_begun_again_after_every_fault_and_says_so_to_who_wants_to_know():
    faults, begun = [], asyncio.Event()

    async def work():
        if len(faults) < 3:
            raise KeyError
        begun.set()
        await asyncio.Event().wait()

    async with going(lasting("work", work, faulted=lambda: faults.append(1))) as task:
        await begun.wait()
        assert (3, False) == (len(faults), task.done())


async def test_a_worker_goes_on_telling_that_it_is_there(sessions, monkeypatch):
    monkeypatch.setattr(presence_repository, "see_worker", failing_once(presence_repository.see_worker))
    async with a_worker(sessions, well) as mine:
        assert [mine.id] == [row.id for row in await rows(sessions)]


async def test_what_a_worker_holds_goes_on_being_looked_after(monkeypatch):
    looks = failing_once(lambda *_: asyncio.sleep(0, set()))
    monkeypatch.setattr(hands, "_look", looks)
    monkeypatch.setattr(hands, "LOOK_SECONDS", 0.01)

    class Library:
        async def run(self):
            await until(lambda: asyncio.sleep(0, len(looks.calls) > 1))

    await worker._run(Library())


async def test_a_node_goes_on_setting_its_clock(database_url, monkeypatch):
    node = create_app(Settings(rate_factor=0), database_url)
    own = failing_once(lambda *_: asyncio.sleep(0))

    async def look(clock, sessionmaker):  # other nodes set theirs meanwhile
        if sessionmaker is node.state.sessionmaker:
            await own(clock)

    monkeypatch.setattr(clocks, "set_once", look)
    monkeypatch.setattr(clocks, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(main, "set_once", lambda *_: asyncio.sleep(0))
    async with node.router.lifespan_context(node):
        await until(lambda: asyncio.sleep(0, len(own.calls) > 1))


async def test_who_listens_hears_what_comes_after_something_that_cannot_be_heard(database_url, sessions, monkeypatch):
    heard = []

    def hear(_, payload):
        heard.append(payload)
        if payload == "nonsense":
            raise ValueError(payload)

    monkeypatch.setattr(NotifyHub, "_heard", hear)
    hub = NotifyHub(database_url, CHANNEL)
    hub.start()
    try:
        await asyncio.wait_for(hub.connected.wait(), 30)
        for payload in ("nonsense", "news"):
            async with sessions.begin() as session:
                await notify(session, CHANNEL, payload)
            await until(lambda: asyncio.sleep(0, heard.count("") == 2))
        await until(lambda: asyncio.sleep(0, "news" in heard))
    finally:
        await hub.close()
    assert ["", "nonsense", "", "news"] == heard
