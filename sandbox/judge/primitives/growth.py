"""growth: does the time grow with the size of the input as the statement demands?"""

from dataclasses import dataclass

import numpy as np

from sandbox.judge.context import Args, Context
from sandbox.judge.how import Broken, How, Outcome, loud, passed, silent
from sandbox.judge.params import Function
from sandbox.judge.replies import Returned

_FEWEST_SIZES = 3
_LOOKS = 4  # a slope that fails is measured again: other load on the machine only ever adds time
_CLEARLY = 0.3  # this far above the limit, a second look is enough


@dataclass(frozen=True)
class Params:
    """Parameters of `growth`."""

    generator: Function
    sizes: tuple[int, ...]
    slope: float = 1.5
    repeats: int = 3
    cpu_seconds: int | None = None

    def __post_init__(self) -> None:
        """Refuse sizes through which no slope can be laid."""
        if len(self.sizes) < _FEWEST_SIZES or list(self.sizes) != sorted(set(self.sizes)):
            raise ValueError("sizes must be at least three rising numbers")


def run(ctx: Context, params: Params) -> Outcome:
    """The slope of log time over log size, from the best of several rounds, must not exceed `slope`."""
    rng = ctx.rng()
    warm_up = ctx.arguments(params.generator, ctx.trusted(params.generator, rng, params.sizes[0]))
    made = [ctx.arguments(params.generator, ctx.trusted(params.generator, rng, size)) for size in params.sizes]
    best = np.full(len(made), np.inf)
    slope = np.inf
    for look in range(_LOOKS):
        best = np.minimum(best, _seconds(ctx, params, warm_up, made))
        slope = float(np.polyfit(np.log(params.sizes), np.log(best), 1)[0])
        if slope <= params.slope or (look and slope > params.slope + _CLEARLY):
            break
    times = ", ".join(f"{size}: {1000 * second:.2f} ms" for size, second in zip(params.sizes, best, strict=True))
    statement = f"time grows as size to the power {slope:.2f} (limit {params.slope:g}); {times}"
    return passed(statement) if slope <= params.slope else silent(How.GROWTH, statement)


def _seconds(
    ctx: Context, params: Params, warm_up: Args, made: list[Args]
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The best time per size over the rounds; each round is a fresh process, so that remembering answers saves none."""
    best = np.full(len(made), np.inf)
    for _ in range(params.repeats):
        with ctx.candidate.open(cpu_seconds=params.cpu_seconds) as group:
            ctx.ask(group, warm_up)
            for index, args in enumerate(made):
                reply = ctx.ask(group, args)
                if not isinstance(reply, Returned):
                    raise Broken(loud(reply).told(f"size {params.sizes[index]}: {loud(reply).statement}"))
                best[index] = min(best[index], max(reply.seconds, 1e-9))
    return best
