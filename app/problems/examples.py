"""The arguments of a visible example: whether they fit the entry point, and how a person reads them."""

from typing import Any

from app.problems.package import Entry

MAX_RENDERED = 4000


def misfit(entry: Entry, args: dict[str, Any]) -> str | None:
    """How the arguments of an example miss the entry point, or None."""
    if entry.methods and set(args) != {"init", "steps"}:
        return f"gives {list(args)}, a class takes ['init', 'steps']"
    named = args["init"] if entry.methods else args
    wanted = [argument.name for argument in entry.args]
    if not isinstance(named, dict) or set(named) != set(wanted):
        return f"gives {list(named) if isinstance(named, dict) else named}, the entry point takes {wanted}"
    return _steps_misfit(entry, args["steps"]) if entry.methods else None


def _steps_misfit(entry: Entry, steps: Any) -> str | None:
    counts = {method.name: len(method.args) for method in entry.methods}
    for step in steps if isinstance(steps, list) else [steps]:
        name = step[0] if isinstance(step, list) and step else None
        if not isinstance(name, str) or name.rpartition(":")[2] not in counts:
            return f"has the step {step}; a step is [method, arguments…] with one of {', '.join(counts)}"
        if len(step) - 1 != counts[name.rpartition(":")[2]]:
            return f"gives {name} {len(step) - 1} argument(s), it takes {counts[name.rpartition(':')[2]]}"
    return None


def as_text(entry: Entry, args: dict[str, Any]) -> str:
    """The arguments as Python-like lines: one per argument, or one per call of a class."""
    if not entry.methods:
        return "\n".join(f"{name} = {render(value)}" for name, value in args.items())
    made = f"{entry.name}({', '.join(render(args['init'][argument.name]) for argument in entry.args)})"
    lines, known = [f"it = {made}"], {""}
    for name, *given in args["steps"]:
        on, _, method = name.rpartition(":")
        lines += [] if on in known else [f"{on} = {made}"]
        known.add(on)
        lines.append(f"{on or 'it'}.{method}({', '.join(map(render, given))})")
    return "\n".join(lines)


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
