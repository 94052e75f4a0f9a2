"""loud: does invalid input raise the right kind of error, never silent garbage?"""

from dataclasses import dataclass

from sandbox.judge import batch
from sandbox.judge.context import Context
from sandbox.judge.expectation import Refusal
from sandbox.judge.how import Outcome
from sandbox.judge.params import Function


@dataclass(frozen=True)
class Params:
    """Parameters of `loud`."""

    cases: Function
    classes: tuple[str, ...] = ("ValueError",)


def run(ctx: Context, params: Params) -> Outcome:
    """Every named case must raise one of the classes; the reference is not asked."""
    asked = Refusal(frozenset(params.classes))
    cases = [batch.Case(name, args, asked) for name, args in ctx.named_cases(params.cases).items()]
    return batch.grade(ctx, cases, ctx.spec.compare, "invalid inputs")
