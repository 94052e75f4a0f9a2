"""One engine with real containers for all tests of this folder."""

from collections.abc import AsyncIterator, Iterator

import docker
import pytest

from sandbox import containers
from sandbox.engine import Engine
from sandbox.images import build
from tests.sandboxes import settings


@pytest.fixture(scope="session")
async def engine() -> AsyncIterator[Engine]:
    build.build(["numpy", "judge"], lambda _: None)
    engine = Engine(settings(slots=2))
    await engine.start()
    yield engine
    await engine.close()


@pytest.fixture
def docker_client() -> Iterator[docker.DockerClient]:
    client = containers.connect()
    yield client
    client.close()
