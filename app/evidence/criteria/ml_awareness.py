"""ML awareness: leaks over the session, and whether the code computes what was asked for."""

from collections.abc import Iterator

from app.evidence.criteria.correctness import at_first
from app.evidence.kinds import row
from app.evidence.reading import Story, Version, stories
from app.evidence.rows import Evidence
from app.evidence.session import Check, Session
from app.problems.patterns import Mistake


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it."""
    for story in stories(session):
        met = {check.id: check for version in story.versions for check in version.problem.checks if check.gate}
        for check in met.values():
            yield from _leak(story, check)
        yield from _objective(story)


def _leak(story: Story, check: Check) -> Iterator[Evidence]:
    leaking = next((each for each in story.versions if each.fails(check.id) and each.finished), None)
    final = story.final
    if final is None:
        return
    if leaking is None:
        if final.passes(check.id):
            claim = f"No version leaked: {check.property}"
            yield row("no_leak", final.since, final.where(check.id), claim=claim)
        return
    claim = f"A version leaked. What does not hold for it: {check.property}"
    yield row("leak_introduced", leaking.at, leaking.where(check.id), claim=claim)
    later = [each for each in story.versions if each.grading.at > leaking.grading.at]
    tight = next((each for each in later if each.passes(check.id)), None)
    if tight is not None:
        yield row(_repair(story, leaking, tight), tight.at, tight.where(check.id))
    if final.fails(check.id):
        yield row("leak_never_repaired", final.since, final.where(check.id))


def _repair(story: Story, leaking: Version, tight: Version) -> str:
    if story.prompted(leaking.since, tight.at):
        return "leak_repaired_after_hint"
    refused = story.refused(leaking.since, tight.at)
    return "leak_repaired_after_failure" if refused else "leak_self_repaired"


def _objective(story: Story) -> Iterator[Evidence]:
    first, final = story.first, story.final
    if first is None or final is None or not first.finished:
        return
    checks = [check.id for check in first.required if check.mistake is Mistake.WRONG_OBJECTIVE]
    failed = [check for check in checks if first.fails(check)]
    if not failed:
        return
    yield row("wrong_objective", at_first(story), first.where(failed[0]), checks=failed)
    if any(final.fails(check) for check in checks):
        return
    right = [each for each in story.versions if each.grading.at > first.grading.at and _all_right(each, checks)]
    if right:
        yield row("objective_corrected", right[0].at, right[0].where(failed[0]), checks=failed)


def _all_right(version: Version, checks: list[str]) -> bool:
    return version.finished and not any(version.fails(check) for check in checks)
