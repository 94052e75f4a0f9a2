"""In which state a job's process ended, from what was asked of it and what the kernel says."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.inside import counters
from sandbox.inside.group import Group
from sandbox.inside.zygotes import Jailed

LIMIT = 2
LIMITS = {"cpu_seconds": LIMIT, "group_seconds": 60.0, "output_bytes": 100, "output_kill_bytes": 1000}


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """A process that the judge asks to end for a reason (None: not at all), and its end as its zygote tells it."""
    for name in ("out_of_memory_kills", "refused_forks", "cpu_seconds"):
        monkeypatch.setattr(counters, name, lambda: 0)
    monkeypatch.setattr(os, "kill", lambda *_: None)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.send(b'{"begun": true}')

    def state(reason: str | None, **end: Any) -> str:
        group = Group({"token": "a", "limits": LIMITS}, Jailed(0, ours), None, os.open(os.devnull, os.O_RDONLY))  # type: ignore[arg-type]  # asked for nothing
        if reason is not None:
            group.kill(None if reason == "closed" else reason)
        told: str = group.report({"exit": None, "signal": signal.SIGKILL, "cpu_seconds": 0.1, "peak_kb": 1, **end})[
            "state"
        ]
        return told

    yield state
    for each in (ours, theirs):
        each.close()


@pytest.mark.parametrize("end", [{"cpu_seconds": LIMIT}, {"signal": signal.SIGXCPU}], ids=str)
def test_what_had_answered_everything_has_not_run_into_a_limit_however_much_it_used(ended, end):
    assert ended("closed", **end) == "ok"
    assert ended(None, **end) == "time_limit"


def test_a_kill_that_nobody_here_asked_for_and_no_limit_explains_is_ours(ended):
    assert ended(None, cpu_seconds=LIMIT / 2) == "platform_error"
    assert ended("time_limit") == "time_limit"
