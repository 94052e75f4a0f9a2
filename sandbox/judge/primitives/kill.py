"""kill: do the candidate's own checks, or their diagnosis, tell wrong code from right?

For sanity problems the entry point is a check and each implementation is served by the judge, one per process.
The diagnosis of a debugging problem is `sandbox.judge.diagnosis`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.judge import diagnosis
from sandbox.judge.call import Call
from sandbox.judge.context import Context
from sandbox.judge.how import How, Outcome, loud, passed, silent
from sandbox.judge.owned import Served
from sandbox.judge.package import find
from sandbox.judge.params import Function, SpecError
from sandbox.judge.ports import Group
from sandbox.judge.replies import Ended, Raised, Reply

_MOST_CALLS = 200


@dataclass(frozen=True)
class Params:
    """Parameters of `kill`; which of them apply depends on `mode`. A `path` with a final slash: each file in it."""

    mode: Literal["implementation", "lines", "witness", "impact"]
    path: str | None = None
    expect: Literal["caught", "accepted"] | None = None
    min_kills: int | None = None
    disguise: Function | None = None
    bug: str | None = None

    def __post_init__(self) -> None:
        """Refuse parameters of another mode, and an implementation without its expectation."""
        if (self.mode == "implementation") != (self.path is not None and self.expect is not None):
            raise ValueError("mode implementation, and no other, needs path and expect")
        if self.disguise is not None and self.mode != "implementation":
            raise ValueError("disguise belongs to mode implementation")
        if self.min_kills is not None and (self.min_kills < 1 or self.expect != "caught" or not self.in_folder):
            raise ValueError("min_kills is at least 1, and belongs to a folder that is expected to be caught")
        if self.bug is not None and self.mode != "lines":
            raise ValueError("bug belongs to mode lines")

    @property
    def in_folder(self) -> bool:
        """Whether `path` names a folder."""
        return self.path is not None and self.path.endswith("/")


def run(ctx: Context, params: Params) -> Outcome:
    """Run the mode asked for."""
    if params.mode == "implementation":
        return _implementations(ctx, params, str(params.path), str(params.expect))
    if params.mode == "lines":
        return diagnosis.lines(ctx, params.bug)
    return diagnosis.witness(ctx) if params.mode == "witness" else diagnosis.impact(ctx)


def _implementations(ctx: Context, params: Params, path: str, expect: str) -> Outcome:
    """Serve the implementation, or every one of a folder in an order of the seed's, each to a fresh process."""
    paths = ctx.package.paths(path)
    needed = params.min_kills or len(paths)
    if needed > len(paths):
        raise SpecError(f"{ctx.label}: min_kills is {needed}, and {path} holds {len(paths)}")
    rng = ctx.rng()
    outcomes: dict[str, Outcome] = {}
    for index in rng.permutation(len(paths)):
        name = paths[index]
        impl = implementation(ctx, name)
        shown = [impl if params.disguise is None else ctx.trusted(params.disguise, rng, impl) for _ in range(2)]
        told = [told_apart(reply, expect) for reply in ask_about(ctx, shown)[0]]
        outcomes[f"{name}: {ctx.package.headline(name)}"] = min(told, key=lambda outcome: outcome.state == "passed")
    return _in_all(outcomes, path, expect, needed)


def _in_all(outcomes: dict[str, Outcome], path: str, expect: str, needed: int) -> Outcome:
    """One outcome; staff read each implementation by its first docstring line, which says the misconception."""
    held = sorted(name for name, outcome in outcomes.items() if outcome.state == "passed")
    failed = {name: outcome for name, outcome in sorted(outcomes.items()) if outcome.state != "passed"}
    shown = {expect: held, f"not {expect}": {name: outcome.statement for name, outcome in failed.items()}}
    wanted = "" if needed == len(outcomes) else f" ({needed} needed)"
    statement = f"{path}: {len(held)} of {len(outcomes)} {expect}{wanted}"
    if failed:
        statement += f"; not {expect}: " + "; ".join(f"{name} ({one.statement})" for name, one in failed.items())
    if len(held) >= needed:
        return passed(statement, shown)
    worst = min(failed.values(), key=lambda outcome: outcome.state == "failed_loudly")
    return worst.told(statement, shown)


def implementation(ctx: Context, path: str) -> Any:
    """The function in a file, under the name of the entry point's argument."""
    return find(ctx.package.module(path), ctx.spec.entry.args[0].name)


def ask_about(ctx: Context, impls: Sequence[Any]) -> tuple[list[Reply], Group]:
    """What the candidate's check says about each of these forms of an implementation, asked in one process of its own.

    A check that remembers having been asked, and answers otherwise the second time, is no check.
    """
    entry = ctx.spec.entry
    replies = []
    with ctx.candidate.open() as group:
        for impl in impls:
            served = Served(_MOST_CALLS)
            call = Call(entry.name, (impl,), entry.args[:1])
            replies.append(group.call(served.offered(call), served))
    return replies, group


def told_apart(reply: Reply, expect: str) -> Outcome:
    """What a check's reply says about one implementation."""
    if isinstance(reply, Ended):
        return loud(reply)
    raised = reply if isinstance(reply, Raised) and reply.kind != "not plain data" else None
    if raised is None:
        return passed("accepted") if expect == "accepted" else silent(How.MISSED, "accepted")
    if expect == "accepted":
        return loud(raised, How.FALSE_ALARM)
    asserted = "AssertionError" in raised.classes | {raised.kind}
    return passed("caught") if asserted else loud(raised, How.WRONG_ERROR)
