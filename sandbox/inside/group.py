"""One running job process as its supervisor sees it: output so far, and in which state it ends."""

import os
import select
import signal
import time
from dataclasses import dataclass
from typing import Any

from sandbox.inside import counters, seccomp
from sandbox.inside.zygotes import Jailed, Zygote

_CHUNK = 1 << 16
# What the container's counter holds of our own work; only more than this is the job's unreaped children's.
_OWN_CPU_SECONDS = 0.05
# The kernel ends a process at its limit by a clock that is a little ahead of the one it reports.
_CLOCK_TICK_SECONDS = 0.01
# On a busy machine it is ahead by much more: whoever is killed by the kernel near the limit has met it.
_ABOUT = 0.6
# A process that has let go of its channel is given so long to end by itself, in its own way.
_LEAVING_SECONDS = 0.1


@dataclass(frozen=True)
class _Counters:
    """The container's counters at one moment."""

    oom_kills: int
    refused_forks: int
    cpu_seconds: float

    @classmethod
    def now(cls) -> "_Counters":
        return cls(counters.out_of_memory_kills(), counters.refused_forks(), counters.cpu_seconds())


class Group:
    """The process ``jailed`` for one request of the judge; ``output`` is the reading end of its output."""

    def __init__(self, request: dict[str, Any], jailed: Jailed, zygote: Zygote, output: int) -> None:
        self.limits: dict[str, Any] = request["limits"]
        self.jailed = jailed
        self.zygote = zygote
        self.deadline = time.monotonic() + self.limits["group_seconds"]
        self._token: str = request["token"]
        self._started = time.monotonic()
        self._ended: float | None = None
        self._output: int | None = output
        self._listener = jailed.listener
        self._text = bytearray()
        self._seen = 0
        self._verdict: str | None = None
        self._cause = ""
        self._leave_by: float | None = None
        self._stalled = False
        self._starved = -counters.starved_seconds(jailed.pid)
        self._before = _Counters.now()
        self._after: _Counters | None = None

    def register(self, poller: "select.poll") -> None:
        """Have the poller look at the output and at the filter's listener."""
        for descriptor in (self._output, self._listener):
            if descriptor is not None:
                poller.register(descriptor, select.POLLIN)

    def look(self, ready: dict[int, int]) -> None:
        """Deal with what the poller found, and with a deadline that has passed."""
        if time.monotonic() > self.deadline:
            self.kill("time_limit", "wall")
        if self._leave_by is not None and time.monotonic() > self._leave_by:
            self._end("exited")
        if self._output in ready:
            self._drain()
        if self._listener in ready:
            self._stopped(readable=bool(ready[self._listener] & select.POLLIN))

    def kill(self, state: str | None, cause: str = "") -> None:
        """End the process; ``state`` says why, None means it was simply no longer needed. The first reason stays.

        One that ``exited`` is about to end by itself; it is ended only when it stays.
        """
        if state == "exited":
            self._leave_by = self._leave_by or time.monotonic() + _LEAVING_SECONDS
        else:
            self._end(state, cause)

    def so_far(self) -> dict[str, float]:
        """What it has used until now, its children included, and how long it was kept from the processor."""
        return {
            "wall_seconds": time.monotonic() - self._started,
            "cpu_seconds": counters.cpu_seconds() - self._before.cpu_seconds,
            "starved_seconds": self._starved + counters.starved_seconds(self.jailed.pid),
        }

    def _end(self, state: str | None, cause: str = "") -> None:
        if self._verdict is None:
            self._verdict = state or "closed"
            self._cause = cause or ("wall" if state == "time_limit" else "")
            self._after, self._ended = _Counters.now(), time.monotonic()
            self._starved += counters.starved_seconds(self.jailed.pid)
            try:
                os.kill(self.jailed.pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def stalled(self) -> None:
        """The whole container stood still for a while: what the job did not get done meanwhile is not its fault."""
        self._stalled = True

    def _stopped(self, *, readable: bool) -> None:
        """The filter holds a forbidden call back: the process ends, and the call is named."""
        assert self._listener is not None  # noqa: S101 - it was ready
        call = seccomp.stopped_call(self._listener) if readable else None
        if call is not None:
            self.kill("forbidden", call)
        elif not readable:
            os.close(self._listener)
            self._listener = None

    def _drain(self) -> None:
        """Read what is there; past the limit the process is ended."""
        assert self._output is not None  # noqa: S101 - it was ready
        chunk = os.read(self._output, _CHUNK)
        self._seen += len(chunk)
        self._text += chunk[: max(0, self.limits["output_bytes"] - len(self._text))]
        if self._seen > self.limits["output_kill_bytes"]:
            self.kill("output_limit")
        if not chunk:
            os.close(self._output)
            self._output = None

    def close(self) -> None:
        """Let go of the descriptors."""
        self.jailed.line.close()
        for descriptor in (self._output, self._listener):
            if descriptor is not None:
                os.close(descriptor)

    def report(self, end: dict[str, Any]) -> dict[str, Any]:
        """The ended group as the judge hears of it; ``cause``: cpu or wall of a time limit, a forbidden call's name."""
        self._drain_rest()
        after = self._after or _Counters.now()
        cpu = self._cpu_seconds(end, after)
        state, cause = self._state(end, after, cpu)
        return {
            "token": self._token,
            "state": state,
            "cause": cause,
            "exit": end["exit"],
            "signal": end["signal"],
            "cpu_seconds": cpu,
            "peak_kb": end["peak_kb"],
            "starved_seconds": max(0.0, self._starved),
            "wall_seconds": (self._ended or time.monotonic()) - self._started,
            "output": self._text.decode("utf-8", "replace"),
            "truncated": self._seen > len(self._text),
        }

    def _drain_rest(self) -> None:
        """Output written before the end may still be in the pipe; every writer is gone by now."""
        if self._output is None:
            return
        os.set_blocking(self._output, False)
        try:
            while self._output is not None:
                self._drain()
        except BlockingIOError:
            return

    def _cpu_seconds(self, end: dict[str, Any], after: _Counters) -> float:
        own: float = max(0.0, end["cpu_seconds"] - self.jailed.setup_seconds)
        container = after.cpu_seconds - self._before.cpu_seconds
        return container if container > own + _OWN_CPU_SECONDS else own

    def _state(self, end: dict[str, Any], after: _Counters, cpu: float) -> tuple[str, str]:
        """The first of these that holds; the kernel's counters come before anything the process could choose."""
        used = max(cpu, end["cpu_seconds"]) + _CLOCK_TICK_SECONDS
        limit = self.limits["cpu_seconds"]
        by_kernel = self._verdict in (None, "exited") and end["signal"] == signal.SIGKILL and used >= _ABOUT * limit
        over = end["signal"] == signal.SIGXCPU or used >= limit or by_kernel
        used_up = over and self._verdict != "closed"  # it had answered all that it was asked
        out_of_memory = after.oom_kills > self._before.oom_kills
        causes = (
            (out_of_memory and not counters.memory_was_short(), "platform_error", "the host is out of memory"),
            (out_of_memory, "memory_limit", ""),
            (self._verdict == "forbidden", "forbidden", self._cause),
            (self._verdict == "output_limit", "output_limit", ""),
            (used_up, "time_limit", "cpu"),
            (self._verdict == "time_limit" and self._stalled, "platform_error", "the container stood still"),
            (self._verdict == "time_limit", "time_limit", self._cause),
            (after.refused_forks > self._before.refused_forks, "process_limit", ""),
            (self._verdict == "closed", "ok", ""),
            (not self.jailed.begun(), "platform_error", ""),
            (end["signal"] == signal.SIGSYS, "forbidden", ""),
            (end["signal"] == signal.SIGKILL and self._verdict is None, "platform_error", "killed from outside"),
            (end["signal"] == signal.SIGKILL, "killed", ""),
        )
        return next(((state, cause) for holds, state, cause in causes if holds), ("runtime_error", ""))
