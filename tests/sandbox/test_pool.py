"""Pairs with real containers: who gets which, what is kept ready, what is replaced, what is left behind."""

import asyncio
import contextlib
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import containers, events, orphans, probe
from sandbox.engine import Engine, EngineClosed, EngineSettings, EngineUnavailable, SandboxFault
from sandbox.images import catalogue
from sandbox.pair import Pair
from sandbox.status import PoolStatus
from tests.sandboxes import RIGHT, grade, job, last, verdict

ROOT = Path(__file__).parents[2]
SLOW = "import time\ntime.sleep(0.3)\n" + RIGHT
EXECUTOR_THREADS = 40  # asyncio keeps a pool of at most 32 for calls to Docker
PATIENCE = 60.0  # starting a pair takes a second or two, much longer on a busy machine


@pytest.fixture
async def make(engine) -> AsyncIterator[Callable[..., Engine]]:
    """Makes engines, and closes them. The session's engine has built the images."""
    made: list[Engine] = []

    def make_one(**settings: Any) -> Engine:
        made.append(Engine(EngineSettings(**{"slots": 1, "live_slots": 0, "spares": 0, **settings})))
        return made[-1]

    yield make_one
    await asyncio.gather(*(one.close() for one in made))


@pytest.fixture
def served(monkeypatch) -> list[tuple[str, str]]:
    """(job's id, container's id) of everything that is graded."""
    seen: list[tuple[str, str]] = []
    serve = Pair.serve

    def noting(pair, job):
        if job.id != "probe":
            seen.append((job.id, pair._candidate.id))
        return serve(pair, job)

    monkeypatch.setattr(Pair, "serve", noting)
    return seen


def pool(engine: Engine) -> PoolStatus:
    (only,) = engine.status().pools
    return only


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what is waited for is another program's doing
            await asyncio.sleep(0.05)


def containers_of(client, engine, role="candidate"):
    labels = [f"{containers.OWNER_LABEL}={engine.id}", f"{containers.ROLE_LABEL}={role}"]
    return client.containers.list(all=True, filters={"label": labels}, ignore_removed=True)


async def graded(engine: Engine, source: str = RIGHT, **more: Any) -> str:
    return verdict(await grade(engine, source, **more))


async def test_start_returns_with_the_first_pair_and_the_other_spares_follow(make, docker_client):
    engine = make(slots=2, spares=2)
    await engine.start()
    assert pool(engine).spare >= 1
    await until(lambda: pool(engine).spare == 2 and not pool(engine).starting)
    assert 2 == len(containers_of(docker_client, engine))
    assert "accepted" == await graded(engine)
    await until(lambda: pool(engine).spare == 2 and not pool(engine).starting)
    assert (2, 1, 0) == (pool(engine).spare, pool(engine).idle, pool(engine).running)


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
    assert [1, 2] == [event.attempt for event in stream if isinstance(event, events.Retrying)]


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


async def test_when_memory_is_short_the_lease_used_longest_ago_gives_way(make, served):
    engine = make(memory_budget_mb=450)  # two pairs
    for lease in ("a", "b", "a", "c", "a", "b"):
        assert "accepted" == await graded(engine, lease=lease)
        assert engine.status().memory_used_mb <= 450
    a, b, a2, c, a3, b2 = (container for _, container in served)
    assert a == a2 == a3
    assert 4 == len({a, b, c, b2})


async def test_a_budget_too_small_for_the_slots_is_refused_with_the_remedy(make):
    engine = make(slots=2, memory_budget_mb=256)
    end = last(await grade(engine, RIGHT))
    assert isinstance(end, events.PlatformError)
    assert "Raise HOLDOUT_SANDBOX_MEMORY_MB" in end.message


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


async def test_a_probe_tells_a_pair_that_grades_from_one_that_hangs(make, docker_client, monkeypatch):
    monkeypatch.setattr(probe, "SECONDS", 3.0)
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


async def test_a_cancelled_grading_frees_its_place_and_loses_no_container(make, docker_client):
    engine = make()
    running = asyncio.create_task(graded(engine, SLOW))
    waiting = asyncio.create_task(graded(engine, SLOW))
    await until(lambda: bool(containers_of(docker_client, engine)))
    for task in (waiting, running):  # one in the line, one in the midst of its pair's start
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    assert "accepted" == await graded(engine)
    assert 1 == len(containers_of(docker_client, engine))


async def test_closing_waits_for_what_runs_refuses_what_waits_and_leaves_nothing(make, docker_client):
    engine = make(spares=1)
    await engine.start()
    running = asyncio.create_task(graded(engine, SLOW))
    await until(lambda: pool(engine).running == 1)
    waiting = asyncio.create_task(graded(engine))
    await asyncio.sleep(0)
    await engine.close(PATIENCE)
    assert "accepted" == await running
    with pytest.raises(EngineClosed):
        await waiting
    assert not containers_of(docker_client, engine)
    assert not containers_of(docker_client, engine, "judge")


async def test_closing_without_grace_ends_a_grading_as_a_fault_of_ours(make, docker_client):
    engine = make(spares=1, platform_retries=0)
    await engine.start()
    running = asyncio.create_task(graded(engine, "import time\ntime.sleep(1.5)\n" + RIGHT))
    await until(lambda: pool(engine).running == 1)
    await engine.close(0.01)
    assert "platform_error" == await running
    assert not containers_of(docker_client, engine)


async def test_an_engine_that_comes_and_goes_leaves_no_descriptor_thread_or_task(make):
    def open_now() -> tuple[int, int]:
        return len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())  # noqa: PTH208 - a count, no paths

    async def once() -> None:
        engine = make(spares=1)
        await engine.start()
        assert "accepted" == await graded(engine)
        await engine.close()

    await once()
    before, threads = open_now(), threading.active_count()
    await once()
    await until(lambda: all(now <= then for now, then in zip(open_now(), before, strict=True)))
    assert threading.active_count() <= max(threads, EXECUTOR_THREADS)


WORKER = textwrap.dedent("""
    import asyncio
    from sandbox.engine import Engine, EngineSettings
    async def main():
        engine = Engine(EngineSettings(slots=1, live_slots=0, spares=1))
        await engine.start()
        print(engine.id, flush=True)
        await asyncio.sleep(300)
    asyncio.run(main())
""")


async def test_what_a_dead_worker_left_is_removed_at_the_start_and_a_living_ones_is_not(make, docker_client):
    class Gone:
        id = ""

    living = make(spares=1)
    await living.start()
    with subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, cwd=ROOT) as worker:  # noqa: ASYNC220 - a process to kill
        assert worker.stdout is not None
        Gone.id = (await asyncio.to_thread(worker.stdout.readline)).decode().strip()
        stuck = [*containers_of(docker_client, Gone), *containers_of(docker_client, Gone, "judge")]
        volumes = {mount["Name"] for container in stuck for mount in container.attrs["Mounts"]}
        for container in stuck:  # they cannot notice that their worker is gone
            container.pause()
        for container in containers_of(docker_client, living):
            container.pause()
        orphans.remove(docker_client)
        assert 1 == len(containers_of(docker_client, Gone))  # the worker lives
        os.kill(worker.pid, signal.SIGKILL)
    for container in containers_of(docker_client, living):
        container.unpause()
    newcomer = make(spares=1)
    await newcomer.start()
    assert not containers_of(docker_client, Gone)
    assert not volumes & {volume.id for volume in docker_client.volumes.list()}
    assert 1 == len(containers_of(docker_client, living))
    assert "accepted" == await graded(living)


async def test_a_container_that_was_never_started_is_an_orphan_once_it_is_old(make, docker_client):
    engine = make()
    await engine._host.connect()
    created = containers.create_judge(docker_client, catalogue.image("judge"), engine.id, engine.settings)
    (told,) = (one for one in containers.ours(docker_client) if one.id == created.id)
    containers.remove(created)
    now = datetime.now(UTC)
    assert [False, True] == [orphans.is_orphan(told, now + age) for age in (timedelta(0), 2 * orphans.STARTED_BY)]


# Docker's SDK leaves the socket of a connection that was refused to the garbage collector, which warns.
refused = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Relay:
    """A way to the Docker engine that can be cut and restored."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self.path)

    async def cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self.path.unlink()
            for writer in self._open:
                writer.transport.abort()
            self._server = None
            await asyncio.sleep(0.1)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection("/var/run/docker.sock")
        self._open |= {writer, back}
        with contextlib.suppress(OSError):
            await asyncio.gather(self._pipe(reader, back), self._pipe(there, writer))
        for end in (writer, back):
            self._open.discard(end)
            end.close()

    @staticmethod
    async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(1 << 16):
                writer.write(chunk)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()


@pytest.fixture
async def relay(tmp_path, monkeypatch) -> AsyncIterator[Relay]:
    way = Relay(tmp_path / "docker.sock")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{way.path}")
    yield way
    await way.cut()
    gc.collect()  # while `refused` is in force


@refused
async def test_without_docker_the_start_says_so_and_it_works_once_docker_is_there(make, relay):
    engine = make(spares=1, platform_retries=0)
    with pytest.raises(EngineUnavailable, match="Start Docker"):
        await engine.start()
    assert not engine.status().connected
    end = last(await grade(engine, RIGHT))
    assert isinstance(end, events.PlatformError)
    assert "Start Docker" in end.message
    await until(lambda: pool(engine).failures >= 2)
    assert pool(engine).failures <= 6
    assert "Start Docker" in pool(engine).error
    await relay.open()
    await until(lambda: pool(engine).spare == 1)
    assert (0, "") == (pool(engine).failures, pool(engine).error)
    assert "accepted" == await graded(engine)
    await engine.close()


@refused
async def test_docker_going_away_and_coming_back_needs_no_new_engine(make, relay):
    await relay.open()
    engine = make(spares=1)
    await engine.start()
    assert "accepted" == await graded(engine)
    await relay.cut()
    assert "platform_error" == await graded(engine)
    await relay.open()
    await until(lambda: pool(engine).spare == 1)
    assert "accepted" == await graded(engine)
    await engine.close()
