"""determinism: same input, same result, in every process, without touching the global random state."""

from dataclasses import dataclass
from typing import Any

from sandbox.judge import script
from sandbox.judge.comparator import compare
from sandbox.judge.context import Args, Context
from sandbox.judge.how import Broken, How, Outcome, passed, silent
from sandbox.judge.params import Function
from sandbox.judge.ports import Group
from sandbox.judge.replies import Returned

_ROUNDING = 1e-12  # the order of a set may change the order of a sum, which is not what is asked here


@dataclass(frozen=True)
class Params:
    """Parameters of `determinism`."""

    generator: Function
    n: int = 3
    hash_seeds: tuple[int, ...] = (0, 1)
    random_state: bool = True
    seed_arg: int | None = None

    def __post_init__(self) -> None:
        """Refuse a check that opens no process."""
        if not self.hash_seeds:
            raise ValueError("hash_seeds must name at least one")


def run(ctx: Context, params: Params) -> Outcome:
    """One process per hash seed: each input twice in the first, once in the others."""
    made = ctx.generate(params.generator, params.n)
    first: list[Any] = []
    for hash_seed in params.hash_seeds:
        with ctx.candidate.open(hash_seed=hash_seed) as group:
            results = [_call(ctx, group, args, watch=params.random_state) for args in made]
            if not first:
                first = results
                again = [_call(ctx, group, args, watch=False) for args in made]
                _same(made, first, again, How.NOT_REPEATED)
                _seed_matters(ctx, group, params.seed_arg, made, first)
        _same(made, first, results, How.HASH_SEED)
    return passed(f"{len(made)} inputs gave the same results in {len(params.hash_seeds)} processes")


def _call(ctx: Context, group: Group, args: Args, *, watch: bool) -> Any:
    reply = ctx.ask(group, args, inspect=watch)
    value = ctx.result(args, reply)
    if watch and isinstance(reply, Returned) and reply.random_touched:
        raise Broken(silent(How.RANDOM_STATE, "the global random state moved during the call", {"args": args}))
    return value


def _same(made: list[Args], first: list[Any], second: list[Any], how: How) -> None:
    for args, left, right in zip(made, first, second, strict=True):
        if difference := compare(left, right, _ROUNDING, _ROUNDING):
            shown = {"args": args, "first": left, "second": right}
            raise Broken(silent(how, f"the second time, {difference.statement}", shown))


def _seed_matters(ctx: Context, group: Group, at: int | None, made: list[Args], first: list[Any]) -> None:
    """With another seed, at least one of the inputs must give another result."""
    if at is None:
        return
    entry = ctx.spec.entry
    other = [script.with_argument(entry, args, at, script.argument(entry, args, at) + 1) for args in made]
    results = [_call(ctx, group, args, watch=False) for args in other]
    if all(compare(left, right, 0.0, 0.0) is None for left, right in zip(first, results, strict=True)):
        raise Broken(silent(How.SEED_IGNORED, f"{len(made)} inputs give the same result for the next seed"))
