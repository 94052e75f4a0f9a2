"""The arguments of a visible example: whether they fit the entry point, and how a person reads them."""

from collections.abc import Iterator
from typing import Any

from app.problems.entry import Argument, Entry, Method

MAX_RENDERED = 4000
NAMED = ("callable", "object")  # written as the name of what grader.py has for them


def misfit(entry: Entry, args: dict[str, Any]) -> str | None:
    """How the arguments of an example miss the entry point, or None."""
    if entry.methods and (set(args) != {"init", "steps"} or not isinstance(args["steps"], list)):
        return f"gives {list(args)}, a class takes ['init', 'steps'], the steps as a list"
    named = args["init"] if entry.methods else args
    wanted = [argument.name for argument in entry.args]
    if not isinstance(named, dict) or set(named) != set(wanted):
        return f"gives {list(named) if isinstance(named, dict) else named}, the entry point takes {wanted}"
    if entry.methods and (wrong := _steps_misfit(entry, args["steps"])):
        return wrong
    unnamed = [role.name for role, value in _pairs(entry, args) if role.kind in NAMED and not isinstance(value, str)]
    return f"must name a function of grader.py as {', '.join(unnamed)}" if unnamed else None


def named(entry: Entry, args: dict[str, Any]) -> list[str]:
    """The functions and classes of grader.py that the arguments name; none where an example has no arguments."""
    return [value for role, value in _pairs(entry, args) if role.kind in NAMED] if args else []


def as_text(entry: Entry, args: dict[str, Any]) -> str:
    """The arguments as Python-like lines: one per argument, or one per call of a class."""
    first = args["init"] if entry.methods else args
    given = [_shown(role, first[role.name]) for role in entry.args]
    if not entry.methods:
        return "\n".join(f"{role.name} = {text}" for role, text in zip(entry.args, given, strict=True))
    made = f"{entry.name}({', '.join(given)})"
    lines, known = [f"it = {made}"], {""}
    for name, *values in args["steps"]:
        on, _, method = name.rpartition(":")
        lines += [] if on in known else [f"{on} = {made}"]
        known.add(on)
        shown = [_shown(role, value) for role, value in zip(_method(entry, name).args, values, strict=True)]
        lines.append(f"{on or 'it'}.{method}({', '.join(shown)})")
    return "\n".join(lines)


def _steps_misfit(entry: Entry, steps: list[Any]) -> str | None:
    counts = {method.name: len(method.args) for method in entry.methods}
    for step in steps:
        name = step[0] if isinstance(step, list) and step else None
        if not isinstance(name, str) or name.rpartition(":")[2] not in counts:
            return f"has the step {step}; a step is [method, arguments…] with one of {', '.join(counts)}"
        if len(step) - 1 != counts[name.rpartition(":")[2]]:
            return f"gives {name} {len(step) - 1} argument(s), it takes {counts[name.rpartition(':')[2]]}"
    return None


def _pairs(entry: Entry, args: dict[str, Any]) -> Iterator[tuple[Argument, Any]]:
    """Every argument with its role."""
    first = args["init"] if entry.methods else args
    yield from ((role, first[role.name]) for role in entry.args)
    for name, *values in args["steps"] if entry.methods else []:
        yield from zip(_method(entry, name).args, values, strict=True)


def _method(entry: Entry, name: str) -> Method:
    return next(method for method in entry.methods if method.name == name.rpartition(":")[2])


def _shown(role: Argument, value: Any) -> str:
    if role.kind not in NAMED:
        return render(value)
    return f"{value}()" if role.kind == "object" else str(value)


def expected_text(expected: Any) -> str:
    """What is expected; an expected error in words."""
    error = _error(expected)
    if error or not isinstance(expected, list) or not expected or not _error(expected[-1]):
        return error or render(expected)
    return f"[{', '.join([*map(render, expected[:-1]), str(_error(expected[-1]))])}]"


def _error(expected: Any) -> str | None:
    return f"raises {expected['raises']}" if isinstance(expected, dict) and set(expected) == {"raises"} else None


def render(value: Any) -> str:
    """Python-like text; a table of rows gets a line per row."""
    if isinstance(value, list) and value and all(isinstance(row, list | dict) for row in value):
        text = "[" + ",\n ".join(repr(row) for row in value) + "]"
    else:
        text = repr(value)
    return text if len(text) <= MAX_RENDERED else text[:MAX_RENDERED] + " …"
