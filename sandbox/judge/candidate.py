"""The only way from the judge to candidate code: fresh processes that answer calls with plain data.

Owns the trust boundary's two ends: opening a process through the candidate container's supervisor, and the
accounting of how each ended, which comes from the supervisor, never from the process.
"""

import json
import math
import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.inside import counters
from sandbox.inside.frames import Channel, ChannelClosed
from sandbox.inside.supervisor import WARM_SEEDS
from sandbox.judge.group import Group, Limits
from sandbox.judge.replies import PlatformFault, Usage

_ACCEPT_SECONDS = 10.0
_NEW_SEED_SECONDS = 60.0  # the process that forks for a hash seed nobody has asked for yet has to import first
_END_SECONDS = 10.0
_OUTPUT_BYTES = 64 << 10
_OUTPUT_KILL_BYTES = 8 << 20
_GROUP_SECONDS = 60.0


@dataclass
class Candidate:
    """Opens probe groups in the candidate container of this judge's pair.

    Past ``deadline`` (`time.monotonic`) every call ends as a time limit, so that slow code ends a grading in its own
    name before the platform's patience does. Before a group is opened, ``stand_aside`` lets others go first and says
    how many seconds that took. A group that is closed is taken down while the grading goes on; how it
    ended is heard when it is asked for.
    """

    listener: socket.socket
    control: Channel
    source: str
    limits: Limits
    deadline: float = math.inf
    hash_seed: int = 0
    stand_aside: Callable[[], float] = lambda: 0.0
    clean: bool = True
    opened: list[Group] = field(default_factory=list)
    _reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    _so_far: dict[str, dict[str, float]] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)
    _starved_before: float = field(default_factory=lambda: counters.starved_seconds(os.getpid()))

    def open(self, *, hash_seed: int | None = None, source: str | None = None, cpu_seconds: int | None = None) -> Group:
        """A fresh process that has loaded ``source`` (default: the submission).

        ``cpu_seconds`` replaces the package's limit for this group, ``hash_seed`` that of the job.

        Raises:
            LoadFailed: the source does not load; carries what happened.
            PlatformFault: the candidate container does not answer.
        """
        self._stand_aside()
        token = secrets.token_hex(16)
        hash_seed = self.hash_seed if hash_seed is None else hash_seed
        patience = _ACCEPT_SECONDS if hash_seed in WARM_SEEDS else _NEW_SEED_SECONDS
        granted = replace(self.limits, cpu_seconds=cpu_seconds or self.limits.cpu_seconds)
        limits = {
            "cpu_seconds": granted.cpu_seconds,
            "memory_bytes": granted.memory_bytes,
            "processes": granted.processes,
            "hash_seed": hash_seed,
            "output_bytes": _OUTPUT_BYTES,
            "output_kill_bytes": _OUTPUT_KILL_BYTES,
            "group_seconds": _GROUP_SECONDS,
        }
        try:
            while self.control.has_input:  # reports nobody waits for would fill the connection
                self._hear(time.monotonic() + _END_SECONDS)
            self.control.send_json({"op": "open", "token": token, "limits": limits})
            group = Group(self, token, self._accept(token, patience), granted.call_seconds)
        except (ChannelClosed, TimeoutError) as error:
            raise PlatformFault("the candidate container does not answer") from error
        self.opened.append(group)
        group.load(self.source if source is None else source)
        return group

    def _stand_aside(self) -> None:
        waited = self.stand_aside()
        self.deadline += waited  # no time of the code's
        self._began += waited

    def end(self, token: str, state: str | None) -> None:
        """Have a group's process ended; ``state`` says why, None that it is no longer needed.

        Raises:
            PlatformFault
        """
        try:
            self.control.send_json({"op": "kill", "token": token, "state": state})
        except ChannelClosed as error:
            raise PlatformFault("the candidate container is gone") from error

    def report(self, token: str) -> dict[str, Any]:
        """How a group that was told to end has ended, waiting for it.

        Raises:
            PlatformFault: no word of it, or its process could not be confined.
        """
        deadline = time.monotonic() + _END_SECONDS
        try:
            while token not in self._reports:
                self._hear(deadline)
        except (ChannelClosed, TimeoutError, json.JSONDecodeError) as error:
            raise PlatformFault("the candidate container ended without a report") from error
        end = self._reports[token]
        if end["state"] == "platform_error":
            raise PlatformFault(f"the job's process: {end['cause'] or 'could not be confined'}: {end['output'][:200]}")
        return end

    def starving(self, token: str) -> bool:
        """Whether others have had the processor for most of the time of a group; False once it has ended.

        Raises:
            PlatformFault
        """
        deadline = time.monotonic() + _END_SECONDS
        self._so_far.pop(token, None)
        try:
            self.control.send_json({"op": "look", "token": token})
            while token not in self._so_far and token not in self._reports:
                self._hear(deadline)
        except (ChannelClosed, TimeoutError, json.JSONDecodeError) as error:
            raise PlatformFault("the candidate container does not answer") from error
        return token in self._so_far and _mostly_taken(self._so_far[token])

    def starved(self, token: str) -> bool:
        """Whether others had the processor for most of the time of a group, or of a grading whose time is up.

        The group has ended. A process is ready and waits while others run. What it has used itself, with its children,
        is no excuse: they could be the others.
        """
        own, now = self.report(token), time.monotonic()
        in_grading = (
            counters.starved_seconds(os.getpid()) - self._starved_before + sum(map(_taken, self._reports.values()))
        )
        in_time = now < self.deadline
        return _mostly_taken(own) or (not in_time and 2 * in_grading > now - self._began)

    def _hear(self, deadline: float) -> None:
        heard = self.control.receive_json(deadline)
        if "so_far" in heard:
            self._so_far[heard["token"]] = heard["so_far"]
            return
        self._reports[heard["token"]] = heard
        self.clean = self.clean and heard["clean"]

    @property
    def timeouts(self) -> int:
        """How many groups have run into their time limit."""
        return sum(group.timed_out for group in self.opened)

    def usage(self) -> list[Usage]:
        """What each group used, in the order in which they were opened; every one is closed by now."""
        return [group.usage for group in self.opened]

    def _accept(self, token: str, patience: float) -> Channel:
        """The connection that shows ``token``; any other is closed unread."""
        deadline = time.monotonic() + patience
        while True:
            self.listener.settimeout(max(0.01, deadline - time.monotonic()))
            sock, _ = self.listener.accept()
            channel = Channel(sock)
            try:
                hello = channel.receive_json(time.monotonic() + 1)
            except (ChannelClosed, TimeoutError, ValueError):
                channel.close()
                continue
            if secrets.compare_digest(str(hello.get("token", "")), token):
                return channel
            channel.close()


def _taken(end: dict[str, Any]) -> float:
    """Of the time of a group, what others took from it."""
    taken: float = end["starved_seconds"] - end["cpu_seconds"]
    return taken


def _mostly_taken(end: dict[str, Any]) -> bool:
    return 2 * _taken(end) > float(end["wall_seconds"])
