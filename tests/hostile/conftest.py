"""One engine per jail with real containers, canaries planted around them, and an honest crowd."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import docker
import pytest
from docker.api.container import ContainerApiMixin

from sandbox.engine import Engine
from sandbox.images import build
from tests.hostile import outside
from tests.hostile.scene import Scene, canary
from tests.sandboxes import settings, start

_HONEST, _HONEST_IN_FAST = 20, 5


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Canaries in a file of the host, in the worker's environment and in that of every container."""
    host_file = tmp_path_factory.mktemp("host") / "secret.txt"
    host_file.write_text(canary("host"))
    create, patch = ContainerApiMixin.create_container, pytest.MonkeyPatch()

    def with_canary(self: ContainerApiMixin, *arguments: object, **options: object) -> object:
        options["environment"] = {"HOLDOUT_CANARY": canary("supervisor")}
        return create(self, *arguments, **options)

    patch.setattr(ContainerApiMixin, "create_container", with_canary)
    patch.setitem(os.environ, "HOLDOUT_CANARY", canary("worker"))
    yield host_file
    patch.undo()


@pytest.fixture(scope="session", params=["userns", "uid"])
async def scene(request: pytest.FixtureRequest, planted: Path) -> AsyncIterator[Scene]:
    """An engine in one jail, with honest jobs around: 20 after each attack, 5 in `make test`."""
    build.build(["numpy", "judge"], lambda _: None)
    unworn = 1_000_000  # a slot that is replaced for its age would look like one that an attack took down
    engine = Engine(settings(slots=2, live_slots=0, spares=0, recycle_after=unworn, jail=request.param))
    await start(engine)
    client = docker.from_env()
    honest = _HONEST_IN_FAST if request.config.getoption("markexpr") else _HONEST
    scene = Scene(engine, request.param, client, planted, honest)
    await scene.settle()
    yield scene
    await engine.close()
    assert [] == outside.containers(client, engine.id)
    client.close()
