"""Who shares a pair of containers with whom, and how long one is kept for an interview."""

import asyncio
from types import SimpleNamespace

import pytest

from sandbox import pool as pooling
from sandbox.budget import Budget, pair_mb
from sandbox.engine import EngineSettings
from tests.sandbox.pairs import SLOW, containers_of, graded, pool, until
from tests.sandboxes import RIGHT, job, verdict


async def test_interviews_never_share_a_container_with_anybody(make, served):
    engine = make(slots=2, spares=1)
    whose = {"practice": None, "a": "a", "b": "b", "a again": "a", "b again": "b", "more": None, "a late": "a"}
    for name, lease in whose.items():
        request = job(RIGHT, lease=lease).model_copy(update={"id": name})
        assert "accepted" == verdict([event async for event in engine.grade(request)])
    at = dict(served)
    assert at["a"] == at["a again"] == at["a late"]
    assert at["b"] == at["b again"]
    assert at["practice"] == at["more"]
    assert 3 == len({at["a"], at["b"], at["practice"]})
    assert (2, 1) == (pool(engine).leased, pool(engine).idle)


async def test_two_gradings_of_one_interview_at_once_have_pairs_of_their_own_and_stay_apart_from_others(make, served):
    engine = make(slots=4)
    leases = ["a", "a", "b", None]
    requests = [
        job(SLOW, lease=lease).model_copy(update={"id": f"{lease} {number}"}) for number, lease in enumerate(leases)
    ]

    async def run(request):
        return verdict([event async for event in engine.grade(request)])

    for _ in range(2):
        assert ["accepted"] * 4 == await asyncio.gather(*(run(request) for request in requests))
    whose: dict[str, set[str]] = {}
    for name, container in served:
        whose.setdefault(container, set()).add(name.partition(" ")[0])
    assert all(1 == len(names) for names in whose.values())
    assert [["None"], ["a"], ["a"], ["b"]] == sorted(sorted(names) for names in whose.values())


async def test_practice_shares_pairs_unless_the_setting_forbids_it(make, served):
    for share in (True, False):
        engine = make(share=share)
        for owner in ("ada", "bob", "ada"):
            assert "accepted" == await graded(engine, owner=owner)
    sharing, apart = served[:3], served[3:]
    assert 1 == len({container for _, container in sharing})
    assert 2 == len({container for _, container in apart})
    assert apart[0][1] == apart[2][1]


async def test_a_lease_without_work_is_given_up_after_its_time(make, docker_client):
    engine = make(lease_idle_seconds=0.5)
    assert "accepted" == await graded(engine, lease="a")
    await until(lambda: not containers_of(docker_client, engine))
    assert 0 == pool(engine).leased


async def test_when_memory_is_short_the_lease_that_is_used_again_and_again_stays(make, served):
    two = 2 * pair_mb("numpy")
    engine = make(memory_budget_mb=two)
    for lease in ("a", "b", "a", "c", "a", "b"):
        assert "accepted" == await graded(engine, lease=lease)
        assert engine.status().memory_used_mb <= two
    a, b, a2, c, a3, b2 = (container for _, container in served)
    assert a == a2 == a3
    assert 4 == len({a, b, c, b2})


class Still:
    """In place of a pair of containers."""

    def __init__(self):
        self.alive = self.fit = True
        self.served = 0

    async def close(self):
        pass


async def _started_for(rooms, pairs, turns, monkeypatch, pause):
    """How often a pair had to be started for interviews that come round in turns, with a pause between two gradings."""
    now = [0.0]
    monkeypatch.setattr(pooling, "time", SimpleNamespace(monotonic=lambda: now[0]))
    settings = EngineSettings(slots=1, spares=0, memory_budget_mb=pairs * pair_mb("numpy"), lease_idle_seconds=900)
    budget = Budget(settings)

    async def new_pair():
        return Still()

    small = pooling.Pool("numpy", settings, budget, new_pair)
    budget.pools.append(small)
    for turn in range(turns * rooms):
        async with small.lease(f"room {turn % rooms}"):
            pass
        now[0] += pause
    started = small.status().started
    await small.close()
    return started


@pytest.mark.parametrize("pause", [1.0, 3.0, 10.0])
async def test_interviews_that_come_round_beyond_the_memory_do_not_each_lose_their_pair(pause, monkeypatch):
    assert 8 == await _started_for(8, 8, 10, monkeypatch, pause)
    assert 0.4 * 80 > await _started_for(10, 8, 8, monkeypatch, pause)  # were it the oldest that goes: all 80


def test_an_interview_that_is_over_gives_way_to_those_that_go_on():
    over = pooling._Slot(Still(), key="over", idle_since=0.0, gap=30.0)
    goes_on = pooling._Slot(Still(), key="goes on", idle_since=280.0, gap=30.0)
    assert over.wanted_in(290.0) > goes_on.wanted_in(290.0)
