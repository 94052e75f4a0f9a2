"""Waiting no longer than so long, also for a server that hangs with the connection open."""

import asyncio
import os
import signal

import pytest
from sqlalchemy import text

from app.kit.waiting import at_most


async def test_what_ends_in_time_is_let_be():
    async with at_most(5.0) as timer:
        await asyncio.sleep(0)
    assert not timer.expired()


async def test_what_hangs_is_given_up_and_can_be_waited_for_again():
    for _ in range(2):
        with pytest.raises(TimeoutError):
            async with at_most(0.05):
                await asyncio.sleep(60)
    current = asyncio.current_task()
    assert current is not None
    assert 0 == current.cancelling()


async def test_time_that_is_given_anew_counts(monkeypatch):
    monkeypatch.setattr("app.kit.waiting.INSIST_SECONDS", 0.05)
    async with at_most(1.0) as timer:
        for _ in range(4):
            timer.reschedule(asyncio.get_running_loop().time() + 1.0)
            await asyncio.sleep(0.3)
        timer.reschedule(None)
        await asyncio.sleep(1.3)


async def test_who_is_cancelled_from_outside_is_cancelled():
    async def waits() -> None:
        async with at_most(60):
            await asyncio.sleep(60)

    task = asyncio.create_task(waits())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_server_that_hangs_does_not_have_to_agree(sessions):
    async with sessions() as session:
        hung = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        os.kill(hung, signal.SIGSTOP)
        try:
            async with asyncio.timeout(4):  # psycopg alone would wait for ten
                with pytest.raises(TimeoutError):
                    async with at_most(0.2):
                        await session.execute(text("SELECT 1"))
        finally:
            os.kill(hung, signal.SIGCONT)
            await session.invalidate()
