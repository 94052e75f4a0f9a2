"""Which option of an open decision the code implements, inferred from its behaviour on probe cases.

The candidate never declares an option: the reference, run once per option, tells them apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

from sandbox.judge.batch import Case, counterexample, replies_to
from sandbox.judge.context import Context
from sandbox.judge.expectation import judge
from sandbox.judge.how import loud
from sandbox.judge.replies import Ended, LoadFailed, Reply
from sandbox.judge.spec import Policy, Tolerance


@dataclass(frozen=True, slots=True)
class Inference:
    """What was inferred: `option` is None unless every probe case fits one and the same option.

    `alike` are pairs of options the second of which would be taken for the first: the probe does not tell them apart.
    """

    option: str | None
    state: Literal["inferred", "inconsistent", "not_reached"]
    statement: str = ""
    counterexample: Any = None
    alike: tuple[tuple[str, str], ...] = ()


def infer(ctx: Context, policy: Policy) -> Inference:
    """Compare each probe case with the reference under each option.

    The options that fit every case remain; of several the first, so a default wins. None: `inconsistent`.
    """
    probes = ctx.named_cases(policy.probe)
    cases = {
        option: [
            Case(label, args, replace(ctx, options={**ctx.options, policy.id: option}).expected(args))
            for label, args in probes.items()
        ]
        for option in policy.options
    }
    first = cases[policy.options[0]]
    try:
        replies = replies_to(ctx, first)
    except LoadFailed as error:
        return Inference(None, "inconsistent", f"the probe did not load: {loud(error.reply).statement}")
    if isinstance(replies[-1], Ended):
        return Inference(None, "inconsistent", f"the probe ended: {loud(replies[-1]).statement}")
    return replace(_decide(policy, cases, replies, ctx.spec.compare), alike=_alike(cases, ctx.spec.compare))


def _alike(cases: Mapping[str, list[Case]], tolerance: Tolerance) -> tuple[tuple[str, str], ...]:
    return tuple(
        (first, second)
        for first, second in combinations(cases, 2)
        if all(
            judge(wanted.expected, done.expected.met(), tolerance) is None
            for wanted, done in zip(cases[first], cases[second], strict=True)
        )
    )


def _decide(policy: Policy, cases: Mapping[str, list[Case]], replies: list[Reply], tolerance: Tolerance) -> Inference:
    fits = {
        option: [judge(case.expected, reply, tolerance) is None for case, reply in zip(own, replies, strict=True)]
        for option, own in cases.items()
    }
    for option in policy.options:
        if all(fits[option]):
            return Inference(option, "inferred", f"all {len(replies)} probe cases fit {option!r}")
    counts = ", ".join(f"{sum(fits[option])} fit {option!r}" for option in policy.options)
    best = max(policy.options, key=lambda option: sum(fits[option]))
    astray = fits[best].index(False)
    shown = counterexample(cases[best][astray], replies[astray])
    return Inference(None, "inconsistent", f"of {len(replies)} probe cases {counts}", shown)
