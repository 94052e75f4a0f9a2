"""The virtual environment: filled from hash-locked lists, and made anew when one was cut short."""

import subprocess
import sys
from pathlib import Path

from scripts.setup import state
from scripts.setup.command import CommandError
from scripts.setup.report import Screen, Work
from scripts.setup.state import ROOT, VENV
from scripts.setup.system import run

PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "installing"
"""Exists only while pip works. pip takes a package it was killed in the middle of for installed."""


def environment(screen: Screen) -> str:
    """Make the virtual environment, or make it anew when it is broken or unfinished."""
    if _usable() and not UNFINISHED.exists():
        return "already there"
    note = "made again: the last installation was interrupted" if UNFINISHED.exists() else ""
    run(screen, sys.executable, "-m", "venv", "--clear", VENV)
    return note


def _usable() -> bool:
    """False also after the folder was moved: the scripts of a virtual environment hold its path."""
    pip = VENV / "bin" / "pip"
    if not PYTHON.exists() or not pip.exists() or f"#!{PYTHON}" not in pip.read_text(encoding="utf-8"):
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def packages(lock: str, *, covered_by: str | None = None) -> Work:
    """Install `requirements/<lock>.txt`, unless it or a lock that holds all of it is installed."""

    def work(screen: Screen) -> str:
        if _is_installed(lock) or (covered_by is not None and _is_installed(covered_by)):
            return "already there"
        _pip(screen, "--require-hashes", "--requirement", _lock_file(lock))
        state.write(_stamp(lock), _key(lock))
        return ""

    return work


def project(screen: Screen) -> str:
    """Install Holdout itself, editable, which gives the `holdout` command."""
    key = state.digest([ROOT / "pyproject.toml"], str(ROOT))
    stamp = VENV / "holdout-project.stamp"
    if state.is_current(stamp, key):
        return "already there"
    _pip(screen, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    state.write(stamp, key)
    return ""


def _pip(screen: Screen, *arguments: str | Path) -> None:
    UNFINISHED.touch()
    try:
        run(screen, PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *arguments)
    except CommandError as failure:
        if failure.status is not None and failure.status > 0:
            UNFINISHED.unlink()  # pip gave up by itself and has tidied up behind it
        raise
    UNFINISHED.unlink()


def _lock_file(lock: str) -> Path:
    return ROOT / "requirements" / f"{lock}.txt"


def _stamp(lock: str) -> Path:
    return VENV / f"holdout-{lock}.stamp"


def _key(lock: str) -> str:
    return state.digest([_lock_file(lock)])


def _is_installed(lock: str) -> bool:
    return state.is_current(_stamp(lock), _key(lock))
