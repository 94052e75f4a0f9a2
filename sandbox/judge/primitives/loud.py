"""loud: does invalid input raise the right kind of error, never silent garbage?"""

from dataclasses import dataclass

from sandbox.judge import batch, script
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
    """Every named case must raise one of the classes, a script in its last step; the reference is not asked."""
    classes = frozenset(params.classes)
    named = ctx.named_cases(params.cases)
    cases = [
        batch.Case(name, args, Refusal(classes, script.last_step(ctx.spec.entry, args))) for name, args in named.items()
    ]
    return batch.grade(ctx, cases, ctx.spec.compare, "invalid inputs")
