"""Two releases of the program on one machine: the one that stands here, and the one before it, from `before.tar.xz`."""

import os
import re
import signal
import subprocess
import sys
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

from app.settings import ROOT

START_SECONDS = 120
STOP_SECONDS = 180
READY = "SELECT count(*) FROM workers WHERE pid = %s AND trouble IS NULL"


@dataclass(frozen=True)
class Release:
    """A program in its folder; it runs with the packages of this one."""

    folder: Path

    @classmethod
    def before(cls, folder: Path) -> "Release":
        """The release before, unpacked there."""
        with tarfile.open(Path(__file__).with_name("before.tar.xz")) as archive:
            archive.extractall(folder, filter="data")
        return cls(folder)

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        return subprocess.run(
            self._command(arguments),
            cwd=self.folder,
            env=self._environ(settings),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def start(self, log: Path, *arguments: str, **settings: str) -> "Process":
        """A process that serves; what it says is in the log."""
        with log.open("ab") as said:
            started = subprocess.Popen(
                self._command(arguments), cwd=self.folder, env=self._environ(settings), stdout=said, stderr=said
            )
        return Process(started, log)

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-c", "from app.cli import main; main()", *arguments]

    def _environ(self, settings: dict[str, str]) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("HOLDOUT_")}
        return ours | {"PYTHONPATH": str(self.folder)} | settings


NOW = Release(ROOT)


@dataclass
class Process:
    """A web or a worker that runs."""

    started: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """All it has said."""
        return self.log.read_text()

    def address(self) -> str:
        """Where a web is, once it can do its part."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            found = re.search(r"Holdout is at (http://\S+)/", self.said())
            if found and _is_ready(found[1]):
                return found[1]
            self._wait_until(deadline)

    def grades(self, database: str) -> None:
        """Wait until a worker's sandbox is ready."""
        deadline = time.monotonic() + START_SECONDS
        with psycopg.connect(database, autocommit=True) as connection:
            while connection.execute(READY, [self.started.pid]).fetchone() != (1,):
                self._wait_until(deadline)

    def stop(self) -> int:
        """As an operator does; gives its status."""
        self.started.send_signal(signal.SIGTERM)
        return self.started.wait(STOP_SECONDS)

    def kill(self) -> None:
        """After a test that failed."""
        self.started.kill()
        self.started.wait()

    def _wait_until(self, deadline: float) -> None:
        assert self.started.poll() is None, self.said()
        assert time.monotonic() < deadline, self.said()
        time.sleep(0.1)


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5).is_success
    except httpx.TransportError:
        return False
