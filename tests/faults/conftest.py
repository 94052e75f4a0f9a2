"""An engine per test, since every test breaks its own."""

import os
from collections.abc import AsyncIterator, Iterator

import docker
import pytest

from sandbox import containers
from sandbox.engine import Engine, EngineSettings
from sandbox.images import build
from tests.faults.slots import Slots
from tests.faults.trials import SEED, nothing_left

JAILS = [{"jail": "userns"}, {"jail": "uid"}] if "jail" in EngineSettings.model_fields else [{}]


def pytest_report_header() -> str:
    return f"FAULT_SEED={SEED} repeats the moments of this run"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.geteuid():
        for item in items:
            if item.get_closest_marker("root"):
                item.add_marker(pytest.mark.skip(reason="only root may signal the processes of a container"))


@pytest.fixture(scope="session")
def images() -> None:
    build.build(["numpy", "judge"], lambda _: None)


@pytest.fixture(scope="session")
def docker_client() -> Iterator[docker.DockerClient]:
    client = containers.connect()
    yield client
    client.close()


@pytest.fixture(params=JAILS, ids=lambda jail: jail.get("jail", "uid"), scope="module")
async def engine(request, images, docker_client) -> AsyncIterator[Engine]:
    """Two slots; when the tests of a module are through with it, it has them still, and closed it leaves nothing."""
    engine = Engine(EngineSettings(slots=2, **request.param))
    await engine.start()
    async with nothing_left(engine, Slots(docker_client, engine.id)):
        yield engine


@pytest.fixture
def slots(engine, docker_client) -> Slots:
    return Slots(docker_client, engine.id)
