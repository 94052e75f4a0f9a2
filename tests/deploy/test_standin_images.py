"""The images that stand in for those of a registry: whole, or not there."""

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "standin.sh"


def test_a_system_that_could_not_be_made_whole_becomes_no_image(tmp_path):
    asked = tmp_path / "asked"
    for name, does in {
        "mmdebstrap": "echo half of an archive; exit 1",
        "docker": f'test "$1" != image || exit 1; cat > /dev/null; echo "$@" >> {asked}',  # which has none
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["sh", str(SCRIPT)], env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert 0 != done.returncode
    assert not asked.exists()
