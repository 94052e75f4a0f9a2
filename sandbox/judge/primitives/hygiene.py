"""hygiene: are inputs left alone, every reasonable form of input served, and results of the promised form?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sandbox.judge import batch, script, values
from sandbox.judge.comparator import compare, plain
from sandbox.judge.context import Args, Context
from sandbox.judge.expectation import Value, judge
from sandbox.judge.how import Broken, How, Outcome, passed, silent
from sandbox.judge.params import Function
from sandbox.judge.ports import Group
from sandbox.judge.replies import Kept, Returned
from sandbox.wire import Form

Kind = Literal["unmutated", "readonly", "strided", "integer", "list", "fresh", "dtype", "shape"]

_FORMS: dict[str, Callable[[Any], Any]] = {
    "readonly": lambda array: Form(array, readonly=True),
    "strided": lambda array: Form(array, strided=True),
    "integer": lambda array: _whole(array).astype(np.int64) if _can_be_whole(array) else array,
    "list": lambda array: array.tolist(),
}


@dataclass(frozen=True)
class Params:
    """Parameters of `hygiene`."""

    generator: Function
    kinds: tuple[Kind, ...]
    n: int = 3

    def __post_init__(self) -> None:
        """Refuse a check that asks nothing."""
        if not self.kinds:
            raise ValueError("kinds must name at least one")


def run(ctx: Context, params: Params) -> Outcome:
    """Inspect plain calls for what they do to their inputs, then serve the inputs in other forms."""
    made = ctx.generate(params.generator, params.n)
    inspected = {"unmutated", "fresh", "dtype", "shape"} & set(params.kinds)
    if inspected:
        with ctx.candidate.open() as group:
            for args in made:
                _inspect(ctx, args, ctx.ask(group, args, inspect=True), inspected)
    forms = [kind for kind in params.kinds if kind in _FORMS]
    if forms:
        _serve_forms(ctx, made, forms)
    return passed(f"{', '.join(params.kinds)}: right for {len(made)} inputs")


def _serve_forms(ctx: Context, made: list[Args], kinds: Sequence[str]) -> None:
    """Each input in each form, in one process: the code's own plain answer is what it is held against."""
    with ctx.candidate.open() as group:
        for kind in kinds:
            for args in made:
                _serve(ctx, group, args, kind)


def _serve(ctx: Context, group: Group, args: Args, kind: str) -> None:
    """The structure must be the reference's, the values those of the plain form; integers stand for whole floats."""
    known = values.map_arrays(_whole, args) if kind == "integer" else args
    sent = values.map_arrays(_FORMS[kind], args)
    expected = ctx.expected(known)
    if isinstance(expected, Value):
        own = ctx.result(known, ctx.ask(group, known))
        expected = Value(values.like(plain(expected.value), own))
    reply = ctx.ask(group, sent)
    if outcome := judge(expected, reply, ctx.spec.compare):
        shown = batch.counterexample(batch.Case(kind, known, expected), reply)
        raise Broken(outcome.told(f"inputs in another form ({kind}): {outcome.statement}", shown))


def _inspect(ctx: Context, args: Args, reply: Any, kinds: set[str]) -> None:
    try:
        ctx.result(args, reply)
    except Broken as broken:
        forms = {"dtype": {How.DTYPE}, "shape": {How.SHAPE, How.LENGTH, How.CONTAINER, How.KEYS}}
        asked = set[How | None]().union(*(forms[kind] for kind in kinds & set(forms)))
        if (
            broken.outcome.state == "failed_loudly"
            or broken.outcome.how in asked
            or How.NOT_PLAIN is broken.outcome.how
        ):
            raise
    if isinstance(reply, Returned) and reply.after is not None:
        _left_alone(ctx, args, reply, reply.after, kinds)


def _left_alone(ctx: Context, args: Args, reply: Returned, after: Kept, kinds: set[str]) -> None:
    calls = script.calls(ctx.spec.entry, args)
    sent = [[None if role.owned else arg for role, arg in zip(call.roles, call.args, strict=True)] for call in calls]
    if "unmutated" in kinds and (difference := compare(sent, after.args, 0.0, 0.0)):
        statement = f"after the call the arguments differ: {difference.statement}"
        raise Broken(silent(How.MUTATED, statement, {"args": args, "after": _as_arguments(ctx, args, after)}))
    if "fresh" not in kinds:
        return
    if reply.shares:
        names = [role.name for call in calls for role in call.roles]
        shared = ", ".join(names[index] for index in reply.shares if 0 <= index < len(names))
        raise Broken(silent(How.ALIASED, f"the result shares memory with {shared}", {"args": args}))
    if reply.overlaps:
        raise Broken(silent(How.OVERLAPS, "parts of the result share memory with each other", {"args": args}))
    values_in_order = iter(reply.value if ctx.spec.entry.methods else [reply.value])
    told = [next(values_in_order) if call.becomes is None else None for call in calls]
    if difference := compare(told, after.results, 0.0, 0.0):
        statement = f"a later call changed an earlier result: {difference.statement}"
        raise Broken(silent(How.RESULT_CHANGED, statement, {"args": args, "results": told, "after": after.results}))


def _as_arguments(ctx: Context, args: Args, after: Kept) -> Any:
    """What became of the arguments, written like these where a function was called and the process told no nonsense."""
    entry = ctx.spec.entry
    if entry.methods or len(after.args) != 1 or not isinstance(after.args[0], list) or len(after.args[0]) != len(args):
        return after.args
    return tuple(old if role.owned else new for role, old, new in zip(entry.args, args, after.args[0], strict=True))


def _can_be_whole(array: Any) -> bool:
    return array.dtype.kind == "f" and bool(np.isfinite(array).all())


def _whole(array: Any) -> Any:
    return np.rint(array) if _can_be_whole(array) else array
