"""Incremental work: a simple version first, complexity before it was right, checks that broke again."""

from collections.abc import Iterator
from typing import Any

from app.evidence.kinds import row
from app.evidence.reading import Story, code_lines, first_passing, passes_examples, stories
from app.evidence.rows import Evidence
from app.evidence.session import Grading, Session

BASELINE_SHARE = 0.75
GROWTH = 1.5
FEWEST_FAILED = 2


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it."""
    for story in stories(session):
        yield from _baseline(story)
        yield from _optimised(story)
        yield from _regressions(story)


def _size(grading: Grading) -> int:
    return len(code_lines(grading.solution))


def _baseline(story: Story) -> Iterator[Evidence]:
    passing, submissions, final = first_passing(story), story.submissions, story.final
    if passing is not None:
        sizes: dict[str, Any] = {"lines": _size(passing), "final_lines": _size(final.grading) if final else None}
        claim = f"A run of {sizes['lines']} lines passed the visible examples first"
        claim += f"; the final version has {sizes['final_lines']}." if final else "."
        yield row("first_passing_version", passing.at, story.where(passing), claim=claim, **sizes)
    if not submissions:
        return
    first = submissions[0].grading
    if passing is not None and passing.at < first.at:
        if _is_simple(story, passing):
            yield row("baseline_grown", passing.at, story.where(passing), lines=_size(passing))
    elif not any(gap.what == "run" and gap.at < first.at for gap in story.session.gaps):
        yield row("no_baseline", first.at, story.where(first))


def _is_simple(story: Story, passing: Grading) -> bool:
    """Whether the submitted text is larger than the one that passed first, and right wherever that one was."""
    submitted = story.submissions[0]
    if _size(passing) > BASELINE_SHARE * _size(submitted.grading):
        return False
    same = [each for each in story.versions if each.grading.solution == passing.solution]
    return bool(same) and same[0].passed <= submitted.passed


def _optimised(story: Story) -> Iterator[Evidence]:
    passing = first_passing(story)
    failed = [run for run in story.runs if not passes_examples(run) and (passing is None or run.at < passing.at)]
    if len(failed) < FEWEST_FAILED:
        return
    largest = max(failed, key=_size)
    if _size(largest) >= GROWTH * max(_size(failed[0]), 1):
        claim = f"The code grew from {_size(failed[0])} to {_size(largest)} lines before any version was right."
        yield row("optimised_before_right", largest.at, story.where(largest), claim=claim)


def _regressions(story: Story) -> Iterator[Evidence]:
    passed: set[str] = set()
    twist = None
    for version in story.versions:
        if version.grading.twist != twist:
            passed, twist = set(), version.grading.twist
        broke = sorted(version.failed & passed)
        if broke and version.finished:
            claim = f"What had passed fails again: {', '.join(broke)}."
            yield row("check_broke", version.at, version.where(broke[0]), claim=claim, checks=broke)
            passed -= set(broke)
        passed |= version.passed
