"""One engine with real containers for all tests of this folder, and a maker of others."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import docker
import pytest

from sandbox import containers
from sandbox.engine import Engine, EngineSettings
from sandbox.images import build
from sandbox.pair import Pair
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
