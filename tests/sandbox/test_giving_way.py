"""Who stands aside for whom, and that a grading that was made to stand aside ends as if nothing had been."""

import asyncio
import time
from typing import Any

import pytest

from sandbox.giving_way import GivingWay
from tests.sandboxes import RIGHT, job, verdict


async def test_those_at_work_hear_once_when_somebody_goes_first_and_once_when_nobody_does_any_more():
    way, heard = GivingWay(), []
    async with way.giving(heard.append):
        async with way.urgent(), way.urgent():
            assert [False, True] == heard
        assert [False, True, False] == heard
    async with way.urgent():
        assert [False, True, False] == heard
        async with way.giving(heard.append):
            assert [False, True, False, True] == heard


async def test_who_goes_first_and_fails_lets_the_others_go_on():
    way, heard = GivingWay(), []
    async with way.giving(heard.append):
        with pytest.raises(ValueError, match="broken"):
            async with way.urgent():
                raise ValueError("broken")
    assert [False, True, False] == heard


async def of(engine, **more: Any):
    """The verdict of a regrade's grading, and when it began and ended."""
    began = time.monotonic()
    events = [event async for event in engine.grade(job(RIGHT, priority="regrade", **more))]
    return verdict(events), began, time.monotonic()


async def test_a_regrade_waits_until_nobody_goes_first_and_then_ends_right(make):
    engine = make()
    assert "accepted" == (await of(engine))[0]
    async with engine._giving_way.urgent():
        waiting = asyncio.create_task(of(engine))
        await asyncio.sleep(1.0)
        assert not waiting.done()
        told = time.monotonic()
    found, _, ended = await waiting
    assert "accepted" == found
    assert told < ended
    assert "accepted" == (await of(engine))[0]


async def test_whoever_is_at_work_already_stops_where_the_next_process_begins(make):
    engine = make()
    slow = "import time\ntime.sleep(0.3)\n" + RIGHT  # some processes later it would be through
    assert "accepted" == (await of(engine))[0]
    grading = engine.grade(job(slow, priority="regrade"))
    seen = [await anext(grading), await anext(grading)]  # it began, and the code was loaded once
    async with engine._giving_way.urgent():
        late = asyncio.create_task(rest(grading))
        await asyncio.sleep(1.5)
        assert not late.done()
    assert "accepted" == verdict([*seen, *await late])


async def rest(grading):
    return [event async for event in grading]


async def test_nobody_stands_aside_for_ever(make):
    engine = make()
    async with engine._giving_way.urgent():
        found, began, ended = await of(engine, deadline_seconds=40.0)
    assert "accepted" == found
    assert 2.0 <= ended - began


async def test_a_submission_somebody_waits_for_stands_aside_for_nobody_even_in_a_pair_that_did(make):
    engine = make()
    assert "accepted" == (await of(engine))[0]
    (slot,) = next(iter(engine._pools.values()))._idle
    slot.pair.hold(True)
    events = [event async for event in engine.grade(job(RIGHT))]
    assert "accepted" == verdict(events)
