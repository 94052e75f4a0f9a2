"""Holdout as a process of its own: embedded PostgreSQL, web and worker, on a free port and a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

HOLDOUT = Path(sys.executable).parent / "holdout"
START_SECONDS = 240  # the bank is read in, beside whatever else the machine does
STOP_SECONDS = 60


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Server:
    """Can be stopped, killed and started again at the same address with the same data."""

    def __init__(self, folder: Path, *, port: int = 0, **settings: str) -> None:
        """`settings` are environment variables."""
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "HOLDOUT_DATA_DIR": str(folder / "data"),
            "HOLDOUT_PORT": str(self.port),
            "HOLDOUT_EXECUTIONS_PER_MINUTE": "1000",
            "HOLDOUT_RATE_FACTOR": "10",
            "HOLDOUT_LOG_LEVEL": "WARNING",
            **settings,
        }

    def build_images(self) -> None:
        """What grading needs; at once where the images are there."""
        subprocess.run([HOLDOUT, "images", "build"], check=True, capture_output=True)

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [HOLDOUT, "serve"], env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the server did not come up:\n{self._log.read_text()}")
            time.sleep(0.1)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As when the machine loses power: nothing is flushed, nobody is told."""
        self._end(signal.SIGKILL)

    def first_sign_in(self) -> tuple[str, str]:
        """The administrator that the first start prints."""
        found = re.search(r"first sign-in: (\S+)\s+password: (\S+)", self._log.read_text())
        assert found is not None, self._log.read_text()
        return found[1], found[2]

    def add_user(self, email: str, name: str, role: str) -> str:
        """An account beside the first; its password."""
        command = [HOLDOUT, "user", "add", email, "--name", name, "--role", role]
        told = subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True).stdout
        found = re.search(r"password: (\S+)", told)
        assert found is not None, told
        return found[1]

    def _end(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(timeout=STOP_SECONDS)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).is_success
        except httpx.TransportError:
            return False
