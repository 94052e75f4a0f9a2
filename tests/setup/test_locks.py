import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", ["base", "node"])
def test_the_lock_for_development_holds_the_others_at_the_same_versions(lock: str):
    """The set-up takes an installed dev lock for an installed base or node lock."""
    assert _pins(lock).items() <= _pins("dev").items()


@pytest.mark.parametrize("lock", ["base", "dev", "fuzz", "node"])
def test_every_locked_package_has_hashes(lock: str):
    blocks = re.split(r"^(?=\S)", (ROOT / "requirements" / f"{lock}.txt").read_text(), flags=re.MULTILINE)
    assert [block for block in blocks if block and "--hash=sha256:" not in block] == []
