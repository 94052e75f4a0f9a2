"""The vocabulary of checks: each module owns one primitive, its documented `Params` and `run(ctx, params)`."""

from collections.abc import Callable
from typing import Any

from sandbox.judge.context import Context
from sandbox.judge.how import Outcome
from sandbox.judge.primitives import (
    determinism,
    edge,
    gradient,
    growth,
    hygiene,
    kill,
    loud,
    metamorphic,
    oracle,
    perturb,
    spy,
    stability,
    statistical,
)

_MODULES: dict[str, Any] = {
    "oracle": oracle,
    "edge": edge,
    "metamorphic": metamorphic,
    "perturb": perturb,
    "spy": spy,
    "stability": stability,
    "gradient": gradient,
    "statistical": statistical,
    "determinism": determinism,
    "hygiene": hygiene,
    "loud": loud,
    "kill": kill,
    "growth": growth,
}

PARAMS: dict[str, type] = {name: module.Params for name, module in _MODULES.items()}
RUN: dict[str, Callable[[Context, Any], Outcome]] = {name: module.run for name, module in _MODULES.items()}
