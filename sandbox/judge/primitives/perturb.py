"""perturb: does a kept part of the result depend on data that it must not use?

Every probe runs in a process of its own: code that remembers its earlier answers would otherwise look clean.
"""

from dataclasses import dataclass, replace
from typing import Any

from sandbox.judge import values
from sandbox.judge.comparator import compare
from sandbox.judge.context import Args, Context
from sandbox.judge.how import How, Outcome, Unusable, passed, silent
from sandbox.judge.params import Function, SpecError
from sandbox.judge.replies import Ended


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
    """Change the forbidden data in each way; the kept part must stay within `tol` (relative and absolute).

    Once the code has served the unchanged input, a result of another structure and an exception count as changes too.
    """
    rng = ctx.rng().spawn(1)[0]
    probes = 0
    for index, args in enumerate(ctx.generate(params.generator, params.n)):
        out = ctx.result(args, ctx.call(args))
        found: dict[str, Outcome] = {}
        for kind in params.kinds:
            changed = ctx.trusted(params.change, rng, values.fresh(args), kind)
            if changed is None:
                continue
            probes += 1
            outcome = _probe(ctx, params, args, out, ctx.arguments(params.change, changed))
            if outcome:
                found[kind] = outcome
        if found:
            return _depends(index, found)
    if not probes:
        raise SpecError(f"{ctx.label}: {params.change} changed nothing for any kind")
    return passed(f"the kept results stayed the same in {probes} probes")


def _probe(ctx: Context, params: Params, args: Args, out: Any, changed: Args) -> Outcome | None:
    """What the change did to the kept part, or None; a process that was ended says nothing of it."""
    reply = ctx.call(changed)
    try:
        out2 = ctx.result(changed, reply)
    except Unusable as unusable:
        if isinstance(reply, Ended):
            raise
        outcome = unusable.outcome
        return outcome if outcome.state == "failed_loudly" else replace(outcome, how=How.DEPENDS)
    kept, kept2 = ctx.consult(
        params.keep,
        (args, changed, out, out2),
        lambda: (args, changed, ctx.reference_value(args), ctx.reference_value(changed)),
    )
    difference = compare(kept, kept2, params.tol, params.tol)
    shown = {"args": args, "changed": changed, "kept": kept, "kept_after": kept2}
    return silent(How.DEPENDS, f"kept {difference.statement}", shown) if difference else None


def _depends(index: int, found: dict[str, Outcome]) -> Outcome:
    """A silent change is told before a loud one."""
    parts = [f"after {kind}, {outcome.statement}" for kind, outcome in found.items()]
    worst = min(found.values(), key=lambda outcome: outcome.state == "failed_loudly")
    return worst.told(f"input {index}: only data that must not matter was changed; " + "; ".join(parts))
