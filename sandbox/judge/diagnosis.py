"""The diagnosis that a debugging problem asks for: the faulty lines, a witness of a fault, the impact of each."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sandbox.judge import guard, script, values
from sandbox.judge.call import Call
from sandbox.judge.comparator import Difference, compare, plain
from sandbox.judge.context import Args, Context
from sandbox.judge.how import Broken, How, Outcome, loud, passed, silent
from sandbox.judge.invocation import Stopped, perform
from sandbox.judge.package import accepted, find
from sandbox.judge.params import SpecError
from sandbox.judge.replies import Ended, Raised, Returned
from sandbox.judge.spec import Bug

MOST_ELEMENTS = 10_000
_CLEARLY = 1e-6  # a witness shows a fault, not rounding
# Of numbers up to m, sums of squares come out wrong by a few m²·1e-16 for each order of summation: this is far more.
_OF_SQUARES = 1e-12
_LARGEST = 1e8


def lines(ctx: Context, bug: str | None) -> Outcome:
    """Whether `BUG_LINES` locates one bug, or all of them."""
    asked = [item for item in ctx.spec.bugs if bug in (None, item.id)]
    if not asked:
        raise SpecError(f"{ctx.label}: the package has no bug {bug!r}")
    named = _named_lines(_attribute(ctx, "BUG_LINES", How.LINES_ABSENT))
    missed = [item.id for item in asked if not any(lines <= named for lines in item.lines)]
    false = sorted(named - _faulty(ctx.spec.bugs))
    shown = {"named": sorted(named), "missed": missed, "not at fault": false}
    if missed:
        return silent(How.LINES_MISSED, f"BUG_LINES {sorted(named)} misses {', '.join(missed)}", shown)
    if len(false) > 1:
        return silent(How.LINES_FALSE, f"BUG_LINES names {len(false)} lines that are not at fault", shown)
    return passed(f"BUG_LINES {sorted(named)} locates {', '.join(item.id for item in asked)}", shown)


def _faulty(bugs: tuple[Bug, ...]) -> frozenset[int]:
    return frozenset[int]().union(*(lines for bug in bugs for lines in bug.lines))


def _named_lines(value: Any) -> frozenset[int]:
    listed = value.tolist() if type(value).__name__ == "ndarray" else value
    if not isinstance(listed, list | tuple) or any(type(line) is not int for line in listed):
        raise Broken(silent(How.LINES_ABSENT, "BUG_LINES is no list of whole numbers", {"got": value}))
    return frozenset(listed)


def _attribute(ctx: Context, name: str, absent: How) -> Any:
    with ctx.candidate.open() as group:
        reply = group.attribute(name)
    if isinstance(reply, Ended):
        raise Broken(loud(reply))
    if isinstance(reply, Raised):
        raise Broken(silent(absent, f"{name}: {reply.message}"))
    return reply.value


def witness(ctx: Context) -> Outcome:
    """Whether `witness()` returns arguments on which the given code is wrong, beyond rounding."""
    with ctx.candidate.open() as group:
        reply = group.call(Call("witness")) if "witness" in group.names() else None
    if reply is None:
        return silent(How.WITNESS_ABSENT, "witness is not defined")
    if not isinstance(reply, Returned):
        return loud(reply)
    return _shows_a_fault(ctx, _usable(ctx, reply.value))


def _shows_a_fault(ctx: Context, args: Args) -> Outcome:
    """Whether the given code is wrong on these arguments."""
    right = _guarded(ctx, ctx.package.function("reference"), args)
    if isinstance(right, Exception):
        statement = f"the reference refuses the arguments: {type(right).__name__}: {right}"
        return silent(How.WITNESS_UNUSABLE, statement, {"args": args})
    given = _guarded(ctx, find(ctx.package.module("given.py"), ctx.spec.entry.name), args)
    shown = {"args": args, "right": right, "given": given if not isinstance(given, Exception) else repr(given)}
    if isinstance(given, Exception):
        return passed(f"on the witness the given code raises {type(given).__name__}", shown)
    difference, rounding = _differs(args, right, plain(given))
    if difference is None:
        return silent(How.WITNESS_RIGHT, "the given code agrees with the reference on the witness", shown)
    if rounding:
        statement = f"rounding may explain it, at numbers up to {_largest(args):.3g}: {difference.statement}"
        return silent(How.WITNESS_ROUNDING, statement, shown)
    return passed(f"on the witness the given code is wrong: {difference.statement}", shown)


def _differs(args: Args, right: Any, given: Any) -> tuple[Difference | None, bool]:
    """How the given code's result differs, and whether that may be rounding at the size of the arguments' numbers."""
    largest = _largest(args)
    difference = compare(right, given, _CLEARLY, _CLEARLY)
    beyond = compare(right, given, _CLEARLY, max(_CLEARLY, _OF_SQUARES * largest**2))
    return difference, beyond is None or largest > _LARGEST


def _largest(value: Any) -> float:
    """The largest finite number in the arguments, by size."""
    return max((abs(number) for number in _numbers(value) if math.isfinite(number)), default=0.0)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        yield from (
            float(number) for number in np.abs(value[np.isfinite(value)].astype(float)).max(initial=0.0, keepdims=True)
        )
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, dict):
        yield from _numbers(list(value.values()))
    elif isinstance(value, float | int):
        yield float(value)


def _usable(ctx: Context, value: Any) -> Args:
    """The witness as arguments of the roles that the entry point declares, small enough to run in the judge."""
    if values.size(value) > MOST_ELEMENTS:
        raise Broken(silent(How.WITNESS_LARGE, f"witness() returned {values.size(value)} elements"))
    try:
        return script.build(ctx.spec.entry, value)
    except ValueError as error:
        raise Broken(silent(How.WITNESS_UNUSABLE, str(error), {"got": value})) from error


def _guarded(ctx: Context, function: Callable[..., Any], args: Args) -> Any:
    """What trusted code makes of the candidate's arguments: a value, or the exception it raised."""
    try:
        with guard.limited():
            return perform(function, ctx.spec.entry, args, accepted(function, ctx.options))
    except guard.OverLimitError as error:
        raise Broken(silent(How.WITNESS_LARGE, f"the witness ran {error}", {"args": args})) from error
    except Stopped as stopped:
        return stopped.error


def impact(ctx: Context) -> Outcome:
    """Whether `IMPACT` has a text for each bug; what it says is for staff to judge."""
    value = _attribute(ctx, "IMPACT", How.IMPACT_ABSENT)
    lines = list(value.values()) if isinstance(value, dict) else value
    told = [line.strip() for line in lines if isinstance(line, str)] if isinstance(lines, list | tuple) else []
    wanted = len(ctx.spec.bugs)
    if len(set(filter(None, told))) < wanted:
        return silent(
            How.IMPACT_ABSENT, f"IMPACT holds {len(set(filter(None, told)))} of {wanted} lines", {"got": value}
        )
    return passed(f"IMPACT holds {len(told)} lines for {wanted} faults", {"impact": told})
