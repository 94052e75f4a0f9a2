"""metamorphic: does a known relation hold between results on related inputs?"""

from dataclasses import dataclass

from sandbox.judge import values
from sandbox.judge.context import Args, Context
from sandbox.judge.how import Broken, How, Outcome, passed, silent
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
        if broken := ctx.consult(params.relation, (args, out, twin, other), lambda a=args, b=twin: _ours(ctx, a, b)):
            shown = {"args": args, "out": out, "args2": twin, "out2": other}
            raise Broken(silent(How.RELATION, f"input {index}: {broken}", shown))
    return passed(f"the relation holds for all {len(first)} pairs of inputs")


def _ours(ctx: Context, args: Args, twin: Args) -> Args:
    return args, ctx.reference_value(args), twin, ctx.reference_value(twin)
