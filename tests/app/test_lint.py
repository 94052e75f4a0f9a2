"""The editor's underlines, asked for by whoever wants to do harm: what is read, refused and held."""

import asyncio
import json

import pytest

from app.attempts import lint, visits
from app.kit import programs
from tests.app import visiting


@pytest.fixture
async def guest(app, sessions):
    await visiting.fill(sessions)
    async with visiting.visitor(app) as browser:
        yield browser


async def test_of_very_many_remarks_the_first_are_shown_and_no_more_is_read(monkeypatch):
    read = 0

    def counted(text: bytes) -> object:
        nonlocal read
        read += len(text)
        return loads(text)

    loads = json.loads
    monkeypatch.setattr(lint.json, "loads", counted)
    found = await lint.lint("a == None\n" * 26_000)
    assert lint.MAX_SHOWN == len(found)
    assert [(1, "B015"), (1, "E711"), (1, "F821"), (2, "B015")] == sorted((each.line, each.code) for each in found)[:4]
    assert read <= lint.MAX_OUTPUT


async def test_whoever_waits_for_the_linter_holds_no_connection_and_too_many_are_refused(ada, app, monkeypatch):
    asked, go_on = 0, asyncio.Event()

    async def waits(*_: object, **__: object) -> list[bytes]:
        nonlocal asked
        asked += 1
        await go_on.wait()
        return []

    monkeypatch.setattr(programs, "first_lines", waits)
    monkeypatch.setattr(lint, "PLACES", lint.Places(2, waiting=3))
    waiting = [asyncio.create_task(ada.browser.post("/api/lint", json={"source": "x"})) for _ in range(6)]
    (first,), others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=20)
    assert (429, "2") == (first.result().status_code, first.result().headers["Retry-After"])
    assert (2, 0) == (asked, app.state.sessionmaker.kw["bind"].pool.checkedout())
    go_on.set()
    assert [200] * 5 == [each.status_code for each in await asyncio.gather(*others)]


async def test_a_visitor_has_less_read(guest):
    assert 200 == (await guest.post("/api/lint", json={"source": "x = 1\n"})).status_code
    refused = await guest.post("/api/lint", json={"source": "x" * (visits.MAX_CODE_BYTES + 1)})
    assert (413, "source") == (refused.status_code, refused.json()["field"])
