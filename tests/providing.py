"""A real OpenID Connect provider as a process beside the tests."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from app.settings import ROOT
from scripts.setup import front_end


@contextmanager
def provider(port: int, callback: str) -> Iterator[str]:
    """A running provider that sends people back to `callback`; its issuer."""
    command = ["node", str(ROOT / "tests" / "provider.mjs"), str(port), callback]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **front_end.tools()},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            assert "ready" in next(process.stdout)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
