"""The Docker Engine (the one that runs, or one installed and started here) and the sandbox's images."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from scripts.setup.command import CommandError
from scripts.setup.report import Screen, StepError
from scripts.setup.state import ROOT, VENV
from scripts.setup.system import can_install, install, run

DAEMON_LOG = ROOT / ".build" / "dockerd.log"
START_TIMEOUT = 60.0  # seconds for the daemon to answer
SANDBOX_REMEDY = "Holdout runs candidates' code in containers, so it needs a Docker Engine that answers."


class _Connection(http.client.HTTPConnection):
    """HTTP over the engine's Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=5)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _socket() -> str:
    """The engine's socket, or "" where DOCKER_HOST names an engine elsewhere."""
    host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    return host.removeprefix("unix://") if host.startswith("unix://") else ""


def version() -> str | None:
    """The running engine's version, None when none answers. Raises StepError when we may not ask it."""
    connection = _Connection(_socket())
    try:
        connection.request("GET", "/version")
        return str(json.load(connection.getresponse())["Version"])
    except PermissionError:
        raise StepError(
            f"This user may not use {_socket()}.",
            "sudo usermod -aG docker $USER\nThen sign out and in, and start again.",
        ) from None
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return None
    finally:
        connection.close()


def docker(screen: Screen) -> str:
    """Use the engine that runs; else start the one installed, or install and start one, where we may."""
    if not _socket():
        return f"taken from DOCKER_HOST={os.environ['DOCKER_HOST']}"
    running = version()
    if running:
        return f"{running} is running"
    if not can_install():
        raise StepError(
            f"No Docker Engine answers at {_socket()}, and only root can install or start one.",
            "sudo apt-get install docker.io && sudo usermod -aG docker $USER\n"
            "Then sign out and in, and start again; or start again as root.",
        )
    if shutil.which("dockerd"):
        _start(screen)
        return f"started {_wait(screen)}"
    install(screen, ["docker.io"], recommends=True)
    if not _answers_within(5.0, screen):  # the package may start it by itself
        _start(screen)
    return f"installed and started {_wait(screen)}"


def _start(screen: Screen) -> None:
    """By systemd where it is in charge; else as a process of its own that outlives this one."""
    if Path("/run/systemd/system").is_dir():
        run(screen, "systemctl", "enable", "--now", "docker")
        return
    DAEMON_LOG.parent.mkdir(exist_ok=True)
    with DAEMON_LOG.open("ab") as log:
        subprocess.Popen(["dockerd"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _wait(screen: Screen) -> str:
    if _answers_within(START_TIMEOUT, screen):
        return version() or "unknown"
    said = DAEMON_LOG.read_text(errors="replace").splitlines()[-8:] if DAEMON_LOG.exists() else []
    raise StepError(
        "\n".join(["dockerd was started and does not answer.", *said]),
        f"Read {DAEMON_LOG} (or `journalctl -u docker`), put right what it names, and start again.",
    )


def _answers_within(seconds: float, screen: Screen) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if version():
            return True
        screen.watch("waiting for the Docker Engine to answer")
        time.sleep(0.5)
    return False


def images(screen: Screen) -> str:
    """Build the sandbox's images: a quick look where they are present. Without a registry it takes mmdebstrap."""
    try:
        _build_images(screen)
    except CommandError:
        if shutil.which("mmdebstrap") or not can_install():
            raise
        install(screen, ["mmdebstrap"])
        _build_images(screen)
    return ""


def _build_images(screen: Screen) -> None:
    run(screen, VENV / "bin" / "holdout", "images", "build")
