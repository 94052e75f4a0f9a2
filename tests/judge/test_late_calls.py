"""Whose fault it is that a call was late: the judge's arithmetic on what the supervisor reports."""

import contextlib
import math
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox import wire
from sandbox.inside.frames import Channel
from sandbox.judge.candidate import Candidate
from sandbox.judge.group import Group, Limits
from sandbox.judge.replies import Returned


@pytest.fixture
def told() -> Iterator[tuple[Candidate, Channel]]:
    """A candidate and the supervisor's end of its control connection."""
    listener = socket.socket(socket.AF_UNIX)
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    yield Candidate(listener, Channel(ours), "", Limits()), Channel(theirs)
    for each in (listener, ours, theirs):
        each.close()


@dataclass
class Ender:
    """Who says `starving` of the process so many times."""

    times: int
    deadline: float = math.inf

    def starving(self, token: str) -> bool:
        del token
        self.times -= 1
        return self.times >= 0

    def starved(self, token: str) -> bool:
        del token
        return False

    def end(self, token: str, state: str | None) -> None:
        del token, state

    def report(self, token: str) -> dict[str, Any]:
        ended = {"state": "time_limit", "cause": "wall", "output": "", "truncated": False}
        return {**report(token), **ended}


@pytest.mark.parametrize(("times", "answered"), [(3, True), (0, False)])
def test_a_process_that_others_keep_from_the_processor_is_given_longer(times, answered):
    """The reply's first half is there in time, its other half two call limits later."""
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    group = Group(Ender(times), "a", Channel(ours), 0.2)
    body = wire.encode({"id": 1, "ok": True, "value": 7})
    frame = len(body).to_bytes(4, "little") + body

    def reply() -> None:
        Channel(theirs).receive()
        theirs.sendall(frame[:6])
        time.sleep(0.5)
        with contextlib.suppress(BrokenPipeError):  # the judge has hung up
            theirs.sendall(frame[6:])

    sender = threading.Thread(target=reply)
    sender.start()
    got = group.attribute("x")
    assert answered is isinstance(got, Returned)
    sender.join()
    for each in (ours, theirs):
        each.close()


def report(token: str, **used: float) -> dict[str, Any]:
    times = {"wall_seconds": 5.0, "starved_seconds": 0.0, "cpu_seconds": 0.0, **used}
    return {"token": token, "state": "time_limit", "cause": "wall", "clean": True, **times}


@pytest.mark.parametrize(
    ("used", "starved"),
    [
        ({}, False),  # it slept
        ({"starved_seconds": 2.4}, False),
        ({"starved_seconds": 4.8, "cpu_seconds": 0.2}, True),
        ({"starved_seconds": 4.3, "cpu_seconds": 1.9}, False),  # its own children may have been the others
    ],
)
def test_a_group_is_excused_when_others_had_the_processor_for_most_of_its_time(told, used, starved):
    candidate, supervisor = told
    supervisor.send_json(report("a", **used))
    assert starved is candidate.starved("a")


@pytest.mark.parametrize(("deadline", "starved"), [(0.0, True), (math.inf, False)], ids=["its time is up", "it is not"])
def test_a_grading_whose_time_is_up_is_excused_by_what_all_its_groups_waited(told, deadline, starved):
    candidate, supervisor = told
    candidate.deadline = deadline
    candidate._began = time.monotonic() - 45.0
    for token in "abc":
        supervisor.send_json(report(token, wall_seconds=15.0, starved_seconds=14.0, cpu_seconds=1.0))
        candidate.report(token)
    supervisor.send_json(report("last", wall_seconds=0.01))
    assert starved is candidate.starved("last")
