"""One running job process as its supervisor sees it: output so far, and in which state it ends."""

import os
import signal
import time
from typing import Any

from sandbox.inside import counters, seccomp
from sandbox.inside.zygotes import Jailed

_CHUNK = 1 << 16
# What the counters of the whole container add of our own; only more than this is the job's unreaped children's.
_OWN_CPU_SECONDS = 0.05
# The kernel ends a process at its limit by a clock that is a little ahead of the one it reports.
_CLOCK_TICK_SECONDS = 0.01
# On a busy machine it is ahead by much more: whoever is killed by the kernel near the limit has met it.
_ABOUT = 0.6


class Group:
    """The process ``jailed`` for one request of the judge; ``output`` is the reading end of its output."""

    def __init__(self, request: dict[str, Any], jailed: Jailed, output: int) -> None:
        self.token: str = request["token"]
        self.limits: dict[str, Any] = request["limits"]
        self.jailed = jailed
        self.output = output
        self.started = time.monotonic()
        self._text = bytearray()
        self._seen = 0
        self._verdict: str | None = None
        self._cause = ""
        self._oom = counters.out_of_memory_kills()
        self._forks = counters.refused_forks()
        self._cpu = counters.cpu_seconds()

    def kill(self, state: str | None, cause: str = "") -> None:
        """End the process; ``state`` says why, None means it was simply no longer needed. The first reason stays."""
        if self._verdict is None:
            self._verdict, self._cause = state or "closed", cause
        try:
            os.kill(self.jailed.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def stopped(self) -> None:
        """The filter holds a forbidden call back: the process ends, and the call is named."""
        assert self.jailed.listener is not None  # noqa: S101 - only then is there something to hear
        call = seccomp.stopped_call(self.jailed.listener)
        if call is not None:
            self.kill("forbidden", call)

    def drain(self) -> bool:
        """Read what is there; past the limit the process is ended. False at the end of the stream."""
        chunk = os.read(self.output, _CHUNK)
        self._seen += len(chunk)
        self._text += chunk[: max(0, self.limits["output_bytes"] - len(self._text))]
        if self._seen > self.limits["output_kill_bytes"]:
            self.kill("output_limit")
        return bool(chunk)

    def drain_rest(self) -> None:
        """Read what was written before the end; every writer is gone by now."""
        os.set_blocking(self.output, False)
        try:
            while self.drain():
                continue
        except BlockingIOError:
            pass

    def close(self) -> None:
        """Let go of the descriptors."""
        os.close(self.output)
        self.jailed.line.close()
        if self.jailed.listener is not None:
            os.close(self.jailed.listener)

    def report(self, end: dict[str, Any]) -> dict[str, Any]:
        """The group's end as the judge hears it; ``cause``: cpu or wall of a time limit, a forbidden call's name."""
        cpu = self._cpu_seconds(end)
        state, cause = self._state(end, cpu)
        return {
            "token": self.token,
            "state": state,
            "cause": cause,
            "exit": end["exit"],
            "signal": end["signal"],
            "cpu_seconds": cpu,
            "peak_kb": end["peak_kb"],
            "wall_seconds": time.monotonic() - self.started,
            "output": self._text.decode("utf-8", "replace"),
            "truncated": self._seen > len(self._text),
        }

    def _cpu_seconds(self, end: dict[str, Any]) -> float:
        own: float = max(0.0, end["cpu_seconds"] - self.jailed.setup_seconds)
        container = counters.cpu_seconds() - self._cpu
        return container if container > own + _OWN_CPU_SECONDS else own

    def _state(self, end: dict[str, Any], cpu: float) -> tuple[str, str]:
        """The first of these that holds; the kernel's counters come before anything the process could choose."""
        used = max(cpu, end["cpu_seconds"]) + _CLOCK_TICK_SECONDS
        limit = self.limits["cpu_seconds"]
        by_kernel = self._verdict is None and end["signal"] == signal.SIGKILL and used >= _ABOUT * limit
        used_up = end["signal"] == signal.SIGXCPU or used >= limit or by_kernel
        causes = (
            (counters.out_of_memory_kills() > self._oom, "memory_limit", ""),
            (self._verdict == "forbidden", "forbidden", self._cause),
            (self._verdict == "output_limit", "output_limit", ""),
            (used_up, "time_limit", "cpu"),
            (self._verdict == "time_limit", "time_limit", "wall"),
            (counters.refused_forks() > self._forks, "process_limit", ""),
            (self._verdict == "closed", "ok", ""),
            (not self.jailed.begun(), "platform_error", ""),
            (end["signal"] == signal.SIGSYS, "forbidden", ""),
            (end["signal"] == signal.SIGKILL, "killed", ""),
        )
        return next(((state, cause) for holds, state, cause in causes if holds), ("runtime_error", ""))
