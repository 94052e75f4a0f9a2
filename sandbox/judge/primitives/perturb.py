"""perturb: does a kept part of the result depend on data that it must not use?

Every probe runs in a process of its own: code that remembers its earlier answers would otherwise look clean.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.judge import values
from sandbox.judge.comparator import Difference, compare
from sandbox.judge.context import Args, Context
from sandbox.judge.how import How, Outcome, passed, silent
from sandbox.judge.params import Function, SpecError


@dataclass(frozen=True)
class Params:
    """Parameters of `perturb`."""

    generator: Function
    change: Function
    keep: Function
    n: int = 3
    kinds: tuple[str, ...] = ("replace", "shift", "scale", "truncate")
    tol: float = 1e-9


def run(ctx: Context, params: Params) -> Outcome:
    """Change the forbidden data in each way; the kept part must stay within `tol` (relative and absolute)."""
    rng = ctx.rng().spawn(1)[0]
    probes = 0
    for index, args in enumerate(ctx.generate(params.generator, params.n)):
        out = ctx.result(args, ctx.call(args))
        found: dict[str, tuple[Difference, Any]] = {}
        for kind in params.kinds:
            changed = ctx.trusted(params.change, rng, values.fresh(args), kind)
            if changed is None:
                continue
            probes += 1
            difference = _probe(ctx, params, args, out, ctx.arguments(params.change, changed))
            if difference:
                found[kind] = difference
        if found:
            return _depends(index, found)
    if not probes:
        raise SpecError(f"{ctx.label}: {params.change} changed nothing for any kind")
    return passed(f"the kept results stayed the same in {probes} probes")


def _probe(ctx: Context, params: Params, args: Args, out: Any, changed: Args) -> tuple[Difference, Any] | None:
    out2 = ctx.result(changed, ctx.call(changed))
    kept, kept2 = ctx.consult(
        params.keep,
        (args, changed, out, out2),
        lambda: (args, changed, ctx.reference_value(args), ctx.reference_value(changed)),
    )
    difference = compare(kept, kept2, params.tol, params.tol)
    return (difference, {"args": args, "changed": changed, "kept": kept, "kept_after": kept2}) if difference else None


def _depends(index: int, found: dict[str, tuple[Difference, Any]]) -> Outcome:
    parts = [f"after {kind}, kept {difference.statement}" for kind, (difference, _) in found.items()]
    statement = f"input {index}: only data that must not matter was changed; " + "; ".join(parts)
    return silent(How.DEPENDS, statement, next(iter(found.values()))[1])
