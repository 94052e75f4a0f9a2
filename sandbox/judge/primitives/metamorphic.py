"""metamorphic: does a known relation hold between results on related inputs?"""

from dataclasses import dataclass
from typing import Any

from sandbox.judge import values
from sandbox.judge.context import Args, Context
from sandbox.judge.how import How, Outcome, passed, silent
from sandbox.judge.params import Function


@dataclass(frozen=True)
class Params:
    """Parameters of `metamorphic`."""

    generator: Function
    transform: Function
    relation: Function
    n: int = 6


def run(ctx: Context, params: Params) -> Outcome:
    """Call on each input and its transformed twin, then ask the relation about the pair of results."""
    first = ctx.generate(params.generator, params.n)
    rng = ctx.rng().spawn(1)[0]
    second = [ctx.arguments(params.transform, ctx.trusted(params.transform, rng, values.fresh(args))) for args in first]
    replies = ctx.call_many([args for pair in zip(first, second, strict=True) for args in pair])
    for index, (args, twin) in enumerate(zip(first, second, strict=True)):
        out = ctx.result(args, replies[2 * index])
        other = ctx.result(twin, replies[2 * index + 1])
        if broken := _broken(ctx, params.relation, (args, out, twin, other)):
            shown = {"args": args, "out": out, "args2": twin, "out2": other}
            return silent(How.RELATION, f"input {index}: {broken}", shown)
    return passed(f"the relation holds for all {len(first)} pairs of inputs")


def _broken(ctx: Context, relation: str, pair: Args) -> Any:
    """The relation's complaint about one pair of results, or None."""
    args, _, twin, _ = pair
    return ctx.consult(relation, pair, lambda: (args, ctx.reference_value(args), twin, ctx.reference_value(twin)))
