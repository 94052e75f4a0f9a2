"""Code that had no processor because others had it is not blamed; code that sleeps or spins is, however busy it is."""

from collections.abc import AsyncIterator, Iterator

import docker
import pytest
from docker.models.containers import Container

from sandbox import containers, events
from sandbox.engine import Engine
from tests.sandboxes import RIGHT, grade, last, settings, verdict

SPINS = """
import time
def double(x):
    end = time.process_time() + 0.7
    while time.process_time() < end: pass
    return 2.0 * x
"""
SLEEPS = "import time\ndef double(x):\n    time.sleep(100)\n"
BURNERS, FEW_SHARES = 4, 150


@pytest.fixture
async def alone() -> AsyncIterator[Engine]:
    engine = Engine(settings(slots=1, live_slots=0, spares=0, platform_retries=0))
    await engine.start()
    assert "accepted" == verdict(await grade(engine, RIGHT))
    yield engine
    await engine.close()


@pytest.fixture
def busy(alone: Engine, docker_client: docker.DockerClient) -> Iterator[None]:
    """Containers that spin, beside a candidate's container that yields to them."""
    labels = [f"{containers.ROLE_LABEL}=candidate", f"{containers.OWNER_LABEL}={alone.id}"]
    (candidate,) = docker_client.containers.list(filters={"label": labels})
    started: list[Container] = []
    try:
        for _ in range(BURNERS):
            spin = {"entrypoint": "python3", "command": ["-c", "while True: pass"], "network_mode": "none"}
            started.append(docker_client.containers.run(candidate.attrs["Image"], **spin, detach=True))
        candidate.update(cpu_shares=FEW_SHARES)
        yield
    finally:
        for container in started:
            container.remove(force=True)


@pytest.mark.usefixtures("busy")
async def test_on_a_busy_machine_the_platform_is_at_fault_and_a_sleeper_is_at_its_own(alone):
    end = last(await grade(alone, SPINS))
    assert isinstance(end, events.PlatformError), end
    assert "too busy" in end.message or "stood still" in end.message
    assert "rejected" == verdict(await grade(alone, SLEEPS))


async def test_on_a_quiet_machine_the_same_code_has_its_time(alone):
    assert "accepted" == verdict(await grade(alone, SPINS.replace("0.7", "0.1")))
