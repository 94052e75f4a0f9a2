"""growth: do time and memory grow with the size of the input as the statement demands?"""

from dataclasses import dataclass

import numpy as np

from sandbox.judge.context import Args, Context
from sandbox.judge.how import Broken, How, Outcome, loud, passed, silent
from sandbox.judge.params import Function
from sandbox.judge.ports import Group
from sandbox.judge.replies import Returned

Seconds = np.ndarray[tuple[int], np.dtype[np.float64]]
"""By size."""

_FEWEST_SIZES = 3
_LOOKS = 4  # what is not clear is measured again: other load on the machine only ever adds time
_CLEARLY = 0.3  # this far below the limit one look is enough, and a second this far above it
_SLOPE = 1.5
_PROCESSOR_ROUNDS = 3
_WAITS = 5e-4  # seconds by which a call's time is off on a busy machine, even the best of several
_SMALLEST = 1e-3  # seconds of a processor; less cannot be told from the process's own beginning
_BEGINNINGS = 3e-3  # seconds of a processor by which the beginnings of two processes differ


@dataclass(frozen=True)
class Params:
    """Parameters of `growth`."""

    generator: Function
    sizes: tuple[int, ...]
    slope: float | None = None
    memory_mb: float | None = None
    repeats: int = 3
    cpu_seconds: int | None = None

    def __post_init__(self) -> None:
        """Refuse sizes through which no slope can be laid."""
        if len(self.sizes) < _FEWEST_SIZES or list(self.sizes) != sorted(set(self.sizes)):
            raise ValueError("sizes must be at least three rising numbers")


def run(ctx: Context, params: Params) -> Outcome:
    """Memory first, since it needs two processes only; then time."""
    rng = ctx.rng()
    warm_up, *made = [
        ctx.arguments(params.generator, ctx.trusted(params.generator, rng, size))
        for size in (params.sizes[0], *params.sizes)
    ]
    told = []
    if params.memory_mb is not None:
        outcome = _memory(ctx, params, params.memory_mb, made)
        if outcome.state != "passed":
            return outcome
        told.append(outcome.statement)
    if params.slope is None and params.memory_mb is not None:
        return passed(told[0])
    outcome = _time(ctx, params, params.slope or _SLOPE, warm_up, made)
    return outcome.told("; ".join([outcome.statement, *told]))


def _memory(ctx: Context, params: Params, limit: float, made: list[Args]) -> Outcome:
    """The peak of a process that serves the largest size may be so much above that of one that serves the smallest."""
    peaks = []
    for size, args in ((params.sizes[0], made[0]), (params.sizes[-1], made[-1])):
        with ctx.candidate.open(cpu_seconds=params.cpu_seconds) as group:
            _served(ctx, group, size, args)
        peaks.append(group.usage.peak_mb)
    more = peaks[1] - peaks[0]
    sizes = f"size {params.sizes[-1]} takes {more:.1f} MiB more than size {params.sizes[0]} (limit {limit:g})"
    return passed(sizes) if more <= limit else silent(How.MEMORY_GROWTH, sizes)


def _time(ctx: Context, params: Params, limit: float, warm_up: Args, made: list[Args]) -> Outcome:
    """The slope of log time over log size, from the best of several rounds."""
    best = np.full(len(made), np.inf)
    slope = np.inf
    for look in range(_LOOKS):
        best = np.minimum(best, _seconds(ctx, params, warm_up, made))
        slope = power(params.sizes, best, _WAITS)
        if slope <= limit - _CLEARLY or (look and slope > limit + _CLEARLY):
            break
    times = ", ".join(f"{size}: {1000 * second:.2f} ms" for size, second in zip(params.sizes, best, strict=True))
    statement = f"time grows as size to the power {slope:.2f} (limit {limit:g}); {times}"
    if slope <= limit:
        return passed(statement)
    used = power(params.sizes, in_doubt(best, _processor_seconds(ctx, params, warm_up, made)), _BEGINNINGS)
    statement += f"; with what it used of a processor, to the power {used:.2f}"
    return passed(statement) if used <= limit else silent(How.GROWTH, statement)


def in_doubt(waited: Seconds, used: Seconds) -> Seconds:
    """What is sure of the times: none is longer than was seen, nor than it used a processor.

    The largest, on which the slope hangs, is only as long as it surely used a processor.
    """
    times = np.minimum(waited, used + _BEGINNINGS)
    times[-1] = min(times[-1], max(used[-1] - _BEGINNINGS, _SMALLEST))
    return times


def power(sizes: tuple[int, ...], seconds: Seconds, off: float) -> float:
    """The power of size that seconds grow as, by least squares.

    A time that is wrong by `off` seconds is nearly right if it is long, and far from right if it is short.
    """
    weights = seconds / (seconds + off)
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1, w=weights)[0])


def _processor_seconds(ctx: Context, params: Params, warm_up: Args, made: list[Args]) -> Seconds:
    """What each size uses of a processor, in a process of its own: a busy machine makes code wait, not work more.

    Right to `_BEGINNINGS`, which is little of a long time and all of a short one; a short one is seldom kept waiting.
    The bare process is measured in between: on a machine that gets slower, its beginning would count as work.
    """

    def used(*calls: tuple[int, Args]) -> float:
        with ctx.candidate.open(cpu_seconds=params.cpu_seconds) as group:
            for size, args in calls:
                _served(ctx, group, size, args)
        return group.usage.cpu_seconds

    before = (params.sizes[0], warm_up)
    sized = list(zip(params.sizes, made, strict=True))
    rounds = [[used(before), *(used(before, each) for each in sized)] for _ in range(_PROCESSOR_ROUNDS)]
    idle, *least = (min(each) for each in zip(*rounds, strict=True))
    return np.array([max(each - idle, 0.0) for each in least])


def _seconds(ctx: Context, params: Params, warm_up: Args, made: list[Args]) -> Seconds:
    """The best time per size over the rounds; each round is a fresh process, so that remembering answers saves none."""
    best = np.full(len(made), np.inf)
    for _ in range(params.repeats):
        with ctx.candidate.open(cpu_seconds=params.cpu_seconds) as group:
            ctx.ask(group, warm_up)
            for index, (size, args) in enumerate(zip(params.sizes, made, strict=True)):
                best[index] = min(best[index], max(_served(ctx, group, size, args), 1e-9))
    return best


def _served(ctx: Context, group: Group, size: int, args: Args) -> float:
    """The seconds that one size takes."""
    reply = ctx.ask(group, args)
    if not isinstance(reply, Returned):
        raise Broken(loud(reply).told(f"size {size}: {loud(reply).statement}"))
    return reply.seconds
