"""What a graded submission says of each criterion: how many occasions it had, and how many of them it met.

An occasion is a check of the criterion, or, for ambiguity, an open decision of the problem; it is met when the check
passed, or the decision was taken in one way throughout. What the person may not be told of is none.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.problems.patterns import Criterion

UNMEASURED: dict[Criterion, str] = {
    Criterion.COMMUNICATION: "Only people judge this. Ask somebody to interview you.",
    Criterion.COLLABORATION: "Only people judge this. Ask somebody to interview you.",
    Criterion.READABILITY: "No check can tell it. Let somebody read your code and change it.",
    Criterion.INCREMENTAL: "No check can tell it. Watch yourself: did a simple version run before it grew?",
}
MEASURED = tuple(criterion for criterion in Criterion if criterion not in UNMEASURED)


def occasions(
    spec: Mapping[str, Any], states: Mapping[str, str], policies: Mapping[str, Mapping[str, Any]]
) -> dict[Criterion, tuple[int, int]]:
    """(met, of) by criterion; what was not reached is no occasion."""
    found: dict[Criterion, tuple[int, int]] = {}
    for criterion, met in _each(spec, states, policies):
        so_far = found.get(criterion, (0, 0))
        found[criterion] = so_far[0] + met, so_far[1] + 1
    return found


def offered(spec: Mapping[str, Any]) -> dict[Criterion, int]:
    """How many occasions a problem gives by criterion, as its page tells; its open decisions are not told there."""
    passed = {check["id"]: "passed" for check in spec["checks"]}
    return {criterion: of for criterion, (_, of) in occasions(spec, passed, {}).items()}


def _each(
    spec: Mapping[str, Any], states: Mapping[str, str], policies: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Criterion, bool]]:
    for check in spec["checks"]:
        criterion, state = Criterion(check["criterion"]), states.get(check["id"], "not_reached")
        told = check["visibility"]["candidate"] == "during"
        if told and state != "not_reached" and criterion in MEASURED:
            yield criterion, state == "passed"
    for policy in spec["policies"]:
        state = policies.get(policy["id"], {}).get("state", "not_reached")
        if state != "not_reached":
            yield Criterion.AMBIGUITY, state == "inferred"
