"""Pairs with real containers: what is kept ready, what is replaced, what is refused."""

import asyncio
import time
from collections import Counter

import pytest

from sandbox import events
from sandbox.budget import Budget
from sandbox.engine import EngineSettings, SandboxFault
from sandbox.pair import Pair
from sandbox.pool import Pool
from tests.sandbox.pairs import containers_of, graded, pool, until
from tests.sandboxes import RIGHT, grade, last, verdict


async def test_start_returns_with_the_first_pair_and_the_other_spares_follow(make, docker_client):
    engine = make(slots=2, spares=2)
    await engine.start()
    assert pool(engine).spare >= 1
    await until(lambda: pool(engine).spare == 2 and not pool(engine).starting)
    assert 2 == len(containers_of(docker_client, engine))
    assert "accepted" == await graded(engine)
    await until(lambda: pool(engine).spare == 2 and not pool(engine).starting)
    assert (2, 1, 0) == (pool(engine).spare, pool(engine).idle, pool(engine).running)


class Started:
    """A pair that came up, without containers."""

    alive, fit, served = True, True, 0

    async def close(self) -> None:
        """Nothing is left of it."""


async def test_what_does_not_start_is_tried_again_although_nobody_asks_and_no_spares_are_kept():
    broken = True

    async def new_pair():
        if broken:
            raise SandboxFault("no memory")
        return Started()

    settings = EngineSettings(slots=1, spares=0, memory_budget_mb=1024)
    kept = Pool("data", settings, Budget(settings), new_pair)
    assert not kept.status().resting
    with pytest.raises(SandboxFault, match="no memory"):
        async with kept.lease(""):
            pass
    assert (1, True) == (kept.status().failures, kept.status().resting)
    broken = False

    def is_there() -> bool:
        kept.look_after()
        return kept.status().spare == 1

    await until(is_there)
    assert (0, False) == (kept.status().failures, kept.status().resting)
    await kept.close()


async def test_a_start_that_was_under_way_when_things_broke_fails_nobody_who_waits_for_them_to_be_over():
    started: list[asyncio.Future[None]] = []

    async def new_pair():
        started.append(asyncio.get_running_loop().create_future())
        await started[-1]
        return Started()

    settings = EngineSettings(slots=1, spares=0, memory_budget_mb=1024)
    kept = Pool("data", settings, Budget(settings), new_pair)
    early = asyncio.create_task(kept.lease("").__aenter__())
    await until(lambda: len(started) == 1)
    early.cancel()
    late = asyncio.create_task(kept.lease("", time.monotonic()).__aenter__())
    await asyncio.sleep(0)
    started[0].set_exception(SandboxFault("broken with the others"))
    await until(lambda: len(started) == 2)
    started[1].set_result(None)
    assert isinstance(await late, Started)
    await kept.close()


@pytest.mark.parametrize("how", ["comes up", "fails", "closes"])
async def test_who_is_cancelled_in_the_moment_in_which_a_pair_ends_its_start_loses_nothing(how):
    starting: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def new_pair():
        await starting
        return Started()

    settings = EngineSettings(slots=1, spares=0, memory_budget_mb=1024)
    budget = Budget(settings)
    kept = Pool("data", settings, budget, new_pair)
    waiting = asyncio.create_task(kept.lease("").__aenter__())
    await until(lambda: kept.status().starting == 1)
    if how == "closes":
        waiting.cancel()
        starting.set_result(None)
        await kept.close()
    else:
        starting.set_exception(SandboxFault("broken")) if how == "fails" else starting.set_result(None)
        waiting.cancel()
        await asyncio.wait({waiting})
        await until(lambda: kept.status().starting == 0)
        assert (how == "comes up") == (kept.status().spare == 1)
        await kept.close()
    assert waiting.cancelled()
    assert 0 == budget.used_mb


async def test_an_idle_pair_whose_container_is_killed_is_replaced_before_anybody_meets_it(make, docker_client):
    engine = make(spares=1)
    await engine.start()
    (lost,) = containers_of(docker_client, engine)
    lost.kill()
    await until(lambda: [one.id for one in containers_of(docker_client, engine)] not in ([lost.id], []))
    await until(lambda: pool(engine).spare == 1)
    stream = await grade(engine, RIGHT)
    assert "accepted" == verdict(stream)
    assert not any(isinstance(event, events.Retrying) for event in stream)


async def test_a_pair_is_replaced_after_so_many_gradings(make, served):
    engine = make(recycle_after=2)
    for _ in range(4):
        assert "accepted" == await graded(engine)
    assert [2, 2] == list(Counter(container for _, container in served).values())
    assert 2 == pool(engine).recycled <= pool(engine).started


async def test_the_last_try_is_in_a_pair_that_came_after_what_broke_all_that_were_there(make, monkeypatch):
    engine = make(slots=2, spares=4)
    await engine.start()
    await until(lambda: pool(engine).spare == 4 and not pool(engine).starting)
    broken = {slot.pair for slot in engine._pools["numpy"]._idle}
    serve = Pair.serve

    def serve_or_break(pair, job):
        if pair in broken:
            raise SandboxFault("broken with the others")
        return serve(pair, job)

    monkeypatch.setattr(Pair, "serve", serve_or_break)
    stream = await grade(engine, RIGHT)
    assert "accepted" == verdict(stream)
    assert [1, 2, 3] == [event.attempt for event in stream if isinstance(event, events.Retrying)]


async def test_a_sandbox_that_breaks_after_its_verdict_ends_the_job_once(make, monkeypatch):
    engine = make()
    serve = Pair.serve

    async def serve_and_break(pair, job):
        async for message in serve(pair, job):
            yield message
        raise SandboxFault("gone after the verdict")

    monkeypatch.setattr(Pair, "serve", serve_and_break)
    stream = await grade(engine, RIGHT)
    assert "accepted" == verdict(stream)
    assert ["finished"] == [event.type for event in stream if event.type in {"finished", "retrying", "platform_error"}]


async def test_a_budget_too_small_for_the_slots_is_refused_with_the_remedy(make):
    engine = make(slots=2, memory_budget_mb=256)
    end = last(await grade(engine, RIGHT))
    assert isinstance(end, events.PlatformError)
    assert "Raise HOLDOUT_SANDBOX_MEMORY_MB" in end.message
    assert not end.away


async def test_a_problem_that_wants_more_than_a_slot_has_is_refused_with_the_remedy(make):
    end = last(await grade(make(memory_mb=256), RIGHT, memory_mb=512))
    assert isinstance(end, events.PlatformError)
    assert "raise HOLDOUT_SANDBOX_SLOT_MEMORY_MB" in end.message


@pytest.mark.parametrize(
    ("settings", "remedy"),
    [
        ({"runtime": "no-such-runtime"}, "HOLDOUT_SANDBOX_RUNTIME"),
        ({"slots": 256}, "HOLDOUT_SANDBOX_SLOTS"),
        ({"memory_budget_mb": 1 << 30}, "HOLDOUT_SANDBOX_MEMORY_MB"),
    ],
)
async def test_what_the_host_does_not_have_is_refused_at_the_start(make, settings, remedy):
    with pytest.raises(SandboxFault, match=remedy):
        await make(**settings).start()


async def test_a_probe_tells_a_pair_that_grades_from_one_that_hangs(make, docker_client):
    engine = make(spares=1, probe_seconds=0.1)
    await engine.start()
    (container,) = containers_of(docker_client, engine)
    await asyncio.sleep(3)
    assert [container.id] == [one.id for one in containers_of(docker_client, engine)]
    (judge,) = containers_of(docker_client, engine, "judge")
    judge.pause()
    await until(lambda: container.id not in [one.id for one in containers_of(docker_client, engine)])
    await until(lambda: pool(engine).spare == 1)
    assert "accepted" == await graded(engine)
