import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TARGETS = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)


def _make(*arguments: str) -> str:
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "target",
    [
        "run",
        "test",
        "check",
        "browser",
        "bench",
        "hostile",
        "library",
        "faults",
        "leaks",
        "fuzz",
        "verify",
        "verify-full",
        "images",
        "clean",
    ],
)
def test_make_alone_explains_every_target(target: str):
    assert re.search(rf"^  make {target}  +\w", _make(), re.MULTILINE)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_of_the_help_can_be_made(target: str):
    assert _make("--dry-run", target).strip()


def test_continuous_integration_runs_the_tests():
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"
