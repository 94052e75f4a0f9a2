"""What is fuzzed: each target takes any bytes and may end only in its own typed errors.

Run by hypothesis (`test_fuzz.py`) and by atheris (`drive.py`). Owns the properties, knows nothing of either driver.
"""

import contextlib
import json
import socket
from collections.abc import Callable
from typing import Any

import numpy as np
from pydantic import ValidationError

from app.rooms import awareness, frames, varint
from app.rooms.document import Document
from app.rooms.guard import Refused
from app.rooms.varint import Malformed
from sandbox import events, wire
from sandbox.inside import frames as sandbox_frames
from sandbox.judge import comparator, render, values
from sandbox.judge.borrowed import Borrowed, Object
from sandbox.judge.call import Call
from sandbox.judge.candidate import Candidate
from sandbox.judge.group import Group, Limits
from sandbox.judge.owned import Served
from sandbox.judge.replies import Ended, Raised, Returned
from sandbox.judge.spec import Role
from tests.app import yjs

_ROLES = (Role("made", "callable", returns=Role("", "object", methods=("fit",))), Role("rows", "stream"))
_BASE = {type(None), bool, int, float, str}
_EXPECTED: list[Any] = [2.0, 3, "a", True, None, [1.0, 2], (1.0, "b"), {"a": 1.0}, np.ones(2), np.ones((1, 2), int)]
_FIELDS: dict[str, Any] = {"id": 1, "ok": True, "value": 1.0, "args_after": [1], "shares": [0], "random_touched": False}
_FIELDS |= {
    "kind": "ValueError",
    "classes": ["ValueError"],
    "line": 1,
    "message": "m",
    "syntax": False,
    "callback": False,
}
_FIELDS |= {
    "object": 0,
    "method": "__call__",
    "args": [1.0],
    "kwargs": {"eps": 1},
    "name": "n",
    "state": "failed",
    "output": "",
}
_END = {"token": "t", "state": "killed", "cause": "", "exit": None, "signal": 9, "cpu_seconds": 0.1, "peak_kb": 1}
_END |= {"wall_seconds": 0.1, "starved_seconds": 0.0, "output": "", "truncated": False, "clean": True}


def decode(data: bytes) -> None:
    """Whatever decodes is plain data of exact types, and is what its own encoding decodes to."""
    try:
        value = wire.decode(data)
    except wire.WireError:
        return
    _exact(value)
    try:
        again = wire.encode(value)
    except wire.NotPlainError as error:  # what a peer may send is at most what we could have sent
        raise AssertionError("decoded what cannot be encoded") from error
    assert again == wire.encode(wire.decode(again))


def _exact(value: Any) -> None:
    if type(value) is dict:
        for key, item in value.items():
            hash(key)
            _exact(key)
            _exact(item)
    elif type(value) in (list, tuple):
        for item in value:
            _exact(item)
    elif type(value) is np.ndarray:
        assert value.dtype.kind in "biufU"
        assert value.base is None or type(value.base) is np.ndarray  # its own memory, not the frame's
    else:
        assert type(value) in _BASE


def receive(data: bytes) -> None:
    """A peer's bytes are frames, or one of the three typed ends."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.setblocking(False)
            sent = theirs.send(data[: 1 << 16]) if data else 0
        got, channel = 0, sandbox_frames.Channel(ours)
        try:
            while True:
                got += len(channel.receive(limit=1 << 16))
        except (sandbox_frames.ChannelClosed, sandbox_frames.FrameTooLarge, sandbox_frames.FrameTimeout):
            assert got <= sent


def reply(data: bytes) -> None:
    """Whatever a job's process sends, the judge gets a reply, and can compare it, print it and keep it."""
    answer = _answer(data, data[-1] % 3 if data else 0)
    assert isinstance(answer, (Returned, Raised, Ended, list))
    if isinstance(answer, Returned):
        _use(answer.value)


def fields(data: bytes) -> None:
    """Any plain value in any one field of an otherwise right reply."""
    try:
        value = wire.decode(data)
        for way in range(3):
            for name in _FIELDS:
                _answer(wire.encode({**_FIELDS, "ok": way != 1, name: value}), way)
            _answer(wire.encode({**_FIELDS, "value": [{**_FIELDS, "state": value}, {**_FIELDS, "name": value}]}), way)
    except (wire.WireError, wire.NotPlainError):
        return


def _answer(frame: bytes, way: int) -> Any:
    """What the judge makes of a job's process that sends this frame twice and leaves."""
    ours, theirs = socket.socketpair()
    control, supervisor = socket.socketpair()
    with ours, theirs, control, supervisor:
        for _ in range(2):  # the second answers a callback's answer
            theirs.send((len(frame).to_bytes(4, "little") + frame)[: 1 << 16])
        theirs.shutdown(socket.SHUT_WR)
        sandbox_frames.Channel(supervisor).send_json(_END)
        candidate = Candidate(control, sandbox_frames.Channel(control), "", Limits())  # it opens nothing here
        group = Group(candidate, "t", sandbox_frames.Channel(ours), 5.0)
        if way == 0:
            served, call = _offered()
            return group.call(call, served)
        return group.run_checks("") if way == 1 else group.call(Call("f", inspect=True))


def control(data: bytes) -> None:
    """What dials the judge's socket says a record first, or is not heard."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sandbox_frames.Channel(theirs).send(data[: 1 << 16])
        try:
            hello = sandbox_frames.Channel(ours).receive_json()
        except ValueError:
            return
    assert type(hello) is dict


class _Served:
    """What a callback reaches: works on any data, and returns itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sums = [np.sum(value) for value in (*args, *kwargs.values())]

    def fit(self, *args: Any) -> "_Served":
        self.sums += [np.sum(value) for value in args]
        return self


def _offered() -> tuple[Served, Call]:
    """A factory under the number 0 and a stream under the number 1, with a budget of one call."""
    served = Served(most_calls=1, logged=True)
    call = served.offered(Call("f", (_Served, range(600)), _ROLES))
    _numbered(served)
    return served, call


def _numbered(served: Served) -> None:
    """The same numbers in every run, so that a corpus means the same."""
    served._things = dict(enumerate(served._things.values()))


def _use(value: Any) -> None:
    for expected in _EXPECTED:
        comparator.compare(expected, value)
        comparator.structure(expected, value)
    assert len(render.text(value).encode()) <= render.MAX_TEXT
    json.dumps(render.json_safe(value), allow_nan=False)
    values.size(values.fresh(value))


def event(data: bytes) -> None:
    """A judge's record is an event that JSON and PostgreSQL take, or a validation error."""
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return
    try:
        parsed = events.parse(record)
    except ValidationError:
        return
    text = parsed.model_dump_json()
    assert "\\u0000" not in text.replace("\\\\", "")
    text.encode()


def served(data: bytes) -> None:
    """A callback is answered with plain data, or is not a call."""
    try:
        request = wire.decode(data)
        if isinstance(request, dict):
            wire.decode(_offered()[0].answer(request))
    except (wire.WireError, wire.NotPlainError):
        return


def lent(data: bytes) -> None:
    """What a check says of what it hands in becomes data, a stand-in or a built-in error, or is refused."""
    try:
        record = wire.decode(data)
        if isinstance(record, dict):
            given: list[Any] = [None]
            Borrowed(lambda _: record).put(given, {}, {0: record})
            _called(given[0])
    except wire.WireError:
        return


def _called(stand_in: Any) -> None:
    if not isinstance(stand_in, Object):
        _use(list(stand_in))
        return
    for method in vars(stand_in).values():
        value = _outcome(method)
        assert isinstance(value, Object) or hasattr(value, "__next__") or _use(value) is None


def _outcome(method: Callable[..., Any]) -> Any:
    """What a call gave; any built-in error may have been raised there."""
    try:
        return method(1.0)
    except Exception as error:
        if isinstance(error, wire.WireError) or type(error).__module__ != "builtins":
            raise
        return None


def _no_browser(word: str) -> None:
    raise AssertionError(f"no browser reads {word}")


def update(data: bytes) -> None:
    """What the guard lets through, the document takes at once and whole, and a replica reads the same from the log."""
    room = Document(1, [yjs.update(yjs.block(6000, 0, yjs.string("a😀bé")), yjs.block(7000, 0, yjs.string("x")))])
    before = room.vector
    try:
        room.take(data, {5000, 5001})
    except (Malformed, Refused):
        assert before == room.vector
        return
    assert varint.read_vector(room.vector) == room._known.clocks
    again = Document(1, [room.encode()])
    assert (again.text("solution:0"), again.text("checks:0")) == (room.text("solution:0"), room.text("checks:0"))


def room_message(data: bytes) -> None:
    """A first message, and what a client says of itself, are read or refused; what is passed on is JSON."""
    for read in (frames.read_hello, frames.read_update, frames.kind, varint.read_vector):
        with contextlib.suppress(Malformed):
            read(data)
    try:
        said = awareness.read(data, 5000)
    except Malformed:
        return
    for state in said:
        json.loads(awareness.stamped(state, {}), parse_constant=_no_browser)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decode": decode,
    "receive": receive,
    "control": control,
    "reply": reply,
    "fields": fields,
    "event": event,
    "served": served,
    "lent": lent,
    "update": update,
    "room_message": room_message,
}
