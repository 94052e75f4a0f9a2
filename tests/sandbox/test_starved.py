"""Code that had no processor because others had it is not blamed; code that sleeps or spins is, however busy it is."""

from collections.abc import Callable, Iterator

import docker
import pytest
from docker.models.containers import Container

from sandbox import containers, events
from sandbox.engine import Engine
from tests.sandboxes import RIGHT, grade, last, verdict

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
async def alone(make: Callable[..., Engine]) -> Engine:
    """An engine with one pair that has graded, and no second try."""
    engine = make(platform_retries=0)
    assert "accepted" == verdict(await grade(engine, RIGHT))
    return engine


@pytest.fixture
def candidate(alone: Engine, docker_client: docker.DockerClient) -> Iterator[Container]:
    """The candidate's container, beside others that spin."""
    labels = [f"{containers.ROLE_LABEL}=candidate", f"{containers.OWNER_LABEL}={alone.id}"]
    (found,) = docker_client.containers.list(filters={"label": labels})
    started: list[Container] = []
    try:
        for _ in range(BURNERS):
            spin = {"entrypoint": "python3", "command": ["-c", "while True: pass"], "network_mode": "none"}
            started.append(docker_client.containers.run(found.attrs["Image"], **spin, detach=True))
        yield found
    finally:
        for container in started:
            container.remove(force=True)


def ended(stream: list[events.Event]) -> str:
    """The state of the one example, or what the platform says of itself."""
    end = last(stream)
    if isinstance(end, events.PlatformError):
        return end.message
    (example,) = [event for event in stream if isinstance(event, events.ExampleDone)]
    return example.error.state if example.error else example.state


async def test_on_a_busy_machine_code_gets_more_time_or_the_platform_is_at_fault(alone, candidate):
    candidate.update(cpu_shares=FEW_SHARES)
    said = ended(await grade(alone, SPINS, mode="run"))
    assert said == "passed" or "too busy" in said or "stood still" in said


async def test_on_a_busy_machine_a_sleeper_is_at_fault_itself(alone, candidate):
    del candidate  # as heavy as each of the others: what it takes to begin is soon had, and the rest is sleep
    assert "time_limit" == ended(await grade(alone, SLEEPS, mode="run"))


async def test_on_a_quiet_machine_the_same_code_has_its_time(alone):
    assert "passed" == ended(await grade(alone, SPINS, mode="run"))
