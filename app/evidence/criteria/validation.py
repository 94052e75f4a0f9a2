"""Validation: own checks and what they catch, and submitting without a look."""

from collections.abc import Iterator

from app.evidence.kinds import row
from app.evidence.reading import Story, stories
from app.evidence.rows import Evidence
from app.evidence.session import Grading, Session
from app.problems.patterns import Mistake


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it."""
    for story in stories(session):
        yield from _unchecked(story)
        yield from _first_own_check(story)
        yield from _caught(story)


def _unchecked(story: Story) -> Iterator[Evidence]:
    if not story.submissions or not story.edits:
        return
    first = story.submissions[0].grading
    asked = [run.at for run in story.runs] + [gap.at for gap in story.session.gaps if gap.what == "run"]
    if not any(story.edits[0].at <= at < first.at for at in asked):
        yield row("submitted_unchecked", first.at, story.where(first))


def _first_own_check(story: Story) -> Iterator[Evidence]:
    if not story.submissions:
        return
    found = [run for run in story.runs if run.own and run.at < story.submissions[0].grading.at]
    if found:
        yield row("own_check_before_submission", found[0].at, story.where(found[0]), own=len(found[0].own))


def trial(story: Story) -> Grading | None:
    """The run whose own checks are tried on solutions: the last before the first submission, or else the last."""
    runs = [run for run in story.runs if run.own]
    before = [run for run in runs if story.submissions and run.at < story.submissions[0].grading.at]
    found = before or runs
    return found[-1] if found else None


def _caught(story: Story) -> Iterator[Evidence]:
    run, tried = trial(story), story.session.catches
    if run is None:
        return
    right = [each for each in tried if each.right]
    wrong = [each for each in tried if not each.right]
    accepted = [each for each in right if not each.caught]
    caught = [each for each in wrong if each.caught]
    leaks = [each for each in caught if each.mistake is Mistake.LEAKAGE]
    where = story.where(run)
    if accepted and caught:
        names = [each.solution for each in caught]
        claim = f"Own checks catch {len(caught)} of {len(wrong)} planted bugs."
        yield row("own_checks_catch", run.at, where, claim=claim, caught=names, of=len(wrong))
    if accepted and leaks:
        yield row("own_checks_catch_leak", run.at, where, caught=[each.solution for each in leaks])
    if right and len(accepted) == len(right) and wrong and not caught:
        yield row("own_checks_catch_nothing", run.at, where, of=len(wrong))
    if right and not accepted:
        yield row("own_checks_cry_wolf", run.at, where, of=len(right))
