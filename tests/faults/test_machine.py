"""What the machine does to us: a restarted Docker daemon, a full disk, too little memory."""

import asyncio
import contextlib
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import docker
import pytest
from docker.errors import APIError

from sandbox import orphans
from sandbox.engine import Engine, EngineSettings
from sandbox.images import catalogue
from tests.faults.second import SecondDocker
from tests.faults.slots import Slots
from tests.faults.trials import healthy, moments, nothing_left, trial
from tests.sandboxes import RIGHT, grade, verdict

pytestmark = [
    pytest.mark.faults,
    pytest.mark.root,
    pytest.mark.thorough,
    # the Docker client leaves the sockets of a daemon that has gone to the garbage collector, which warns
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def second(images) -> Iterator[SecondDocker]:
    if shutil.which("dockerd") is None:
        pytest.skip("there is no dockerd to start a second time")
    folder = Path(tempfile.mkdtemp(prefix="holdout-second-"))
    second = SecondDocker(folder, size_mb=2500)
    try:
        second.start()
        second.load([catalogue.image(name).tag for name in ("numpy", "judge")])
        yield second
    finally:
        second.remove()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def engine(second, monkeypatch) -> AsyncIterator[Engine]:
    monkeypatch.setenv("DOCKER_HOST", second.url)
    engine = Engine(EngineSettings(slots=2))
    await engine.start()
    client = docker.DockerClient(base_url=second.url)
    async with nothing_left(engine, Slots(client, engine.id), lambda: orphans.remove(client)):
        yield engine
    client.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_a_restarted_docker_daemon_costs_no_more_than_platform_errors(engine, second, how):
    for moment in moments(2, within=0.6):
        await trial(engine, lambda: second.restart(how), moment, may_fail=True, bound=150)
        await healthy(engine)


async def test_jobs_go_on_in_their_slots_while_the_disk_is_full(engine, second):
    try:
        await trial(engine, second.fill, 0.2)
    finally:
        second.empty()
    await healthy(engine)


async def test_slots_lost_while_the_disk_is_full_are_made_again_when_it_is_not(engine, second):
    def strike() -> None:
        second.fill()
        client = docker.DockerClient(base_url=second.url)
        for container in client.containers.list():
            with contextlib.suppress(APIError):  # its partner has taken it along
                container.kill()
        client.close()

    try:
        await trial(engine, strike, 0.2, may_fail=True)
    finally:
        second.empty()
    await healthy(engine)


HOG = "import numpy as np\ndef double(x):\n    hog = np.ones(25_000_000)\n    return 2.0 * x\n"


async def test_too_little_memory_for_all_never_turns_a_verdict(engine, second):
    if not second.limits_memory():
        pytest.skip("this host's control groups are of version 2")
    second.limit_memory(second.memory() + 40)
    try:
        async with asyncio.timeout(150):
            hogs, honest = await asyncio.gather(
                asyncio.gather(*(grade(engine, HOG) for _ in range(3))),
                asyncio.gather(*(grade(engine, RIGHT) for _ in range(5))),
            )
    finally:
        second.limit_memory(None)
    assert {verdict(stream) for stream in honest} <= {"accepted", "platform_error"}, honest
    assert {verdict(stream) for stream in hogs} <= {"accepted", "rejected", "platform_error"}
    await healthy(engine)


async def test_a_bomb_in_a_small_container_ends_as_its_own_and_the_next_jobs_are_right(second, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", second.url)
    engine = Engine(EngineSettings(slots=1, memory_mb=128, judge_memory_mb=256))
    await engine.start()
    bomb = "def double(x):\n    hog = []\n    while True: hog.append(bytearray(10**6))\n"
    for _ in range(3):
        assert verdict(await grade(engine, bomb, memory_mb=128)) in ("rejected", "platform_error")
        assert "accepted" == verdict(await grade(engine, RIGHT, memory_mb=128))
    await engine.close()
