"""An engine that closes, dies, or loses Docker: what is left behind, and what works again."""

import asyncio
import contextlib
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import containers, events, orphans, pair
from sandbox.engine import EngineClosed, EngineUnavailable, SandboxFault
from sandbox.images import catalogue
from sandbox.pair import Pair
from tests.sandbox.pairs import PATIENCE, SLOW, containers_of, graded, pool, until
from tests.sandboxes import RIGHT, grade, job, last

ROOT = Path(__file__).parents[2]
EXECUTOR_THREADS = 40  # asyncio keeps a pool of at most 32 for calls to Docker


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
    assert end.away
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


class _Full:
    """Streams that take nothing any more: nobody reads at the other end."""

    async def send(self, _: bytes) -> None:
        await asyncio.Event().wait()


async def test_a_docker_that_stops_reading_ends_the_attempt_in_its_time(monkeypatch):
    monkeypatch.setattr(pair, "_MARGIN_SECONDS", 0.1)
    stuck: Any = Pair(*[Any] * 3, _Full(), "userns")  # no container is asked for anything
    async with asyncio.timeout(10):
        with pytest.raises(SandboxFault, match="does not answer"):
            await anext(stuck.serve(job(RIGHT, deadline_seconds=0.1)))
    assert not stuck.fit
