"""One engine with real containers for all tests of this folder."""

from collections.abc import AsyncIterator

import pytest

from sandbox.engine import Engine, EngineSettings
from sandbox.images import build


@pytest.fixture(scope="session")
async def engine() -> AsyncIterator[Engine]:
    build.build(["numpy", "judge"], lambda _: None)
    engine = Engine(EngineSettings(slots=2))
    await engine.start()
    yield engine
    await engine.close()
