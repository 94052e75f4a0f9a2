"""stability: is the result accurate at extremes, and up to which scale (the frontier)?"""

from dataclasses import dataclass

from sandbox.judge.batch import Case, replies_to, summarise
from sandbox.judge.context import Context
from sandbox.judge.expectation import judge
from sandbox.judge.how import Outcome
from sandbox.judge.params import REFERENCE, Function
from sandbox.judge.replies import Reply
from sandbox.judge.spec import Tolerance


@dataclass(frozen=True)
class Ladder:
    """Inputs of rising scale."""

    make: Function
    scales: tuple[float, ...]
    required: float

    def __post_init__(self) -> None:
        """Refuse a ladder whose requirement is no rung of it."""
        if list(self.scales) != sorted(set(self.scales)) or self.required not in self.scales:
            raise ValueError("ladder: scales must rise, and required must be one of them")


@dataclass(frozen=True)
class Params:
    """Parameters of `stability`."""

    cases: Function | None = None
    ladder: Ladder | None = None
    oracle: Function = REFERENCE
    rtol: float = 1e-10
    atol: float = 1e-12

    def __post_init__(self) -> None:
        """Refuse a check without inputs."""
        if self.cases is None and self.ladder is None:
            raise ValueError("give cases, a ladder, or both")


def run(ctx: Context, params: Params) -> Outcome:
    """Judge the named cases and every rung up to the required scale; higher rungs only move the frontier."""
    tolerance = Tolerance(params.rtol, params.atol)
    named = {} if params.cases is None else ctx.named_cases(params.cases)
    cases = [Case(name, args, ctx.expected(args, params.oracle)) for name, args in named.items()]
    rungs = [] if params.ladder is None else _rungs(ctx, params.ladder, params.oracle)
    must = 0 if params.ladder is None else params.ladder.scales.index(params.ladder.required) + 1
    asked = cases + rungs[:must]
    replies = replies_to(ctx, asked)
    outcome = summarise(asked, replies, tolerance, "extreme inputs")
    if params.ladder is None or len(replies) < len(asked):
        return outcome
    beyond = replies_to(ctx, rungs[must:]) if rungs[must:] else []
    frontier = _frontier(params.ladder, rungs, replies[len(cases) :] + beyond, tolerance)
    return outcome.told(f"{outcome.statement}; {frontier}")


def _rungs(ctx: Context, ladder: Ladder, oracle: str) -> list[Case]:
    rng = ctx.rng().spawn(1)[0]
    made = {scale: ctx.arguments(ladder.make, ctx.trusted(ladder.make, rng, scale)) for scale in ladder.scales}
    return [Case(f"scale {scale:g}", args, ctx.expected(args, oracle)) for scale, args in made.items()]


def _frontier(ladder: Ladder, rungs: list[Case], replies: list[Reply], tolerance: Tolerance) -> str:
    reached = None
    for scale, case, reply in zip(ladder.scales, rungs, replies, strict=False):
        if judge(case.expected, reply, tolerance):
            break
        reached = scale
    found = "no scale" if reached is None else f"scale {reached:g}"
    return f"accurate up to {found} (required {ladder.required:g}, tried {ladder.scales[-1]:g})"
