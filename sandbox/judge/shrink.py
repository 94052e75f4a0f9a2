"""Making a counterexample small: the same failure on less data, found by trying.

Every smaller input gets its expectation anew from the reference and its reply from a fresh process, so what is shown
stays true. Inputs that the reference treats otherwise (a value where there was a refusal) are no step.
"""

import math
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.judge import batch
from sandbox.judge.context import Args, Context
from sandbox.judge.expectation import Expected, judge
from sandbox.judge.how import How, Outcome
from sandbox.judge.params import SpecError
from sandbox.judge.ports import Candidate
from sandbox.judge.replies import LoadFailed, PlatformFault
from sandbox.judge.spec import Check, Entry, Role

SHRINKABLE = frozenset({"oracle", "edge", "stability"})
MOST_TRIES = 150
MOST_SECONDS, MOST_SECONDS_IN_ALL = 5.0, 15.0  # of one counterexample, and of a grading
_DECIMALS = (0, 1, 3)


@dataclass
class Spent:
    """What shrinking has taken of a grading, of which the checks that come after need their share too."""

    seconds: float = 0.0
    timeouts: int = 0

    @contextmanager
    def counted(self, candidate: Candidate) -> Iterator[float]:
        """Around the shrinking of one counterexample; gives the seconds that are left for it."""
        began, before = time.monotonic(), candidate.timeouts
        try:
            yield min(MOST_SECONDS, MOST_SECONDS_IN_ALL - self.seconds)
        finally:
            self.seconds += time.monotonic() - began
            self.timeouts += candidate.timeouts - before


def smaller(ctx: Context, check: Check, outcome: Outcome, seconds: float = MOST_SECONDS) -> Outcome:
    """The outcome with a counterexample made as small as time allows; as it is where there is none to shrink."""
    found = outcome.counterexample
    if check.primitive not in SHRINKABLE or not isinstance(found, dict) or "args" not in found or outcome.how is None:
        return outcome
    trial = _Trial(ctx, check, outcome.how, found["args"], time.monotonic() + seconds)
    while any(trial.fails(args) for args in _steps(ctx.spec.entry, trial.best)):
        continue
    return outcome.told(outcome.statement, trial.shown)


class _Trial:
    """Whether inputs fail in the way the first ones did; `shown` is the last failure."""

    def __init__(self, ctx: Context, check: Check, how: How, args: Args, until: float) -> None:
        self._ctx, self._how, self.best = ctx, how, args
        self._oracle = getattr(check.params, "oracle", "reference")
        rtol, atol = getattr(check.params, "rtol", None), getattr(check.params, "atol", None)
        self._tolerance = ctx.tolerance(rtol, atol)
        self._kind = type(ctx.expected(args, self._oracle))
        self._tries, self._until = 0, until
        self.shown: dict[str, Any] | None = None

    def left(self) -> bool:
        """Whether there are tries left."""
        return self._tries < MOST_TRIES and time.monotonic() < self._until

    def fails(self, args: Args) -> bool:
        """Whether the code fails on these inputs in the same way."""
        if not self.left():
            return False
        self._tries += 1
        expected = self._expected(args)
        if expected is None:
            return False
        try:
            reply = self._ctx.call(args)
        except LoadFailed:
            return False
        outcome = judge(expected, reply, self._tolerance)
        if outcome is None or outcome.how is not self._how:
            return False
        self.best = args
        self.shown = batch.counterexample(batch.Case("made small", args, expected), reply)
        return True

    def _expected(self, args: Args) -> Expected | None:
        try:
            expected = self._ctx.expected(args, self._oracle)
        except (PlatformFault, SpecError):  # too small for the reference: not an input of this problem
            return None
        return expected if type(expected) is self._kind else None


def _steps(entry: Entry, args: Args) -> Iterator[Args]:
    """Inputs a step smaller than these, the largest steps first: rows and columns cut away, then rounder numbers.

    Of a script for a class, steps are cut away.
    """
    roles = (Role("init"), Role("steps")) if entry.methods else entry.args
    for axes in _dimensions(roles, args).values():
        length = _length(args, *axes[0])
        size = length // 2
        while size:
            for start in range(0, length, size):
                yield _without(args, axes, start, start + size)
            size //= 2
    for index, value in enumerate(args):
        for decimals in _DECIMALS:
            rounder = _rounded(value, decimals)
            if rounder is not None:
                yield (*args[:index], rounder, *args[index + 1 :])


def _dimensions(roles: tuple[Role, ...], args: Args) -> dict[str, list[tuple[int, int]]]:
    """Per dimension the arguments and axes that have it: those of one name in the roles' shapes shrink together."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, (role, value) in enumerate(zip(roles, args, strict=True)):
        names = re.findall(r"\w+", role.shape or "")
        axes = value.ndim if isinstance(value, np.ndarray) else 1 if isinstance(value, list) else 0
        for axis in range(axes):
            name = names[axis] if len(names) == axes and names[axis].isidentifier() else f"{index}.{axis}"
            found.setdefault(name, []).append((index, axis))
    return {name: axes for name, axes in found.items() if len({_length(args, *each) for each in axes}) == 1}


def _length(args: Args, index: int, axis: int) -> int:
    value = args[index]
    return len(value) if isinstance(value, list) else int(value.shape[axis])


def _without(args: Args, axes: list[tuple[int, int]], start: int, stop: int) -> Args:
    parts = list(args)
    for index, axis in axes:
        value = parts[index]
        if isinstance(value, list):
            parts[index] = value[:start] + value[stop:]
        else:
            parts[index] = np.delete(value, slice(start, stop), axis)
    return tuple(parts)


def _rounded(value: Any, decimals: int) -> Any:
    """The value with fewer digits, or None where that changes nothing."""
    if isinstance(value, float) and math.isfinite(value):
        return round(value, decimals) if round(value, decimals) != value else None
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        rounder = np.round(value, decimals)
        return None if np.array_equal(rounder, value, equal_nan=True) else rounder
    return None
