"""Judge-owned objects, callables and streams that the candidate's code may call: they stay here, only data crosses.

What arrives is decoded afresh for every call, so an implementation that changes its arguments changes copies. Which
object, which method, how often and with how much data is decided here; whoever asks for anything else is ended. What
is called with objects of the code's own gets stand-ins for them (`sandbox.judge.borrowed`).
"""

import itertools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox import wire
from sandbox.inside import loading
from sandbox.inside.standins import StandIns
from sandbox.judge import guard, values
from sandbox.judge.borrowed import Ask, Borrowed
from sandbox.judge.call import Call
from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault
from sandbox.judge.spec import Role

MOST_CALLS = 2000
_MOST_REFUSALS = 100  # a call too many raises in the code; code that goes on after so many is ended
_MOST_ELEMENTS = 1_000_000  # of one call
_MOST_ELEMENTS_IN_ALL = 4_000_000
_ITEMS = 256  # of a stream, in one frame
_NUMBER_BITS = 62  # so many that an object of an earlier call is known for one


@dataclass(frozen=True, slots=True)
class Offered:
    """An object as an argument: what is sent in its place."""

    number: int
    kind: str
    methods: tuple[str, ...]
    borrows: bool

    def described(self) -> dict[str, Any]:
        """The record that travels."""
        told = {"number": self.number, "kind": self.kind, "methods": list(self.methods)}
        return {**told, "borrows": self.borrows}


@dataclass(frozen=True, slots=True)
class Record:
    """One call that reached an object: its label, the method, and copies of the arguments as they arrived."""

    object: str
    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


@dataclass
class _Thing:
    role: Role
    label: str
    value: Any
    offered: Offered
    made: int = 0

    def call(self, method: str) -> Callable[..., Any]:
        return self.value if method == "__call__" else getattr(self.value, method)  # type: ignore[no-any-return]  # offered as callable


@dataclass
class Served:
    """Answers the calls that one call or script makes; keeps a `log` of them when `logged`."""

    most_calls: int = MOST_CALLS
    logged: bool = False
    log: list[Record] = field(default_factory=list)
    _things: dict[int, _Thing] = field(default_factory=dict)
    _offers: dict[int, Offered] = field(default_factory=dict)  # by identity of the object, which `_things` keeps alive
    _calls: int = 0
    _elements: int = 0

    def offered(self, call: Call) -> Call:
        """The call with its judge-owned arguments replaced by what is sent for them."""
        pairs = zip(call.roles, call.args, strict=True)
        return replace(
            call, args=tuple(self._offer(role, arg, role.name) if role.owned else arg for role, arg in pairs)
        )

    def here(self, call: Call) -> list[Any]:
        """The arguments for trusted code, with stand-ins like the candidate's: its calls are logged alike."""
        offered = self.offered(call).args
        args = [values.fresh(arg) for arg in offered]
        owned = {place: arg.described() for place, arg in enumerate(offered) if isinstance(arg, Offered)}
        StandIns(lambda request, _: wire.decode(self.answer(wire.decode(wire.encode(request))))).put(args, owned)
        return args

    def answer(self, request: dict[str, Any], ask: Ask | None = None) -> bytes:
        """The frame that answers one call: its value or error, and its arguments as it left them, named ones last.

        `ask` is the way back for calls of what the caller lends; None where it can lend nothing.

        Raises:
            WireError: the request is no call of anything that was offered, or goes on after the budget's end.
        """
        thing, method = self._asked(request.get("object"), request.get("method"))
        args, kwargs, loans = request.get("args"), request.get("kwargs"), request.get("lent", {})
        if not isinstance(args, list) or not isinstance(kwargs, dict) or not all(type(key) is str for key in kwargs):
            raise wire.WireError("a callback that is not a call")
        if type(loans) is not dict or (loans and (ask is None or not thing.role.borrows)):
            raise wire.WireError("loans that nobody asked for")
        after = [*args, *kwargs.values()]
        try:
            if thing.role.kind == "stream":
                return wire.encode(_answer(_items(thing), after))
            self._spend([*after, *loans.values()])
            if self.logged:
                self.log.append(Record(thing.label, method, tuple(values.fresh(args)), values.fresh(kwargs)))
            if ask is not None:
                Borrowed(ask).put(args, kwargs, loans)
            return wire.encode(_answer(self._value(thing, method, args, kwargs), after))
        except (PlatformFault, wire.WireError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever the implementation raises on these arguments is its answer
            return _refusal(error, after)

    def _asked(self, number: Any, method: Any) -> tuple[_Thing, str]:
        thing = self._things.get(number) if type(number) is int else None
        if thing is None or type(method) is not str or method not in thing.offered.methods:
            raise wire.WireError("a call of something that was not offered")
        return thing, method

    def _spend(self, data: list[Any]) -> None:
        """Refuse what is too large or once too often, as an exception in the code that asked."""
        self._calls += 1
        if self._calls > self.most_calls + _MOST_REFUSALS:
            raise wire.WireError("calls without end")
        if self._calls > self.most_calls:
            raise RuntimeError(f"more than {self.most_calls} calls of the objects handed in")
        elements = values.size(data)
        self._elements += elements
        if elements > _MOST_ELEMENTS or self._elements > _MOST_ELEMENTS_IN_ALL:
            raise ValueError("the arguments are too large for this exercise")

    def _value(self, thing: _Thing, method: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """What the call returns; an object is offered, a known one as itself."""
        try:
            with guard.limited():
                value = thing.call(method)(*args, **kwargs)
        except guard.OverLimitError as error:
            raise TimeoutError("the arguments take too long for this exercise") from error
        if thing.role.returns is not None and thing.role.returns.owned:
            label, thing.made = f"{thing.label}#{thing.made}", thing.made + 1
            return self._offer(thing.role.returns, value, label)
        return self._offers.get(id(value), value)

    def _offer(self, role: Role, value: Any, label: str) -> Offered:
        methods = {"callable": ("__call__",), "stream": ("__next__",)}.get(role.kind, role.methods)
        held = _iterator(value, label) if role.kind == "stream" else value
        known = self._offers.get(id(held))
        if known is not None and self._things[known.number].label == label:  # the constructor of another instance
            return known
        for method in methods:
            if not callable(getattr(held, method, None)):
                raise SpecError(f"{label} is {type(value).__name__}, which has no {method}")
        # Drawn, not counted: the code can read it, and which implementation comes first tells the right ones.
        offered = Offered(secrets.randbits(_NUMBER_BITS), role.kind, methods, role.borrows)
        self._things[offered.number] = _Thing(role, label, held, offered)
        self._offers[id(held)] = offered
        return offered


def trusted(call: Call) -> list[Any]:
    """The arguments for trusted code: copies of the data, the objects themselves, a fresh iterator of a stream."""
    pairs = zip(call.roles, call.args, strict=True)
    return [_iterator(arg, role.name) if role.kind == "stream" else values.fresh(arg) for role, arg in pairs]


def _iterator(value: Any, label: str) -> Iterator[Any]:
    """A new pass over a stream, given as a sequence or as a generator function."""
    made = value() if callable(value) else value
    if not hasattr(made, "__iter__") or (made is value and hasattr(made, "__next__")):
        raise SpecError(f"{label}: a stream is a list, a range or a generator function without arguments")
    return iter(made)


def _items(thing: _Thing) -> list[Any]:
    try:
        items = list(itertools.islice(thing.value, _ITEMS))
        wire.encode(items)
    except Exception as error:
        raise PlatformFault(f"the stream {thing.label} raised {type(error).__name__}: {error}") from error
    return items


def _refusal(error: Exception, after: list[Any]) -> bytes:
    kind = loading.describe(error)["kind"]
    try:
        return wire.encode({**_answer(None, after), "raised": kind, "message": str(error)[:500]})
    except wire.NotPlainError as beyond:
        raise wire.WireError("arguments that cannot be sent back") from beyond


def _answer(value: Any, after: list[Any]) -> dict[str, Any]:
    owned = value.described() if isinstance(value, Offered) else None
    return {"value": None if owned else value, "owned": owned, "raised": None, "message": "", "after": after}
