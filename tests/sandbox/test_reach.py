"""Every way of not reaching an engine has its own error and remedy."""

import json
import os
import re
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from sandbox import containers
from sandbox.diagnosis import reach
from sandbox.engine import Engine, EngineSettings
from sandbox.errors import EngineTooOld, EngineUnavailable
from tests.sandboxes import RIGHT, job

ROOT = Path(__file__).parents[2]
NOBODY = 65534


class Answering(HTTPServer):
    """An HTTP server on a socket file that says which interface it speaks."""

    address_family = socket.AF_UNIX

    def __init__(self, path: Path, version: dict[str, str]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(version).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def address_string(self) -> str:
                return "a client"

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(str(path), Handler)  # type: ignore[arg-type]  # a path is the address of this family

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)


@pytest.fixture
def speaking(tmp_path, monkeypatch) -> Iterator[object]:
    servers = []

    def start(version: dict[str, str]) -> None:
        server = Answering(tmp_path / "engine.sock", version)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/engine.sock")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("version", ["1.12", "1.23", "1.24", "1.40"])
def test_an_old_engine_is_named_with_the_oldest_that_does(speaking, version):
    speaking({"ApiVersion": version, "Version": "1.0"})
    with pytest.raises(EngineTooOld, match=r"too old.*Upgrade it to Docker 20\.10"):
        reach.connect(5)


def test_an_engine_that_is_new_enough_is_taken(speaking):
    speaking({"ApiVersion": "1.41"})
    reach.connect(5).close()


@pytest.mark.parametrize("version", [{}, {"ApiVersion": "new"}], ids=["nothing", "no number"])
def test_something_that_is_no_engine_is_refused(speaking, version):
    speaking(version)
    with pytest.raises(EngineUnavailable):
        reach.connect(5)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("unix:///nowhere/engine.sock", "no socket at unix:///nowhere/engine.sock. Start Docker"),
        ("unix:///etc/hostname", "nothing listens at unix:///etc/hostname. Start Docker"),
        ("tcp://127.0.0.1:1", "nothing listens at tcp://127.0.0.1:1. Start Docker"),
        ("tcp://engine.invalid:2375", "no host of the name in DOCKER_HOST"),
        ("engine:/x", "Set DOCKER_HOST to unix:///path"),
        ("tcp://127.0.0.1:port", "Set DOCKER_HOST to unix:///path"),
        ("ssh://nobody@127.0.0.1", "Set DOCKER_HOST to unix:///path"),
    ],
)
def test_a_wrong_address_is_explained(monkeypatch, address, said):
    monkeypatch.setenv("DOCKER_HOST", address)
    with pytest.raises(EngineUnavailable, match=re.escape(said)):
        containers.connect()


def test_an_engine_that_does_not_answer_is_given_up(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "engine.sock"))
        silent.listen()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/engine.sock")
        with pytest.raises(EngineUnavailable, match="takes connections and does not answer"):
            reach.connect(0.3)


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming somebody else takes root")
@pytest.mark.parametrize(
    ("mode", "folder", "said"),
    [
        (0o660, 0o755, r"uid 65534 may not use the engine's socket .*usermod -aG root NAME"),
        (0o600, 0o755, "neither may its group .*chmod 660"),
        (0o660, 0o700, "a folder above it is closed"),
    ],
)
def test_no_permission_on_the_socket_names_the_group(tmp_path, mode, folder, said):
    inner = tmp_path / "run"
    inner.mkdir()
    program = f"""
        import os
        from sandbox.diagnosis import reach
        os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
        try:
            reach.connect(5)
        except Exception as error:
            print(type(error).__name__, error)
    """
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(inner / "engine.sock"))
        listening.listen()
        (inner / "engine.sock").chmod(mode)
        inner.chmod(folder)
        for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
            parent.chmod(0o755)
        result = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "DOCKER_HOST": f"unix://{inner}/engine.sock"},
        )
    assert result.stdout.startswith("SocketForbidden ")
    assert re.search(said, result.stdout), result.stdout


async def test_without_an_engine_a_grading_is_a_platform_error_at_once(monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/engine.sock")
    engine = Engine(EngineSettings(slots=1))
    stream = [event async for event in engine.grade(job(RIGHT))]
    assert ["platform_error"] == [event.type for event in stream if event.type != "started"]
    assert "Start Docker" in stream[-1].message
    await engine.close()
