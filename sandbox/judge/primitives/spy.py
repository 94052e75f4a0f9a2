"""spy: which rows and methods reached the judge's own objects?"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sandbox.judge.context import Args, Context
from sandbox.judge.how import How, Outcome, passed, silent
from sandbox.judge.invocation import perform
from sandbox.judge.owned import Record, Served
from sandbox.judge.package import accepted
from sandbox.judge.params import Function, SpecError


@dataclass(frozen=True)
class Params:
    """Parameters of `spy`."""

    generator: Function
    rule: Function
    n: int = 3


def run(ctx: Context, params: Params) -> Outcome:
    """Call on each input, all in one process, and ask the rule about the log of what reached the objects."""
    _refuse_without_objects(ctx)
    made = ctx.generate(params.generator, params.n)
    reached = 0
    with ctx.candidate.open() as group:
        for index, args in enumerate(made):
            served = Served(logged=True)
            out = ctx.result(args, ctx.ask(group, args, served=served))
            reached += len(served.log)
            if broken := ctx.consult(params.rule, (args, out, served.log), partial(_ours, ctx, args)):
                shown = {"args": args, "got": out, "log": [_shown(record) for record in served.log]}
                return silent(How.SPIED, f"input {index}: {broken}", shown)
    return passed(f"{reached} calls reached the objects of {len(made)} inputs, all as the rule asks")


def _refuse_without_objects(ctx: Context) -> None:
    entry = ctx.spec.entry
    roles = [*entry.args, *(role for method in entry.methods.values() for role in method.args)]
    if not any(role.kind in ("object", "callable") for role in roles):
        raise SpecError(f"{ctx.label}: the entry point takes no object or callable that could be watched")


def _ours(ctx: Context, args: Args) -> Args:
    """What the rule gets for the reference: it is watched through stand-ins as well."""
    served = Served(logged=True)
    reference = ctx.package.function("reference")
    value = perform(reference, ctx.spec.entry, args, accepted(reference, ctx.options), served)
    return args, value, served.log


def _shown(record: Record) -> dict[str, Any]:
    return {"object": record.object, "method": record.method, "args": record.args, "kwargs": record.kwargs}
