"""What a grader's arguments mean for the entry point: one call of a function, or a script for a class.

The arguments for a class are `(init, steps)`: the constructor's arguments and tuples `(method, *args)` in order.
`"other:update"` is a step on a second instance named `other`, made from the same `init` when it is first named.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.judge import values
from sandbox.judge.call import Call
from sandbox.judge.spec import Entry, Role

Args = tuple[Any, ...]
Build = Callable[[Role, Any], Any]
FIRST = ""  # the unnamed instance, made at the start
_PARTS = 2


def misfit(entry: Entry, args: Any) -> str | None:
    """What the arguments ought to be where they do not fit the entry point, or None."""
    if not entry.methods:
        return None if _counted(args, entry.args) else f"a tuple of {len(entry.args)} argument(s)"
    if not isinstance(args, tuple) or len(args) != _PARTS or not _counted(args[0], entry.args):
        return f"a tuple (init, steps), init being a tuple of {len(entry.args)} argument(s)"
    if not isinstance(args[1], list):
        return "steps that are a list of tuples (method, *args)"
    for step in args[1]:
        method = entry.methods.get(_split(step[0])[1]) if isinstance(step, tuple) and step else None
        if method is None:
            return f"steps (method, *args) with a method of {entry.name}: {', '.join(entry.methods)}"
        if len(step) - 1 != len(method.args):
            return f"steps of {method.name} with {len(method.args)} argument(s)"
    return None


def calls(entry: Entry, args: Args) -> list[Call]:
    """The calls that carry the arguments out, in order; one, where the entry point is a function."""
    if not entry.methods:
        return [Call(entry.name, args, entry.args)]
    init, steps = args
    made = [Call(entry.name, init, entry.args, becomes=FIRST)]
    known = {FIRST}
    for name, *given in steps:
        on, method = _split(name)
        if on not in known:
            known.add(on)
            made.append(Call(entry.name, init, entry.args, becomes=on))
        asked = entry.methods[method]
        made.append(Call(method, tuple(given), asked.args, on=on, ignored=asked.returns is None))
    return made


def build(entry: Entry, raw: Any, make: Build = values.build) -> Args:
    """Arguments from JSON or a candidate's plain data; `make` builds one from its role.

    Raises:
        ValueError: they cannot be arguments of this entry point.
    """
    if not entry.methods:
        return _built(entry.args, raw, "arguments", make)
    if not isinstance(raw, list | tuple) or len(raw) != _PARTS or not isinstance(raw[1], list | tuple):
        raise ValueError("the arguments of a class are (init, steps)")
    return _built(entry.args, raw[0], "constructor arguments", make), [_step(entry, step, make) for step in raw[1]]


def build_named(entry: Entry, raw: Any, make: Build) -> Args:
    """Arguments from JSON that names those of the function, or has the parts `init` (by name) and `steps`.

    Raises:
        ValueError, KeyError: they cannot be arguments of this entry point.
    """
    named = raw["init"] if entry.methods else raw
    given = [named[role.name] for role in entry.args]
    return build(entry, (given, raw["steps"]) if entry.methods else given, make)


def with_argument(entry: Entry, args: Args, at: int, value: Any) -> Args:
    """The same arguments with another one of the function, or of the constructor."""
    given = args[0] if entry.methods else args
    changed = (*given[:at], value, *given[at + 1 :])
    return (changed, args[1]) if entry.methods else changed


def argument(entry: Entry, args: Args, at: int) -> Any:
    """One argument of the function, or of the constructor."""
    return args[0][at] if entry.methods else args[at]


def last_step(entry: Entry, args: Args) -> int:
    """The place of the last step; -1 for a script without steps, and for a function."""
    return len(args[1]) - 1 if entry.methods else -1


def lines(entry: Entry, args: Args, show: Callable[[Any], str]) -> Iterator[str]:
    """The arguments as a person reads them; `show` writes one value."""
    for call in calls(entry, args):
        shown = [_shown(role, arg, show) for role, arg in zip(call.roles, call.args, strict=True)]
        if not entry.methods:
            yield from (f"{role.name} = {text}" for role, text in zip(call.roles, shown, strict=True))
            return
        name = call.on if call.becomes is None else call.becomes
        made = f"{name or 'it'} = " if call.becomes is not None else f"{name or 'it'}."
        yield f"{made}{call.name}({', '.join(shown)})"


def _shown(role: Role, arg: Any, show: Callable[[Any], str]) -> str:
    if role.kind not in ("object", "callable"):
        return show(arg)
    return str(arg.__name__) if role.kind == "callable" else f"{type(arg).__name__}()"


def _counted(args: Any, roles: tuple[Role, ...]) -> bool:
    return isinstance(args, tuple) and len(args) == len(roles)


def _split(name: Any) -> tuple[str, str]:
    """The instance and the method that a step names."""
    on, _, method = name.rpartition(":") if isinstance(name, str) else ("", "", "")
    return on, method


def _step(entry: Entry, raw: Any, make: Build) -> Args:
    if not isinstance(raw, list | tuple) or not raw or _split(raw[0])[1] not in entry.methods:
        raise ValueError(f"a step is [method, *args] with a method of {entry.name}: {', '.join(entry.methods)}")
    return raw[0], *_built(entry.methods[_split(raw[0])[1]].args, raw[1:], f"arguments of {raw[0]}", make)


def _built(roles: tuple[Role, ...], raw: Any, what: str, make: Build) -> Args:
    if not isinstance(raw, list | tuple) or len(raw) != len(roles):
        raise ValueError(f"{len(roles)} {what} are needed")
    return tuple(make(role, part) for role, part in zip(roles, raw, strict=True))
