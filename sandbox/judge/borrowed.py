"""Objects of a candidate's check that an implementation here calls: the mirror image of `sandbox.judge.owned`.

They stay in the candidate's process and only data crosses. Whatever that process says of them is looked at before it
is used: the implementation gets numbered stand-ins, iterators over data, and built-in errors.
"""

import builtins
import functools
from collections.abc import Callable, Iterator
from typing import Any

from sandbox import wire

Ask = Callable[[bytes], dict[str, Any]]
MOST_CALLS = 10_000  # of all objects that one call lends
_MOST_METHODS = 200


class Object:
    """Has the methods that the check's object has."""

    def __init__(self, methods: dict[str, Callable[..., Any]]) -> None:
        self.__dict__.update(methods)


class CallableObject(Object):
    """Can be called as well."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the check's object."""
        return self.__dict__["__call__"](*args, **kwargs)


class Borrowed:
    """The stand-ins of one call; `ask` takes a request to the candidate's process and returns its answer."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[int, Object] = {}
        self._calls = 0

    def put(self, args: list[Any], kwargs: dict[str, Any], loans: dict[Any, Any]) -> None:
        """Fill in the arguments that were lent, by place or by name.

        Raises:
            WireError: what was sent describes no loan.
        """
        for place, described in loans.items():
            if type(place) is int and 0 <= place < len(args):
                args[place] = self._of(described)
            elif type(place) is str and place in kwargs:
                kwargs[place] = self._of(described)
            else:
                raise wire.WireError("a loan in place of no argument")

    def _of(self, described: Any) -> Object | Iterator[Any]:
        """A new pass over what was sent as items, or the one stand-in for an object (`fit` may return itself)."""
        match described:
            case {"items": list(items)}:
                return iter(items)
            case {"number": int(number), "methods": list(names)} if _are_methods(names):
                if number not in self._known:
                    methods: dict[str, Callable[..., Any]] = {
                        name: functools.partial(self._call, number, name) for name in names
                    }
                    self._known[number] = (CallableObject if "__call__" in methods else Object)(methods)
                return self._known[number]
        raise wire.WireError("a loan that is neither an object nor a stream")

    def _call(self, number: int, method: str, /, *args: Any, **kwargs: Any) -> Any:
        """One call there, on copies of the arguments; what it raised is raised here."""
        self._calls += 1
        if self._calls > MOST_CALLS:
            raise RuntimeError(f"more than {MOST_CALLS:,} calls of the objects handed in")
        request = {"callback": True, "object": number, "method": method, "args": list(args), "kwargs": kwargs}
        reply = self._ask(wire.encode(request))
        if reply.get("raised") is not None:
            message = reply.get("message")
            raise _error(reply["raised"])(message[:500] if type(message) is str else "")
        return reply.get("value") if reply.get("lent") is None else self._of(reply["lent"])


def _are_methods(names: list[Any]) -> bool:
    return len(names) <= _MOST_METHODS and all(
        type(name) is str and (name == "__call__" or (name.isidentifier() and not name.startswith("_")))
        for name in names
    )


def _error(kind: Any) -> type[Exception]:
    """The built-in error of this name; RuntimeError for anything else that was raised."""
    found = getattr(builtins, kind, None) if type(kind) is str else None
    return found if isinstance(found, type) and issubclass(found, Exception) else RuntimeError
