"""Renews the lock of torch: `python -m scripts.lock_torch 2.13.0`.

torch is the one package with two builds of one version: the public one, which wants CUDA, and `+cpu`, which is
what the sandbox runs. pip sees one or the other, depending on the indexes and folders it is told of
(PIP_EXTRA_INDEX_URL, PIP_FIND_LINKS), so hashes of the same version are added to those that are in the lock:
run it once where the public build is found and once where `+cpu` is.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scripts.setup.state import ROOT, VENV

LOCK = ROOT / "sandbox" / "images" / "environments" / "torch" / "torch.txt"
PYTHON = "3.11"  # of the sandbox's base system
MACHINES = ("x86_64", "aarch64")


def main(arguments: Sequence[str]) -> int:
    """Add the hashes of every wheel that is found; 0 when there was one."""
    if len(arguments) != 1 or not re.fullmatch(r"\d+\.\d+\.\d+", arguments[0]):
        print(__doc__)
        return 2
    version = arguments[0]
    found = {machine: _find(version, machine) for machine in MACHINES}
    for machine, digest in found.items():
        print(f"{machine}: {digest or 'no wheel in reach'}")
    hashes = sorted({*_locked(version), *filter(None, found.values())})
    if hashes:
        lines = [f"torch=={version}", *(f"    --hash=sha256:{digest}" for digest in hashes)]
        LOCK.write_text(" \\\n".join(lines) + "\n")
    return 0 if any(found.values()) else 1


def _locked(version: str) -> list[str]:
    text = LOCK.read_text() if LOCK.exists() else ""
    return re.findall(r"sha256:([0-9a-f]{64})", text) if text.startswith(f"torch=={version} ") else []


def _find(version: str, machine: str) -> str | None:
    """The SHA-256 of the wheel pip would stage on this machine, None where it finds none."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(VENV / "bin" / "python"), "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        command += ["--only-binary=:all:", f"--python-version={PYTHON}", "--implementation=cp"]
        command += [f"--platform=manylinux_2_28_{machine}", f"torch=={version}"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
        (wheel,) = Path(folder).iterdir()
        with wheel.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
