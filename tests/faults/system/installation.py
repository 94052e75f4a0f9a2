"""A whole Holdout of processes: PostgreSQL, a Docker engine, two web nodes and two workers, the second of each far away.

What is far away is in a network namespace of its own, at the other end of a wire. Whatever dies is started again.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from app.kit.db import SessionMaker, create_engine, create_sessionmaker
from sandbox.images import catalogue
from tests.app import packages
from tests.faults.second import SecondDocker
from tests.faults.system.cluster import Cluster, free_port
from tests.faults.system.node import Node
from tests.faults.system.wire import Wire

WHOLE_SECONDS = 240.0
IMAGES = ("numpy", "judge")
_READY = text(
    "SELECT pid FROM workers WHERE trouble IS NULL AND sandbox ? 'jail' AND seen_at > now() - interval '12 seconds'"
)


class Installation:
    """`web` and `workers` hold the near one first. `sessions` are on the database itself, past every wire."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.wires = [Wire(number, seed) for number in range(2)]
        self.cluster = Cluster(folder, ["127.0.0.1", *(wire.here for wire in self.wires)])
        self.docker = SecondDocker(folder / "docker", size_mb=2500)
        self.cluster_wanted = True
        self.docker_wanted = True
        self.engine = create_engine(self.cluster.url(), pool_size=4)
        self.sessions: SessionMaker = create_sessionmaker(self.engine)
        self._bank()
        to_web, to_worker = self.wires
        self.web = [self._web("web-near", None), self._web("web-far", to_web)]
        self.workers = [self._node("worker-near", None, "worker"), self._node("worker-far", to_worker, "worker")]
        self._upkeep: list[asyncio.Task[None]] = []

    @property
    def nodes(self) -> list[Node]:
        return [*self.web, *self.workers]

    def _bank(self) -> None:
        for path, content in packages.files().items():
            target = self.folder / "bank" / "metrics" / "double" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)

    def _web(self, name: str, wire: Wire | None) -> Node:
        port, host = free_port(), wire.there if wire else "127.0.0.1"
        node = self._node(name, wire, "serve", "--role", "web", HOLDOUT_HOST=host, HOLDOUT_PORT=str(port))
        node.address = f"{host}:{port}"
        return node

    def _node(self, name: str, wire: Wire | None, *arguments: str, **more: str) -> Node:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("HOLDOUT_")},
            "DATABASE_URL": self.cluster.url(wire.here if wire else "127.0.0.1"),
            "DOCKER_HOST": self.docker.url,
            "HOLDOUT_DATA_DIR": str(self.folder / name),
            "HOLDOUT_PROBLEMS_DIR": str(self.folder / "bank"),
            "HOLDOUT_EXECUTIONS_PER_MINUTE": "10000",
            "HOLDOUT_RATE_FACTOR": "0",
            "HOLDOUT_SANDBOX_SLOTS": "2",
            "HOLDOUT_SANDBOX_SPARES": "1",
            "HOLDOUT_LOG_FORMAT": "json",
            **more,
        }
        return Node(name, *arguments, folder=self.folder, environment=environment, wire=wire)

    async def start(self) -> None:
        """Everything, until a submission could be graded by either worker."""
        await asyncio.gather(asyncio.to_thread(self.cluster.start), asyncio.to_thread(self._start_docker))
        self._upkeep = [asyncio.create_task(node.keep_up()) for node in self.nodes]
        self._upkeep.append(asyncio.create_task(self._keep_up("cluster")))
        self._upkeep.append(asyncio.create_task(self._keep_up("docker")))
        self.web[0].wanted = True
        await self._until(lambda: self._serves(self.web[0]))  # it makes the schema
        for node in self.nodes:
            node.wanted = True
        await self.whole()

    def _start_docker(self) -> None:
        self.docker.start()
        self.docker.load([catalogue.image(name).tag for name in IMAGES])

    async def _keep_up(self, what: str) -> None:
        """Start database or Docker whenever they are not there, unless a fault wants them gone."""
        thing: Any = getattr(self, what)
        while True:
            if getattr(self, f"{what}_wanted") and not thing.runs:
                with contextlib.suppress(AssertionError):  # no room yet, or not all of the old one is gone
                    await asyncio.to_thread(thing.start)
            await asyncio.sleep(0.2)

    async def whole(self) -> None:
        """Wait until every part is there and can do its work."""
        await self._until(self._is_whole)

    async def _is_whole(self) -> bool:
        for node in self.web:
            if not await self._serves(node):
                return False
        with contextlib.suppress(Exception):  # whatever it is, the database is not back yet
            async with asyncio.timeout(20), self.sessions() as session:
                there = set((await session.execute(_READY)).scalars())
            return there >= {node.pid for node in self.workers}
        return False

    async def _serves(self, node: Node) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
                return (await client.get(f"http://{node.address}/readyz")).is_success
        return False

    async def _until(self, there: Callable[[], Any]) -> None:
        deadline = time.monotonic() + WHOLE_SECONDS
        while not await there():
            if time.monotonic() > deadline:
                raise AssertionError(f"not whole again after {WHOLE_SECONDS} s:\n{self.logs()}")
            await asyncio.sleep(0.2)

    def kill_containers(self) -> None:
        """Kill all there are."""
        command = ["docker", "-H", self.docker.url]
        running = subprocess.run([*command, "ps", "--quiet"], capture_output=True, text=True, check=False).stdout
        subprocess.run([*command, "kill", *running.split()], capture_output=True, check=False)

    def logs(self, lines: int = 8) -> str:
        """The ends of the nodes' logs."""
        ends = []
        for node in self.nodes:
            said = node.log.read_text().splitlines() if node.log.exists() else []
            ends.append(f"── {node.name}, pid {node.pid}\n" + "\n".join(line[:400] for line in said[-lines:]))
        return "\n".join(ends)

    async def close(self) -> None:
        for task in self._upkeep:
            task.cancel()
        await asyncio.gather(*self._upkeep, return_exceptions=True)
        self.cluster.send(signal.SIGCONT)
        for wire in self.wires:
            wire.carry()
        await asyncio.gather(*(asyncio.to_thread(node.end) for node in self.nodes))
        await self.engine.dispose()
        await asyncio.to_thread(self.remove)

    def remove(self) -> None:
        """Take away what is not a process of Holdout."""
        self.cluster.remove()
        self.docker.remove()
        for wire in self.wires:
            wire.remove()


@asynccontextmanager
async def installed(seed: int) -> AsyncIterator[Installation]:
    """One for as long as it lasts, ready. FAULT_LOGS keeps what its processes said in a folder."""
    installation = await asyncio.to_thread(_laid_out, seed)
    try:
        await installation.start()
        yield installation
    finally:
        await installation.close()
        await asyncio.to_thread(_tidy, installation.folder)


def _laid_out(seed: int) -> Installation:
    folder = Path(tempfile.mkdtemp(prefix="holdout-faults-"))
    folder.chmod(0o755)  # PostgreSQL's account passes through
    (folder / "docker").mkdir()
    return Installation(folder, seed)


def _tidy(folder: Path) -> None:
    if kept := os.environ.get("FAULT_LOGS"):
        for log in (*folder.glob("*.log"), folder / "docker" / "log"):
            shutil.copy(log, Path(kept) / log.name)
    shutil.rmtree(folder, ignore_errors=True)
