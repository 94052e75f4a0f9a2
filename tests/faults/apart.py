"""A worker on a machine of its own, as far as one machine can play two: its own network and its own Docker engine.

Its process runs in a network namespace from which only one address of this machine can be reached; there a relay leads
to the database. `cut` pulls the cable.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOLDOUT = Path(sys.executable).parent / "holdout"
_STOP_SECONDS = 60


class Apart:
    """Worker `number` on the engine at `docker`, against the database at `url`, which is this machine's."""

    def __init__(self, number: int, folder: Path, docker: str, url: str, settings: Mapping[str, str]) -> None:
        self.name = f"hk{os.getpid() % 100_000}n{number}"
        self._log = folder / f"{self.name}.log"
        here = f"10.{230 + number}.{os.getpid() % 250}.1"
        there = here.removesuffix("1") + "2"
        self._lay(here, there)
        self._relay = Relay(here, _socket_of(url))
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HOLDOUT_")},
            "DATABASE_URL": f"postgresql://postgres@{here}:{self._relay.port}{urlsplit(url).path}",
            "DOCKER_HOST": docker,
            "HOLDOUT_LOG_FORMAT": "json",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def _lay(self, here: str, there: str) -> None:
        outside, inside = f"{self.name}a", f"{self.name}b"
        for command in (
            f"ip netns add {self.name}",
            f"ip link add {outside} type veth peer name {inside} netns {self.name}",
            f"ip address add {here}/30 dev {outside}",
            f"ip link set {outside} up",
            f"ip -n {self.name} address add {there}/30 dev {inside}",
            f"ip -n {self.name} link set {inside} up",
            f"ip -n {self.name} link set lo up",
        ):
            subprocess.run(command.split(), check=True)

    def start(self) -> None:
        """Start the worker's process at the far end."""
        command = ["ip", "netns", "exec", self.name, str(HOLDOUT), "worker"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)

    def cut(self, *, off: bool) -> None:
        """Pull the cable, or put it back."""
        subprocess.run(["ip", "link", "set", f"{self.name}a", "down" if off else "up"], check=True)

    def lines(self, event: str) -> list[dict[str, Any]]:
        """The lines of its log with this event."""
        found = []
        for line in self._log.read_text().splitlines() if self._log.exists() else ():
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return [line for line in found if line.get("event") == event]

    def taken(self) -> list[str]:
        """The executions it has taken up, in its order."""
        return [line["execution"] for line in self.lines("execution_taken_up")]

    def end(self) -> int | None:
        """Stop the worker as an operator does; gives its status."""
        if self._process is None:
            return None
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait(_STOP_SECONDS)

    def remove(self) -> None:
        """End it and take its network away."""
        self.end()
        self._relay.close()
        subprocess.run(["ip", "netns", "delete", self.name], check=False)
        subprocess.run(["ip", "link", "delete", f"{self.name}a"], check=False, stderr=subprocess.DEVNULL)

    @staticmethod
    def can_be() -> bool:
        """Whether this user may make networks here."""
        tried = subprocess.run(["ip", "netns", "add", "hkprobe"], check=False, capture_output=True)
        subprocess.run(["ip", "netns", "delete", "hkprobe"], check=False, capture_output=True)
        return tried.returncode == 0


def _socket_of(url: str) -> str:
    """The Unix socket of an embedded cluster."""
    folder = parse_qs(urlsplit(url).query)["host"][0]
    return f"{folder}/.s.PGSQL.5432"


class Relay:
    """Takes TCP connections at an address and leads each to a Unix socket."""

    def __init__(self, address: str, path: str) -> None:
        self._path = path
        self._listening = socket.create_server((address, 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._path)
            self._open += (client, server)
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=_pump, args=(source, sink), daemon=True).start()

    def close(self) -> None:
        """End everything."""
        for each in (self._listening, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(1 << 16):
            sink.sendall(chunk)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
