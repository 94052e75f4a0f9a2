"""Stability: silent failures at the extremes, how far results hold, and which guards matter."""

from collections.abc import Iterator
from typing import Any

from app.evidence.criteria.correctness import at_first
from app.evidence.kinds import Where, row
from app.evidence.reading import Story, Version, stories
from app.evidence.rows import Evidence
from app.evidence.session import Ablation, Session
from app.problems.patterns import Criterion


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it."""
    for story in stories(session):
        if story.first is not None:
            yield from _at_first(story, story.first)
        if story.final is not None:
            yield from _frontier(story.final)
            for ablation in story.session.ablations:
                yield from _guard(story, story.final, ablation)


def _at_first(story: Story, first: Version) -> Iterator[Evidence]:
    checks = [check.id for check in first.required if check.criterion is Criterion.STABILITY]
    silent = [check for check in checks if first.grading.states.get(check) == "failed_silently"]
    if silent and _is_right_elsewhere(first):
        yield row("unstable_in_silence", at_first(story), first.where(silent[0]), checks=silent)
    if checks and all(first.passes(check) for check in checks):
        yield row("stable_from_the_start", at_first(story), first.where(checks[0]), checks=checks)


def _is_right_elsewhere(version: Version) -> bool:
    """Whether ordinary inputs come out right: code that is wrong everywhere tells nothing about its stability."""
    return all(version.passes(check.id) for check in version.required if check.criterion is Criterion.CORRECTNESS)


def _frontier(final: Version) -> Iterator[Evidence]:
    for check, reached in final.grading.frontiers.items():
        yield row("stability_frontier", final.since, final.where(check), claim=f"Results stay {reached}.")


def _guard(story: Story, final: Version, guard: Ablation) -> Iterator[Evidence]:
    required = {check.id for check in final.required}
    broke = sorted(guard.broke & required)
    where = Where(story.position, broke[0] if broke else None, guard.execution, guard.seed or None)
    line: dict[str, Any] = {"line": guard.line, "code": guard.code}
    if broke:
        claim = f"Without line {guard.line} ({guard.code}) these fail: {', '.join(broke)}."
        yield row("guard_matters", _stands_since(story, guard.code), where, claim=claim, **line)
    elif not guard.changed:
        claim = f"Without line {guard.line} ({guard.code}) every check comes out the same."
        yield row("guard_idle", _stands_since(story, guard.code), where, claim=claim, **line)


def _stands_since(story: Story, code: str) -> float:
    """The moment of the version since which every version has the line."""
    since = story.session.ends_at
    for version in reversed(story.versions):
        if code not in {line.strip()[: len(code)] for line in version.grading.solution.splitlines()}:
            break
        since = version.at
    return since
