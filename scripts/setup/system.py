"""The machine underneath: who we are on it, which system it runs, and its packages by apt."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.setup import command
from scripts.setup.command import CommandError
from scripts.setup.report import Screen
from scripts.setup.state import LOG, ROOT

QUIET = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "a"}
INSTALL = ("apt-get", "install", "--yes", "-o", "DPkg::Lock::Timeout=300")


def run(screen: Screen, *words: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run a program in the project's folder, into the set-up's log and onto the screen."""
    command.run([str(word) for word in words], log=LOG, watch=screen.watch, cwd=ROOT, env=env)


def can_install() -> bool:
    """Whether packages can be installed without asking anyone: root, on a system with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_ubuntu() -> bool:
    """Ubuntu's chromium package is a stub for snap, which needs systemd and a network store."""
    return "ID=ubuntu" in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()


def install(screen: Screen, packages: Sequence[str], *, recommends: bool = False) -> None:
    """Install by apt; only if that fails, finish an earlier installation, fetch the lists and try again."""
    options = () if recommends else ("--no-install-recommends",)
    try:
        run(screen, *INSTALL, *options, *packages, env=QUIET)
    except CommandError:
        run(screen, "dpkg", "--configure", "-a", env=QUIET)
        run(screen, "apt-get", "update", env=QUIET)
        run(screen, *INSTALL, *options, *packages, env=QUIET)
