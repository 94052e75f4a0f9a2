import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with the set-up's programs and locks that lock nothing. Making a venv in it takes seconds."""
    folder = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements").mkdir()
    for lock in ("base", "dev", "node"):
        (folder / "requirements" / f"{lock}.txt").write_text("# nothing\n")
    return folder


@pytest.fixture
def start(tree: Path) -> Start:
    """Start Python code that can import the set-up of `tree`."""

    def start(code: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=tree,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start
