"""The engine proxy as its containers run it, and an engine behind it that only writes down what reaches it."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "engine-proxy"
ENGINE = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")
ID = "5" * 64  # of a container
_START_SECONDS = 20


class Proxy:
    """Where it listens, and what it said."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.url = f"tcp://127.0.0.1:{port}"
        self._log = log

    def refused(self, least: int = 0) -> list[str]:
        """A line for each call it did not let through, which it writes a moment after its answer."""
        end = time.monotonic() + _START_SECONDS
        while True:
            lines = [line for line in self._log.read_text().splitlines() if ": 403 " in line]
            if len(lines) >= least or time.monotonic() > end:
                return lines
            time.sleep(0.05)

    def ask(self, method: str, address: str, body: bytes = b"", headers: str = "") -> tuple[int, str]:
        """Status and body of a call that no library has tidied up."""
        kind = "Content-Type: application/json\r\n" if body else ""
        head = f"{method} {address} HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n{kind}{headers}"
        if "Transfer-Encoding" not in headers:
            head += f"Content-Length: {len(body)}\r\n"
        first, _, rest = self.send(head.encode() + b"\r\n" + body).partition(b"\r\n")
        return int(first.split()[1]), rest.partition(b"\r\n\r\n")[2].decode()

    def send(self, what: bytes, patience: float = 30) -> bytes:
        """All that is answered until it closes the connection, or says nothing for so long."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), patience) as asking:
            with contextlib.suppress(OSError):  # it answers before it has read everything
                asking.sendall(what)
            with contextlib.suppress(OSError):
                while chunk := asking.recv(1 << 16):
                    answer += chunk
        return answer


@contextmanager
def running(calls: str, folder: Path, engine: str = ENGINE) -> Iterator[Proxy]:
    """HAProxy with the files of `deploy/engine-proxy`, as a process of this machine."""
    program = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("Debian's package `haproxy` is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / f"{calls}-{port}.log"
    environ = {"LISTEN": f"127.0.0.1:{port}", "CALLS": calls, "ENGINE": engine}
    with log.open("wb") as said:
        command = [program, "-C", str(FOLDER), "-f", "haproxy.cfg", "-db"]
        process = subprocess.Popen(command, env=environ, stdout=said, stderr=said)
    proxy = Proxy(port, log)
    try:
        _wait(proxy, process, log)
        yield proxy
    finally:
        process.terminate()
        process.wait(20)


def _wait(proxy: Proxy, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, IndexError):
            proxy.ask("GET", "/healthz")
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


class Recorder:
    """An engine's socket: whatever reaches it succeeds, and is written down."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.calls: list[tuple[str, str, bytes]] = []
        self.upgrades: list[list[str]] = []  # what each of them asked to go on in
        self._server: ThreadingUnixStreamServer | None = None
        self.start()

    def start(self) -> None:
        """Be there."""
        calls, upgrades = self.calls, self.upgrades

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path != "/_ping":
                    calls.append((self.command, self.path, body))
                    upgrades.append(self.headers.get_all("Upgrade") or [])
                said = json.dumps({"Id": "c" * 64, "ApiVersion": "1.41", "Config": {"Labels": {}}}).encode()
                with contextlib.suppress(OSError):  # the proxy looks whether the engine is there, and goes
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(said)))
                    self.end_headers()
                    self.wfile.write(said)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the names the library calls

            def address_string(self) -> str:
                return "the proxy"

            def log_message(self, *_: Any) -> None:
                pass

        Path(self.path).unlink(missing_ok=True)
        self._server = ThreadingUnixStreamServer(self.path, Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Be gone, as an engine that was stopped."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        Path(self.path).unlink(missing_ok=True)
