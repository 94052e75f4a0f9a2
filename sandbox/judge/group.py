"""One fresh candidate process as the judge sees it: calls, replies, and how it ended.

A reply is untrusted until it has been decoded, its id compared and its fields reduced to the reply types.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from sandbox import wire
from sandbox.inside import frames
from sandbox.judge import parsing
from sandbox.judge.call import Call
from sandbox.judge.guard import OverLimitError
from sandbox.judge.how import ended_sentence
from sandbox.judge.owned import Offered, Served
from sandbox.judge.replies import Ended, LoadFailed, Names, OwnCheck, PlatformFault, Raised, Reply, Returned, Usage

# What one process may send in all: its replies are kept until they are judged, and the judge's memory is limited.
_MOST_BYTES = 128 << 20
_MOST_PATIENCE = 3
_CAUSES = {"cpu": "its processor time was used up", "wall": "it did not answer in time"}


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


class Ender(Protocol):
    """Who ends processes and knows how they ended."""

    deadline: float

    def end(self, token: str, state: str | None) -> None:
        """Have the process ended."""

    def report(self, token: str) -> dict[str, Any]:
        """How it ended; waits for it."""

    def starving(self, token: str) -> bool:
        """Whether it waits because others have the processor."""

    def starved(self, token: str) -> bool:
        """Whether it waited because others had the processor, now that it has ended."""


class Group:
    """One fresh candidate process. A context manager: leaving it ends the process."""

    def __init__(self, ender: Ender, token: str, channel: frames.Channel, call_seconds: float) -> None:
        self.timed_out = False
        self._ender = ender
        self._token = token
        self._channel = channel
        self._call_seconds = call_seconds
        self._sent = 0
        self._received = 0
        self._closed = False
        self._began = 0.0  # of the call under way, put off by what was ours of its time

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
        self._loaded({"op": "load", "source": source})

    def names(self) -> dict[str, Names]:
        """Public callables of the source with their parameters, and public methods of its classes as `Class.method`.

        Raises:
            LoadFailed: the process does not answer.
        """
        return parsing.names(self._loaded({"op": "names"}))

    def _loaded(self, request: dict[str, Any]) -> Any:
        reply = self._ask(request)
        if isinstance(reply, Returned):
            return reply.value
        self.close()
        raise LoadFailed(reply, reply.message if isinstance(reply, Raised) else reply.detail, self.output)

    def call(self, call: Call, served: Served | None = None) -> Reply:
        """Call a function, a class or a method; the arguments of one call only are sent with it.

        Arguments that ``served`` has offered arrive as stand-ins, whose calls it answers meanwhile.
        """
        owned = {place: arg.described() for place, arg in enumerate(call.args) if isinstance(arg, Offered)}
        args = [None if place in owned else arg for place, arg in enumerate(call.args)]
        request = {"op": "call", "name": call.name, "args": args, "owned": owned, "inspect": call.inspect}
        return self._ask({**request, "on": call.on, "becomes": call.becomes, "ignored": call.ignored}, served)

    def kept(self) -> Reply:
        """The arguments and results of the inspected calls as they are now, as a record."""
        return self._ask({"op": "kept"})

    def attribute(self, name: str) -> Reply:
        """A module global as plain data."""
        return self._ask({"op": "attribute", "name": name})

    def run_checks(self, checks_source: str) -> list[OwnCheck]:
        """Run the candidate's own checks against the loaded source; an ended process is one failed check."""
        reply = self._ask({"op": "checks", "source": checks_source})
        if isinstance(reply, Returned):
            return parsing.own_checks(reply.value)
        return [OwnCheck("module", "error", ended_sentence(reply) if isinstance(reply, Ended) else reply.message)]

    def close(self) -> None:
        """End the process; it is taken down while the grading goes on."""
        if not self._closed:
            self._closed = True
            self._ender.end(self._token, None)
            self._channel.close()

    @property
    def output(self) -> str:
        """What the process wrote to stdout and stderr; only once the group is closed."""
        text: str = self._report["output"]
        return text

    @property
    def truncated(self) -> bool:
        """Whether `output` was cut."""
        return self._report["truncated"] is True

    @property
    def usage(self) -> Usage:
        """What the process used and how it ended; only once the group is closed."""
        end = self._report
        return Usage(end["state"], end["cause"], end["wall_seconds"], end["cpu_seconds"], end["peak_kb"] / 1024)

    @property
    def _report(self) -> dict[str, Any]:
        return self._ender.report(self._token)

    def _ask(self, request: dict[str, Any], served: Served | None = None) -> Reply:
        if self._closed:
            return self._ended()
        self._sent += 1
        self._began = time.monotonic()
        try:
            if self._channel.has_input:  # an answer made ahead would be timed as if it cost nothing
                raise wire.WireError("an answer before the question")  # noqa: TRY301 - as any other broken protocol
            reply = self._exchange(wire.encode({**request, "id": self._sent}))
            while served is not None and reply.get("callback") is True:
                reply = self._exchange(self._answer(served, reply))
        except frames.FrameTimeout:
            return self._finish("time_limit")
        except frames.ChannelClosed:
            return self._finish("exited")
        except (frames.FrameTooLarge, wire.WireError) as error:
            return self._broken(str(error))
        if type(reply.get("id")) is not int or reply["id"] != self._sent:  # an array would not say yes or no
            return self._broken("a reply to another call")
        return self._parse(reply, time.monotonic() - self._began)

    def _answer(self, served: Served, request: dict[str, Any]) -> bytes:
        """The answer to a call that the process makes while its own is under way; what it lends is called meanwhile.

        What that takes here is none of the code's time, unlike what the code takes for the calls of what it lends.
        """
        asked = time.monotonic()

        def lent(body: bytes) -> dict[str, Any]:
            nonlocal asked
            self._began += time.monotonic() - asked
            try:
                reply = self._exchange(body)
            finally:
                asked = time.monotonic()
            if "callback" in reply:
                raise wire.WireError("a call where an answer was asked for")
            return reply

        back = _WayBack(lent)
        answer = served.answer(request, back.ask)
        self._began += time.monotonic() - asked
        if back.failed is not None:
            raise back.failed
        return answer

    def _exchange(self, body: bytes) -> dict[str, Any]:
        deadline = min(self._began + self._call_seconds, self._ender.deadline)
        self._channel.send(body, deadline)
        return self._receive(deadline)

    def _receive(self, deadline: float) -> dict[str, Any]:
        body = self._patiently(deadline)
        self._received += len(body)
        if self._received > _MOST_BYTES:
            raise wire.WireError("results too large to be kept")
        reply = wire.decode(body)
        if not isinstance(reply, dict):
            raise wire.WireError("a reply that is not a record")
        return reply

    def _patiently(self, deadline: float) -> bytes:
        """The next frame, waited for a few times longer while others have the processor."""
        for _ in range(_MOST_PATIENCE):
            try:
                return self._channel.receive(deadline)
            except frames.FrameTimeout:
                if not self._ender.starving(self._token):
                    raise
                deadline = min(deadline + self._call_seconds, self._ender.deadline)
        return self._channel.receive(deadline)

    @staticmethod
    def _parse(reply: dict[str, Any], seconds: float) -> Reply:
        if reply.get("ok") is not True:
            raised = parsing.raised(reply)
            return _out_of_memory(raised) if "MemoryError" in raised.classes else raised
        shares = reply.get("shares")
        return Returned(
            value=reply.get("value"),
            seconds=seconds,
            shares=tuple(item for item in shares if type(item) is int) if isinstance(shares, list) else None,
            overlaps=reply.get("overlaps") is True if "overlaps" in reply else None,
            random_touched=reply.get("random_touched") is True if "random_touched" in reply else None,
        )

    def _broken(self, detail: str) -> Ended:
        """The process broke the protocol: it is ended and its run is over."""
        self._finish("killed")
        return Ended("killed", f"the process wrote to the grader's channel: {detail}")

    def _finish(self, state: str) -> Ended:
        """End the process. ``exited``: it is already ending by itself, so only the report is awaited.

        Raises:
            PlatformFault: it was late because the machine was too busy.
        """
        self._closed = True
        self._ender.end(self._token, state)
        ended = self._ended()
        self._channel.close()
        if ended.cause == "wall" and self._ender.starved(self._token):
            raise PlatformFault("the machine was too busy: the code was ready to run and others had the processor")
        self.timed_out = ended.state == "time_limit"
        return ended

    def _ended(self) -> Ended:
        end = self._report
        return Ended(end["state"], _detail(end), end["cause"])


class _WayBack:
    """Takes calls of what was lent to the process that waits.

    The implementation that makes them may swallow whatever is raised, and its time may be up in the middle of a frame:
    so the first failure is kept, nothing is sent after it, and it ends the process.
    """

    def __init__(self, exchange: Callable[[bytes], dict[str, Any]]) -> None:
        self.failed: Exception | None = None
        self._exchange = exchange

    def ask(self, body: bytes) -> dict[str, Any]:
        """The answer to one call."""
        if self.failed is not None:
            raise self.failed
        try:
            return self._exchange(body)
        except (OverLimitError, MemoryError):
            self.failed = frames.FrameTimeout()
            raise
        except Exception as error:
            self.failed = error
            raise


def _out_of_memory(raised: Raised) -> Ended:
    return Ended("memory_limit", f"MemoryError at line {raised.line}")


def _detail(end: dict[str, Any]) -> str:
    if end["cause"]:
        return _CAUSES.get(end["cause"], f"system call {end['cause']}")
    if end["signal"]:
        return f"ended by signal {end['signal']}"
    if end["exit"] is not None:
        return f"the code ended its own process with status {end['exit']}"
    return ""
