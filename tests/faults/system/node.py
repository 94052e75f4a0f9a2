"""One process of Holdout, web or worker, that may be killed, stopped, cut off or given a wrong clock."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.faults.system.wire import Wire

HOLDOUT = Path(sys.executable).parent / "holdout"
WRONG_CLOCK = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)  # Debian's package faketime
RESTART_SECONDS = 1.0
START_SECONDS = 90.0


class Node:
    """Comes back by itself a moment after it died, as under compose or Kubernetes, while `wanted`."""

    def __init__(
        self, name: str, *arguments: str, folder: Path, environment: Mapping[str, str], wire: Wire | None = None
    ) -> None:
        self.name, self.wire = name, wire
        self.address = ""  # where a web node listens
        self.wanted = False
        self.troubled_at = self.started_at = -1.0
        self.dead: dict[int, float] = {}  # its former processes, and when they were found dead
        self._folder = folder
        self._command = [*(wire.inside if wire else ()), str(HOLDOUT), *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {**environment, **self._clock()}

    @property
    def log(self) -> Path:
        return self._folder / f"{self.name}.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    async def keep_up(self) -> None:
        """Start it whenever it is not there, for ever."""
        while True:
            if self.wanted and self.pid is None:
                if self._process is not None:
                    self.dead[self._process.pid] = time.monotonic()
                    self.troubled()
                    await asyncio.sleep(RESTART_SECONDS)
                self.start()
            await asyncio.sleep(0.1)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log)
        self.started_at = time.monotonic()

    def send(self, number: signal.Signals) -> None:
        """A signal to the process, if it is there."""
        self.troubled()
        if (pid := self.pid) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def troubled(self) -> None:
        """Remember that we keep it from answering at this moment."""
        self.troubled_at = time.monotonic()

    def excused(self, since: float) -> bool:
        """Whether it may have left something unanswered that was asked at this moment."""
        return self.pid is None or self.troubled_at >= since

    @property
    def starts(self) -> bool:
        """Whether it may not have come up yet."""
        return time.monotonic() - self.started_at < START_SECONDS

    def end(self) -> None:
        self.wanted = False
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(30)

    def set_clock(self, seconds: int) -> None:
        """How far its clock is off from now on. Time that passes goes on as ever."""
        (self._folder / f"{self.name}.clock").write_text(f"{seconds:+d}\n")

    def _clock(self) -> dict[str, str]:
        """What gives a process at the far end of a wire a clock of its own."""
        if self.wire is None or WRONG_CLOCK is None:
            return {}
        self.set_clock(0)
        file = str(self._folder / f"{self.name}.clock")
        only_the_wall_clock = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
        return {
            "LD_PRELOAD": str(WRONG_CLOCK),
            "FAKETIME_TIMESTAMP_FILE": file,
            "FAKETIME_CACHE_DURATION": "1",
            **only_the_wall_clock,
        }
