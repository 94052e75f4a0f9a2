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
from sandbox.inside.frames import Channel, ChannelClosed
from sandbox.judge.call import Call
from sandbox.judge.candidate import Candidate
from sandbox.judge.group import Group, Limits
from sandbox.judge.owned import Served
from sandbox.judge.replies import Returned
from sandbox.judge.spec import Role


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
    group = Group(Ender(times), "a", Channel(ours), 1.0)
    body = wire.encode({"id": 1, "ok": True, "value": 7})
    frame = len(body).to_bytes(4, "little") + body

    def reply() -> None:
        Channel(theirs).receive()
        theirs.sendall(frame[:6])
        time.sleep(2.5)
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


class Check:
    """The other end of a call: asks so many times, and takes so long when what it lends is called; then it is through."""

    def __init__(self, channel: Channel, calls: int, lent_seconds: float) -> None:
        self.channel, self.calls, self.lent_seconds = channel, calls, lent_seconds

    def run(self) -> None:
        call = wire.decode(self.channel.receive())
        asks = {"callback": True, "object": call["owned"][0]["number"], "method": "__call__", "args": [None]}
        asks |= {"kwargs": {}, "lent": {0: {"number": 1, "methods": ["__call__"]}}}
        with contextlib.suppress(ChannelClosed, OSError):
            for _ in range(self.calls):
                self.channel.send(wire.encode(asks))
                while "callback" in wire.decode(self.channel.receive()):
                    time.sleep(self.lent_seconds)
                    self.channel.send(wire.encode({"value": None}))
            self.channel.send(wire.encode({"id": call["id"], "ok": True, "value": None}))


@pytest.mark.parametrize(("calls", "ours", "theirs", "answered"), [(4, 0.4, 0.0, True), (2, 0.0, 0.6, False)])
def test_what_implementations_here_take_is_not_the_time_of_the_check_that_calls_them(calls, ours, theirs, answered):
    """The check has one second, and what it lends is called each time."""

    def implementation(lent: Any) -> None:
        time.sleep(ours)
        lent()

    here, there = socket.socketpair(socket.AF_UNIX)
    group, served = Group(Ender(0), "a", Channel(here), 1.0), Served()
    other = threading.Thread(target=Check(Channel(there), calls, theirs).run)
    other.start()
    role = Role("implementation", kind="callable", borrows=True)
    got = group.call(served.offered(Call("check", (implementation,), (role,))), served)
    assert answered is isinstance(got, Returned)
    other.join()
    for each in (here, there):
        each.close()
