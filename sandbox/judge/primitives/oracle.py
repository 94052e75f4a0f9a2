"""oracle: is the result equal to the reference's on generated inputs?"""

from dataclasses import dataclass

from sandbox.judge import batch
from sandbox.judge.context import Context
from sandbox.judge.how import Outcome
from sandbox.judge.params import Function


@dataclass(frozen=True)
class Params:
    """Parameters of `oracle`."""

    generator: Function
    n: int = 12
    rtol: float | None = None
    atol: float | None = None


def run(ctx: Context, params: Params) -> Outcome:
    """Compare every generated input with the reference, all in one process."""
    made = ctx.generate(params.generator, params.n)
    cases = [batch.Case(f"input {i}", args, ctx.expected(args)) for i, args in enumerate(made)]
    return batch.grade(ctx, cases, ctx.tolerance(params.rtol, params.atol), "generated inputs")
