"""A way to candidate code without containers, for trusted test snippets only.

The judge's own `Candidate` and the candidate's own child program are the real ones; only the supervisor between
them is replaced: a plain process per hash seed that forks for each group and confines nothing but cpu and memory.
"""

import contextlib
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from sandbox.inside import frames
from sandbox.judge.candidate import Candidate
from sandbox.judge.group import Group, Limits
from sandbox.judge.replies import Usage

_ROOT = Path(__file__).parents[2]


class _Zygote:
    """A forking process with one hash seed, the listener it dials and the control socket to it."""

    def __init__(self, hash_seed: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "judge.sock"
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(path))
        self.listener.listen(8)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.judge.local", str(path)],
            cwd=_ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(hash_seed), "OPENBLAS_NUM_THREADS": "1"},
        )
        accepted, _ = self.listener.accept()
        self.control = frames.Channel(accepted)
        self.control.receive_json(time.monotonic() + 30)

    def close(self) -> None:
        self.control.close()
        self.listener.close()
        self.process.wait(timeout=10)
        self.folder.cleanup()


class Zygotes:
    """The forking processes of a test session, started when first needed. A context manager."""

    def __init__(self) -> None:
        self._started: dict[int, _Zygote] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for zygote in self._started.values():
            zygote.close()

    def of(self, hash_seed: int) -> _Zygote:
        if hash_seed not in self._started:
            self._started[hash_seed] = _Zygote(hash_seed)
        return self._started[hash_seed]


class LocalCandidate:
    """The twin of `sandbox.judge.candidate.Candidate`."""

    def __init__(
        self, zygotes: Zygotes, source: str, *, cpu_seconds: int = 2, memory_mb: int = 256, hash_seed: int = 0
    ) -> None:
        self.zygotes, self.source, self.hash_seed = zygotes, source, hash_seed
        self.limits = Limits(cpu_seconds=cpu_seconds, memory_bytes=memory_mb << 20)
        self.opened: list[Group] = []
        self._of_seed: dict[int, Candidate] = {}

    def open(self, *, hash_seed: int | None = None, source: str | None = None, cpu_seconds: int | None = None) -> Group:
        hash_seed = self.hash_seed if hash_seed is None else hash_seed
        if hash_seed not in self._of_seed:
            zygote = self.zygotes.of(hash_seed)
            self._of_seed[hash_seed] = Candidate(
                zygote.listener, zygote.control, self.source, self.limits, opened=self.opened
            )
        return self._of_seed[hash_seed].open(hash_seed=hash_seed, source=source, cpu_seconds=cpu_seconds)

    @property
    def timeouts(self) -> int:
        return sum(group.timed_out for group in self.opened)

    def usage(self) -> list[Usage]:
        return [group.usage for group in self.opened]


def _supervise(path: str) -> None:
    control = _dial(path)
    control.send_json({"role": "control"})
    while True:
        request = control.receive_json()
        if request["op"] == "open":
            _run(control, path, request)


def _dial(path: str) -> frames.Channel:
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.connect(path)
    return frames.Channel(sock)


def _run(control: frames.Channel, path: str, request: dict[str, Any]) -> None:
    channel = _dial(path)
    channel.send_json({"role": "group", "token": request["token"]})
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if pid == 0:
            _become_child(channel, output.fileno(), request["limits"])
        channel.close()
        state = _until_end(control, pid, request["token"])
        _, status, usage = os.wait4(pid, 0)
        output.seek(0)
        text = output.read(request["limits"]["output_bytes"] + 1)
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if ended_by == signal.SIGXCPU:
        state = "time_limit"
    control.send_json(
        {
            "token": request["token"],
            "cause": "",
            "state": state or ("killed" if ended_by else "runtime_error"),
            "exit": None if ended_by else os.WEXITSTATUS(status),
            "signal": ended_by,
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "starved_seconds": 0.0,
            "wall_seconds": time.monotonic() - started,
            "peak_kb": usage.ru_maxrss,
            "output": text[: request["limits"]["output_bytes"]].decode("utf-8", "replace"),
            "truncated": len(text) > request["limits"]["output_bytes"],
            "clean": True,
        }
    )


def _until_end(control: frames.Channel, pid: int, token: str) -> str | None:
    """Wait for the judge's order, which comes for every group; the state it names, or None after an own end."""
    while True:
        message = control.receive_json()
        if message["op"] == "look":
            so_far = {"wall_seconds": 1.0, "cpu_seconds": 0.0, "starved_seconds": 0.0}
            control.send_json({"token": message["token"], "so_far": so_far})
        if message["op"] == "kill" and message["token"] == token:
            break
    if message["state"] == "exited":
        handle = os.pidfd_open(pid)
        select.select([handle], [], [], 5)
        os.close(handle)
        return None
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return message["state"] or "ok"


def _become_child(channel: frames.Channel, output: int, limits: dict[str, Any]) -> None:
    from sandbox.inside import child

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(channel.sock.fileno(), 3)
    os.closerange(4, 64)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (limits["memory_bytes"], limits["memory_bytes"]))
    try:
        child.open_streams()
        child.reseed()
        child.main()
    finally:
        os._exit(1)


if __name__ == "__main__":
    import numpy as np  # noqa: F401 - so that every fork has it

    with contextlib.suppress(frames.ChannelClosed):
        _supervise(sys.argv[1])
