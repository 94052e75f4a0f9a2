"""gradient: is the returned gradient the derivative of the candidate's own loss?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.judge import script
from sandbox.judge.context import Args, Context
from sandbox.judge.how import How, Outcome, passed, silent
from sandbox.judge.params import Function
from sandbox.judge.replies import Reply

_MOST_DIRECTIONS = 24


@dataclass(frozen=True)
class Params:
    """Parameters of `gradient`."""

    generator: Function
    wrt: int
    loss: Function
    grad: Function
    n: int = 4
    step: float = 1e-5
    tol: float = 1e-6


def run(ctx: Context, params: Params) -> Outcome:
    """Central differences of the loss along directions, against the gradient's product with them."""
    rng = ctx.rng().spawn(1)[0]
    worst = 0.0
    for index, args in enumerate(ctx.generate(params.generator, params.n)):
        point = np.asarray(script.argument(ctx.spec.entry, args, params.wrt), dtype=np.float64)
        ways = _directions(rng, point.shape)
        moved = [_moved(ctx, params.wrt, args, point + sign * params.step * way) for way in ways for sign in (1, -1)]
        asked = [args, *moved]
        replies = ctx.call_many(asked)
        gradient = np.asarray(_part(ctx, params.grad, args, replies[0]), dtype=np.float64)
        if gradient.shape != point.shape:
            statement = f"the gradient has shape {gradient.shape}, its argument {point.shape}"
            return silent(How.SHAPE, statement, {"args": args})
        losses = [float(_part(ctx, params.loss, at, reply)) for at, reply in zip(asked[1:], replies[1:], strict=True)]
        slopes = (np.array(losses[::2]) - np.array(losses[1::2])) / (2 * params.step)
        told = np.array([float(np.sum(gradient * way)) for way in ways])
        error = np.abs(slopes - told) / np.maximum(1.0, np.abs(slopes))
        if not bool(np.all(error <= params.tol)):
            at = int(np.argmax(np.where(np.isnan(error), np.inf, error)))
            statement = f"input {index}: the loss rises by {slopes[at]:.6g} per unit, the gradient says {told[at]:.6g}"
            return silent(How.GRADIENT, statement, {"args": args, "gradient": gradient, "direction": ways[at]})
        worst = max(worst, float(error.max(initial=0.0)))
    return passed(f"the gradient agrees with central differences for {params.n} inputs (largest error {worst:.2g})")


def _directions(rng: np.random.Generator, shape: tuple[int, ...]) -> list[Any]:
    """Every axis, or as many random unit directions when there are too many axes."""
    size = int(np.prod(shape))
    if size <= _MOST_DIRECTIONS:
        return list(np.eye(size).reshape(size, *shape))
    made = rng.normal(size=(_MOST_DIRECTIONS, size))
    return list((made / np.linalg.norm(made, axis=1, keepdims=True)).reshape(_MOST_DIRECTIONS, *shape))


def _moved(ctx: Context, wrt: int, args: Args, point: Any) -> Args:
    return script.with_argument(ctx.spec.entry, args, wrt, point if point.ndim else float(point))


def _part(ctx: Context, name: str, args: Args, reply: Reply) -> Any:
    return ctx.consult(name, (ctx.result(args, reply),), lambda: (ctx.reference_value(args),))
