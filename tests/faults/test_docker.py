"""What Docker does to us: cut streams, refusals, paused containers."""

import contextlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from docker.errors import APIError

from sandbox import events
from sandbox.engine import Engine, EngineSettings
from tests.faults.proxy import Proxy
from tests.faults.slots import Slots
from tests.faults.trials import RIGHT, healthy, moments, nothing_left, trial
from tests.sandboxes import grade, verdict

pytestmark = pytest.mark.faults


@pytest.fixture
def proxy(monkeypatch, tmp_path, docker_client) -> Iterator[Proxy]:
    upstream = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")
    if not Path(upstream).is_socket():
        pytest.skip("the Docker engine is not on a socket of this machine")
    path = tmp_path / "docker.sock"
    proxy = Proxy(path, upstream)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
    yield proxy
    proxy.close()


@asynccontextmanager
async def behind(docker_client) -> AsyncIterator[Engine]:
    engine = Engine(EngineSettings(slots=2))
    await engine.start()
    try:
        async with nothing_left(engine, Slots(docker_client, engine.id)):
            yield engine
    finally:
        await engine.close()


async def test_a_cut_attach_stream_changes_no_verdict(images, proxy, docker_client):
    async with behind(docker_client) as engine:
        for moment in moments(1, within=0.5):
            await trial(engine, proxy.cut, moment)
        await healthy(engine)


@pytest.mark.thorough
async def test_attach_streams_cut_at_any_moment_change_no_verdict(images, proxy, docker_client):
    async with behind(docker_client) as engine:
        for moment in moments(15):
            await trial(engine, proxy.cut, moment)
        await healthy(engine)


@pytest.mark.parametrize(
    ("call", "times"),
    [
        (b"/containers/create", 1),
        *(
            pytest.param(call, times, marks=pytest.mark.thorough)
            for call in (b"/containers/create", b"/start", b"/attach")
            for times in (1, 3)
        ),
    ],
)
async def test_slots_that_docker_refuses_to_make_are_made_when_it_does_again(images, proxy, docker_client, call, times):
    async with behind(docker_client) as engine:
        proxy.refuse(call, times)
        await trial(engine, proxy.cut, 0.1, may_fail=times > 1)
        proxy.refuse(call, 0)
        await healthy(engine)


@pytest.mark.thorough
async def test_docker_refusing_for_good_is_a_platform_error_after_bounded_retries(images, proxy, docker_client):
    async with behind(docker_client) as engine:
        proxy.refuse(b"/containers/create", 10**6)
        proxy.cut()
        stream = await grade(engine, RIGHT)
        assert "platform_error" == verdict(stream)
        assert engine.settings.platform_retries >= sum(isinstance(event, events.Retrying) for event in stream)
        proxy.refuse(b"/containers/create", 0)
        await healthy(engine)


def _paused(slots: Slots, role: str, seconds: float) -> None:
    stopped = slots.containers(role)
    for container in stopped:
        container.pause()
    time.sleep(seconds)
    for container in stopped:
        with contextlib.suppress(APIError):  # the engine gave it up meanwhile
            container.unpause()


@pytest.mark.parametrize("role", [pytest.param("judge", marks=pytest.mark.thorough), "candidate"])
@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(1.5, marks=pytest.mark.thorough, id="a moment"),
        pytest.param(5.0, id="longer than a call may take"),
        pytest.param(25.0, marks=pytest.mark.thorough, id="longer than the deadline"),
    ],
)
async def test_a_paused_container_changes_no_verdict(engine, slots, role, seconds):
    for moment in moments(1, within=0.5):
        await trial(engine, lambda: _paused(slots, role, seconds), moment, deadline_seconds=12.0)
    await healthy(engine)
