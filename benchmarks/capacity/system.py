"""Holdout as an operator runs it, as processes of its own: PostgreSQL, web, worker; started, found and ended here."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from app.kit import migrate
from app.kit.db import SessionMaker, create_engine, create_sessionmaker
from app.kit.embedded import EmbeddedPostgres
from app.web import MIGRATIONS
from sandbox.images import build as images

T = TypeVar("T")
HOLDOUT = Path(sys.executable).parent / "holdout"
START_SECONDS, STOP_SECONDS = 400.0, 60.0
WARM_SECONDS = 5.0  # spares come up after the first pair
LOAD = {"HOLDOUT_EXECUTIONS_PER_MINUTE": "10000", "HOLDOUT_RATE_FACTOR": "0", "HOLDOUT_LOG_LEVEL": "WARNING"}


@dataclass
class Part:
    """A process of Holdout: `web`, `worker`, or `all` in one."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    metrics: int

    @property
    def pid(self) -> int:
        """Of the process."""
        return self.process.pid

    def check(self) -> None:
        """RuntimeError with its log when it has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} ended:\n{self.log.read_text()[-3000:]}")


@dataclass
class System:
    """What runs. `parts` are Holdout's own processes; `postmaster` is PostgreSQL's first."""

    url: str
    folder: Path
    port: int
    engine: AsyncEngine
    sessions: SessionMaker
    postmaster: int
    parts: list[Part] = field(default_factory=list)

    @property
    def http(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it in a loop of its own, with which its connections to the database end."""

        async def to_the_end() -> T:
            try:
                return await work
            finally:
                await self.engine.dispose()

        return asyncio.run(to_the_end())

    def start(self, name: str, **settings: str) -> Part:
        """Start one part; `settings` are environment variables."""
        metrics = free_port()
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("HOLDOUT_")},
            "DATABASE_URL": self.url,
            "HOLDOUT_DATA_DIR": str(self.folder / name),
            "HOLDOUT_PORT": str(self.port),
            "HOLDOUT_METRICS_PORT": str(metrics),
            **LOAD,
            **settings,
        }
        log = self.folder / f"{name}.log"
        with log.open("ab") as out:
            command = [str(HOLDOUT), "serve", "--role", name]
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
        self.parts.append(Part(name, process, log, metrics))
        return self.parts[-1]

    def wait(self, *, grades: bool) -> None:
        """Until it serves, or serves and grades with warm spares. Parts come one by one: each brings the bank in."""
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready(grades=grades):
            for part in self.parts:
                part.check()
            if time.monotonic() > deadline:
                raise RuntimeError(f"not ready after {START_SECONDS:.0f} s: {self._said()}")
            time.sleep(0.2)
        if grades:
            time.sleep(WARM_SECONDS)

    def _is_ready(self, *, grades: bool) -> bool:
        answer = self._said()
        return bool(answer.get("ready")) and (not grades or bool(answer.get("sandbox", {}).get("workers")))

    def _said(self) -> dict[str, Any]:
        with contextlib.suppress(httpx.HTTPError):
            return dict(httpx.get(f"{self.http}/readyz", timeout=10).json())
        return {}

    def stop(self) -> None:
        """End web and worker."""
        for part in self.parts:
            part.process.send_signal(signal.SIGTERM)
        for part in self.parts:
            with contextlib.suppress(subprocess.TimeoutExpired):
                part.process.wait(STOP_SECONDS)
            part.process.kill()
            part.process.wait()
        self.parts.clear()


@contextlib.contextmanager
def running(*parts: str, configure: str = "", **settings: str) -> Iterator[System]:
    """A system with these parts, on a database of its own; `configure` is added to PostgreSQL's settings."""
    images.build(["numpy", "judge"], lambda _: None)
    with tempfile.TemporaryDirectory(prefix="holdout-capacity-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with _database(folder, configure) as (url, postmaster):
            engine = create_engine(url)
            system = System(url, folder, free_port(), engine, create_sessionmaker(engine), postmaster)
            try:
                for part in parts:
                    system.start(part, **settings)
                    system.wait(grades=part != "web")
                yield system
            finally:
                system.stop()


@contextlib.contextmanager
def _database(folder: Path, configure: str) -> Iterator[tuple[str, int]]:
    cluster = EmbeddedPostgres(folder)
    url = cluster.start()
    try:
        if configure:
            cluster.stop()
            with (cluster.data / "postgresql.conf").open("a") as conf:
                conf.write(configure)
            url = cluster.start()
        migrate.upgrade(url, MIGRATIONS)
        yield url, int((cluster.data / "postmaster.pid").read_text().split()[0])
    finally:
        cluster.stop()


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
