"""The only way from the judge to candidate code: fresh processes that answer calls with plain data.

Owns the trust boundary. A reply is untrusted until it has been decoded, its id compared and its fields
reduced to the reply types; the state of an ended process comes from the supervisor, never from the process.
"""

import json
import math
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self

from sandbox import wire
from sandbox.inside import frames
from sandbox.judge import callables, parsing
from sandbox.judge.how import ended_sentence
from sandbox.judge.replies import (
    Ended,
    LoadFailed,
    Names,
    OwnCheck,
    PlatformFault,
    Raised,
    Reply,
    Returned,
    Usage,
)

_ACCEPT_SECONDS = 10.0
_END_SECONDS = 10.0
_OUTPUT_BYTES = 64 << 10
_OUTPUT_KILL_BYTES = 8 << 20
_GROUP_SECONDS = 60.0
# What one process may send in all: its replies are kept until they are judged, and the judge's memory is limited.
_GROUP_BYTES = 128 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of one probe group: cpu and wall seconds per group and call, memory in bytes."""

    cpu_seconds: int = 2
    memory_bytes: int = 256 << 20
    processes: int = 32

    @property
    def call_seconds(self) -> float:
        """Wall time of one call: as much again as the cpu limit for waiting, and a second of grace."""
        return 2.0 * self.cpu_seconds + 1.0


@dataclass
class Candidate:
    """Opens probe groups in the candidate container of this judge's pair.

    Past ``deadline`` (`time.monotonic`) every call ends as a time limit, so that slow code ends a grading in its own
    name before the platform's patience does.
    """

    listener: socket.socket
    control: socket.socket
    source: str
    limits: Limits
    deadline: float = math.inf
    ended: list[Usage] = field(default_factory=list)
    clean: bool = True

    def open(self, *, hash_seed: int = 0, source: str | None = None, cpu_seconds: int | None = None) -> "Group":
        """A fresh process that has loaded ``source`` (default: the submission).

        ``cpu_seconds`` replaces the package's limit for this group.

        Raises:
            LoadFailed: the source does not load; carries what happened.
            PlatformFault: the candidate container does not answer.
        """
        token = secrets.token_hex(16)
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
            frames.send_json(self.control, {"op": "open", "token": token, "limits": limits})
            group = Group(self, token, self._accept(token), granted.call_seconds)
        except (frames.ChannelClosed, TimeoutError) as error:
            raise PlatformFault("the candidate container does not answer") from error
        group.load(self.source if source is None else source)
        return group

    def _accept(self, token: str) -> socket.socket:
        """The connection that shows ``token``; any other is closed unread."""
        deadline = time.monotonic() + _ACCEPT_SECONDS
        while True:
            self.listener.settimeout(max(0.01, deadline - time.monotonic()))
            sock, _ = self.listener.accept()
            sock.settimeout(None)
            try:
                hello = frames.receive_json(sock, time.monotonic() + 1)
            except (frames.ChannelClosed, TimeoutError, ValueError):
                sock.close()
                continue
            if secrets.compare_digest(str(hello.get("token", "")), token):
                return sock
            sock.close()


class Group:
    """One fresh candidate process. A context manager: leaving it ends the process."""

    def __init__(self, candidate: Candidate, token: str, channel: socket.socket, call_seconds: float) -> None:
        self.names: dict[str, Names] = {}
        self.output = ""
        self.truncated = False
        self._candidate = candidate
        self._token = token
        self._channel = channel
        self._call_seconds = call_seconds
        self._sent = 0
        self._received = 0
        self._end: dict[str, Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load(self, source: str) -> None:
        """Load the source.

        Raises:
            LoadFailed
        """
        reply = self._ask({"op": "load", "source": source})
        if isinstance(reply, Returned):
            self.names = parsing.names(reply.value)
            return
        self.close()
        raise LoadFailed(reply, reply.message if isinstance(reply, Raised) else reply.detail, self.output)

    def call(self, name: str, *args: Any, inspect: bool = False) -> Reply:
        """Call a function of the source; ``inspect`` also reports on the arguments afterwards."""
        return self._ask({"op": "call", "name": name, "args": args, "inspect": inspect})

    def call_many(self, name: str, many: Sequence[tuple[Any, ...]]) -> list[Reply]:
        """Call once per argument tuple, each sent when the last is answered; an ended process is the last reply."""
        replies: list[Reply] = []
        for args in many:
            replies.append(self.call(name, *args))
            if isinstance(replies[-1], Ended):
                break
        return replies

    def attribute(self, name: str) -> Reply:
        """A module global as plain data."""
        return self._ask({"op": "attribute", "name": name})

    def call_with_callable(self, name: str, impl: Callable[..., Any], *, max_calls: int = 200) -> Reply:
        """Call ``name`` with one argument: a stand-in whose calls run ``impl`` here, on copies."""
        return self._ask({"op": "callable", "name": name}, callables.Served(impl, max_calls))

    def run_checks(self, checks_source: str) -> list[OwnCheck]:
        """Run the candidate's own checks against the loaded source; an ended process is one failed check."""
        reply = self._ask({"op": "checks", "source": checks_source})
        if isinstance(reply, Returned):
            return parsing.own_checks(reply.value)
        return [OwnCheck("module", "error", ended_sentence(reply) if isinstance(reply, Ended) else reply.message)]

    def close(self) -> None:
        """End the process and collect its accounting and output."""
        if self._end is None:
            self._finish(None)

    def _ask(self, request: dict[str, Any], served: "callables.Served | None" = None) -> Reply:
        if self._end is not None:
            return self._ended()
        self._sent += 1
        started = time.monotonic()
        deadline = min(started + self._call_seconds, self._candidate.deadline)
        try:
            if self._spoke_unasked():
                raise wire.WireError("an answer before the question")  # noqa: TRY301 - as any other broken protocol
            frames.send(self._channel, wire.encode({**request, "id": self._sent}), deadline)
            reply = self._receive(deadline)
            while served is not None and reply.get("callback") is True:
                frames.send(self._channel, wire.encode(served.answer(reply)), deadline)
                reply = self._receive(deadline)
        except frames.FrameTimeout:
            return self._finish("time_limit")
        except frames.ChannelClosed:
            return self._finish("exited")
        except (frames.FrameTooLarge, wire.WireError) as error:
            return self._broken(str(error))
        if reply.get("id") != self._sent:
            return self._broken("a reply to another call")
        return self._parse(reply, time.monotonic() - started)

    def _spoke_unasked(self) -> bool:
        """Whether bytes wait before the question is sent: an answer made ahead would be timed as if it cost nothing."""
        try:
            return bool(self._channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except OSError:
            return False

    def _receive(self, deadline: float) -> dict[str, Any]:
        body = frames.receive(self._channel, deadline)
        self._received += len(body)
        if self._received > _GROUP_BYTES:
            raise wire.WireError("results too large to be kept")
        reply = wire.decode(body)
        if not isinstance(reply, dict):
            raise wire.WireError("a reply that is not a record")
        return reply

    def _parse(self, reply: Any, seconds: float) -> Reply:
        if not isinstance(reply, dict):
            return self._broken("a reply that is not a record")
        if reply.get("ok") is not True:
            raised = parsing.raised(reply)
            return self._out_of_memory(raised) if "MemoryError" in raised.classes else raised
        after = reply.get("args_after")
        shares = reply.get("shares")
        return Returned(
            value=reply.get("value"),
            seconds=seconds,
            args_after=tuple(after) if isinstance(after, (list, tuple)) else None,
            shares=tuple(item for item in shares if type(item) is int) if isinstance(shares, list) else None,
            random_touched=reply.get("random_touched") is True if "random_touched" in reply else None,
        )

    def _out_of_memory(self, raised: Raised) -> Ended:
        return Ended("memory_limit", f"MemoryError at line {raised.line}")

    def _broken(self, detail: str) -> Ended:
        """The process broke the protocol: it is ended and its run is over."""
        self._finish("killed")
        return Ended("killed", f"the process wrote to the grader's channel: {detail}")

    def _finish(self, state: str | None) -> Ended:
        """End the process. ``exited``: it is already ending by itself, so only the report is awaited."""
        control = self._candidate.control
        try:
            frames.send_json(control, {"op": "kill", "token": self._token, "state": state})
            self._end = self._await_end(control)
        except (frames.ChannelClosed, TimeoutError, json.JSONDecodeError) as error:
            raise PlatformFault("the candidate container ended without a report") from error
        self._channel.close()
        self._account(self._end)
        return self._ended()

    def _await_end(self, control: socket.socket) -> dict[str, Any]:
        deadline = time.monotonic() + _END_SECONDS
        while True:
            end = frames.receive_json(control, deadline)
            if end.get("token") == self._token:
                return end

    def _account(self, end: dict[str, Any]) -> None:
        self.output, self.truncated = end["output"], end["truncated"]
        self._candidate.clean = self._candidate.clean and end["clean"]
        usage = Usage(end["state"], end["cause"], end["wall_seconds"], end["cpu_seconds"], end["peak_kb"] / 1024)
        self._candidate.ended.append(usage)
        if end["state"] == "platform_error":
            raise PlatformFault(f"the job's process could not be confined: {end['output'][:200]}")

    def _ended(self) -> Ended:
        end = self._end or {}
        return Ended(end["state"], _detail(end), end["cause"])


def _detail(end: dict[str, Any]) -> str:
    if end["signal"]:
        return f"ended by signal {end['signal']}"
    if end["exit"] is not None:
        return f"the code ended its own process with status {end['exit']}"
    return ""
