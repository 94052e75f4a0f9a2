"""Calls in one fresh process, each held against its own expectation, and one outcome for them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.judge import values
from sandbox.judge.context import Args, Context
from sandbox.judge.expectation import Expected, Value, judge
from sandbox.judge.how import Outcome, loud, passed
from sandbox.judge.replies import Ended, Reply, Returned
from sandbox.judge.spec import Tolerance


@dataclass(frozen=True, slots=True)
class Case:
    """One call: `args` as the judge knows them, `sent` as they travel (`args` unless given)."""

    label: str
    args: Args
    expected: Expected
    sent: Args | None = None


def replies_to(ctx: Context, cases: Sequence[Case]) -> list[Reply]:
    """One reply per case, from one fresh process, up to the one that ended it."""
    return ctx.call_many([case.args if case.sent is None else case.sent for case in cases])


def grade(ctx: Context, cases: Sequence[Case], tolerance: Tolerance, what: str = "inputs") -> Outcome:
    """Call and judge every case; a silent failure counts as worse than a loud one, a small case shows more."""
    return summarise(cases, replies_to(ctx, cases), tolerance, what)


def summarise(cases: Sequence[Case], replies: Sequence[Reply], tolerance: Tolerance, what: str) -> Outcome:
    """One outcome from cases and their replies: `what` names the cases in the statement."""
    if len(replies) < len(cases) and isinstance(replies[-1], Ended):
        ended = loud(replies[-1])
        return ended.told(f"the process ended during {len(cases)} {what}: {ended.statement}")
    failed = [
        (case, reply, outcome)
        for case, reply in zip(cases, replies, strict=False)
        if (outcome := judge(case.expected, reply, tolerance))
    ]
    if not failed:
        return passed(f"all {len(cases)} {what} agree with the reference")
    case, reply, worst = min(failed, key=lambda item: (item[2].state == "failed_loudly", values.size(item[0].args)))
    statement = f"{len(failed)} of {len(cases)} {what} fail; {case.label}: {worst.statement}"
    return worst.told(statement, counterexample(case, reply))


def counterexample(case: Case, reply: Reply) -> dict[str, Any]:
    """The case and what came of it, for staff."""
    expected = case.expected.value if isinstance(case.expected, Value) else sorted(case.expected.classes)
    got = reply.value if isinstance(reply, Returned) else repr(reply)
    return {"case": case.label, "args": case.args, "expected": expected, "got": got}
