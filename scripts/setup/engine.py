"""The Docker Engine (the one that runs, or one installed and started here) and the sandbox's images."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from scripts.setup import state
from scripts.setup.command import CommandError
from scripts.setup.report import Screen, StepError
from scripts.setup.state import ROOT, VENV
from scripts.setup.system import can_install, install, run

DAEMON_LOG = ROOT / ".build" / "dockerd.log"
START_TIMEOUT = 60.0  # seconds for the daemon to answer
BUILD = (str(VENV / "bin" / "holdout"), "images", "build")
IMAGES = ROOT / ".build" / "images"  # the key of the content they were built from, and their tags
MMDEBSTRAP = ("mmdebstrap", "debian-archive-keyring", "gpg")  # with the keys, which Ubuntu lacks


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


def _ask(path: str) -> Any:
    """What the engine answers to GET `path`; None when it has no such thing or does not answer.

    Raises StepError when this user may not ask.
    """
    connection = _Connection(_socket())
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return json.load(answer) if answer.status == http.client.OK else None
    except PermissionError:
        raise StepError(
            f"This user may not use {_socket()}.",
            "sudo usermod -aG docker $USER\nThen sign out and in, and start again.",
        ) from None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def version() -> str | None:
    """The running engine's version, None when none answers."""
    answer = _ask("/version")
    return str(answer["Version"]) if answer else None


def docker(screen: Screen) -> str:
    """Use the engine that runs; else start the one installed, or install and start one, where we may."""
    if not _socket():
        return f"taken from DOCKER_HOST={os.environ['DOCKER_HOST']}"
    running = version()
    if running:
        return f"{running} is running"
    if not can_install():
        raise StepError(
            f"No Docker Engine answers at {_socket()}, and installing or starting one takes root and apt.",
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
    """Build the images the problem bank needs. Where no registry can be reached it takes mmdebstrap."""
    key = state.digest([ROOT / "sandbox", *sorted((ROOT / "problems").glob("*/*/problem.yaml"))])
    if _are_there(key):
        return "already there"
    try:
        run(screen, *BUILD)
    except CommandError:
        if (shutil.which("mmdebstrap") and shutil.which("gpg")) or not can_install():
            raise
        install(screen, MMDEBSTRAP)
        run(screen, *BUILD)
    named = subprocess.run(BUILD, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    state.write(IMAGES, f"{key}\n{named}")
    return ""


def _are_there(key: str) -> bool:
    """Whether what was built from this content is still in the engine; images can be removed behind our back."""
    try:
        built_from, *tags = IMAGES.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return False
    return built_from == key and all(_ask(f"/images/{tag}/json") for tag in tags)
