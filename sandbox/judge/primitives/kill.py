"""kill: do the candidate's own checks, or their diagnosis, tell wrong code from right?

For sanity problems the entry point is a check and each implementation is served by the judge, one per process.
For debugging problems the deliverables beside the fixed function are the faulty lines, a witness and the impact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.judge import guard, script, values
from sandbox.judge.call import Call
from sandbox.judge.comparator import compare
from sandbox.judge.context import Args, Context
from sandbox.judge.how import Broken, How, Outcome, loud, passed, silent
from sandbox.judge.invocation import Stopped, perform
from sandbox.judge.package import accepted, find
from sandbox.judge.params import SpecError
from sandbox.judge.replies import Ended, Raised, Reply, Returned
from sandbox.judge.spec import Bug

MOST_ELEMENTS = 10_000
_MOST_CALLBACK_ELEMENTS = 1_000_000
_CLEARLY = 1e-6  # a witness shows a fault, not rounding


@dataclass(frozen=True)
class Params:
    """Parameters of `kill`; which of them apply depends on `mode`. A `path` with a final slash: each file in it."""

    mode: Literal["implementation", "lines", "witness", "impact"]
    path: str | None = None
    expect: Literal["caught", "accepted"] | None = None
    bug: str | None = None

    def __post_init__(self) -> None:
        """Refuse parameters of another mode, and an implementation without its expectation."""
        if (self.mode == "implementation") != (self.path is not None and self.expect is not None):
            raise ValueError("mode implementation, and no other, needs path and expect")
        if self.bug is not None and self.mode != "lines":
            raise ValueError("bug belongs to mode lines")


def run(ctx: Context, params: Params) -> Outcome:
    """Run the mode asked for."""
    if params.mode == "implementation":
        return _implementation(ctx, str(params.path), str(params.expect))
    if params.mode == "lines":
        return _lines(ctx, params.bug)
    return _witness(ctx) if params.mode == "witness" else _impact(ctx)


def _implementation(ctx: Context, path: str, expect: str) -> Outcome:
    """Serve the implementation, or every one of a folder in an order of the seed's, each to a fresh process."""
    paths = ctx.package.paths(path)
    outcomes = []
    for index in ctx.rng().permutation(len(paths)):
        impl = capped(find(ctx.package.module(paths[index]), ctx.spec.entry.args[0].name))
        with ctx.candidate.open() as group:
            reply = group.call_with_callable(ctx.spec.entry.name, impl)
        outcomes.append(told_apart(reply, expect, paths[index]))
    failed = [outcome for outcome in outcomes if outcome.state != "passed"]
    if not failed:
        return passed(f"{path}: {len(paths)} {expect}")
    worst = min(failed, key=lambda outcome: outcome.state == "failed_loudly")
    return worst.told(f"{path}: {len(failed)} of {len(paths)} not {expect}; {worst.statement}")


def capped(impl: Callable[..., Any]) -> Callable[..., Any]:
    """The implementation behind limits: the arguments are the candidate's, the process is the judge's."""

    def guarded(*args: Any, **kwargs: Any) -> Any:
        if values.size((args, kwargs)) > _MOST_CALLBACK_ELEMENTS:
            raise ValueError("the arguments are too large for this exercise")
        try:
            with guard.limited():
                return impl(*args, **kwargs)
        except guard.OverLimitError as error:
            raise TimeoutError("the arguments take too long for this exercise") from error

    return guarded


def told_apart(reply: Reply, expect: str, path: str) -> Outcome:
    """What a check's reply says about one implementation."""
    if isinstance(reply, Ended):
        return loud(reply).told(f"{path}: {loud(reply).statement}")
    asserted = isinstance(reply, Raised) and "AssertionError" in reply.classes | {reply.kind}
    if expect == "caught":
        if asserted:
            return passed(f"{path} was caught")
        return loud(reply, How.WRONG_ERROR) if isinstance(reply, Raised) else silent(How.MISSED, f"{path} was accepted")
    if isinstance(reply, Raised) and reply.kind != "not plain data":
        return loud(reply, How.FALSE_ALARM).told(
            f"{path} was rejected: {reply.kind} at line {reply.line}: {reply.message}"
        )
    return passed(f"{path} was accepted")


def _lines(ctx: Context, bug: str | None) -> Outcome:
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


def _witness(ctx: Context) -> Outcome:
    with ctx.candidate.open() as group:
        reply = group.call(Call("witness")) if "witness" in group.names() else None
    if reply is None:
        return silent(How.WITNESS_ABSENT, "witness is not defined")
    if not isinstance(reply, Returned):
        return loud(reply)
    args = _usable(ctx, reply.value)
    right = _guarded(ctx, ctx.package.function("reference"), args)
    if isinstance(right, Exception):
        statement = f"the reference refuses the arguments: {type(right).__name__}: {right}"
        return silent(How.WITNESS_UNUSABLE, statement, {"args": args})
    given = _guarded(ctx, find(ctx.package.module("given.py"), ctx.spec.entry.name), args)
    shown = {"args": args, "right": right, "given": given if not isinstance(given, Exception) else repr(given)}
    if isinstance(given, Exception):
        return passed(f"on the witness the given code raises {type(given).__name__}", shown)
    difference = compare(right, given, _CLEARLY, _CLEARLY)
    if difference is None:
        return silent(How.WITNESS_RIGHT, "the given code agrees with the reference on the witness", shown)
    return passed(f"on the witness the given code is wrong: {difference.statement}", shown)


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


def _impact(ctx: Context) -> Outcome:
    value = _attribute(ctx, "IMPACT", How.IMPACT_ABSENT)
    lines = list(value.values()) if isinstance(value, dict) else value
    told = [line.strip() for line in lines if isinstance(line, str)] if isinstance(lines, list | tuple) else []
    wanted = len(ctx.spec.bugs)
    if len(set(filter(None, told))) < wanted:
        return silent(
            How.IMPACT_ABSENT, f"IMPACT holds {len(set(filter(None, told)))} of {wanted} lines", {"got": value}
        )
    return passed(f"IMPACT holds {len(told)} lines for {wanted} faults", {"impact": told})
