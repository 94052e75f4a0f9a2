"""edge: is the result right on named edge cases?"""

from dataclasses import dataclass

from sandbox.judge import batch
from sandbox.judge.context import Context
from sandbox.judge.how import Outcome
from sandbox.judge.params import Function


@dataclass(frozen=True)
class Params:
    """Parameters of `edge`."""

    cases: Function
    rtol: float | None = None
    atol: float | None = None


def run(ctx: Context, params: Params) -> Outcome:
    """Compare every named case with the reference's value or exception."""
    cases = [batch.Case(name, args, ctx.expected(args)) for name, args in ctx.named_cases(params.cases).items()]
    return batch.grade(ctx, cases, ctx.tolerance(params.rtol, params.atol), "edge cases")
