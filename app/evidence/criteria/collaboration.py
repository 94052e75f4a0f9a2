"""Collaboration: mistakes that were named, what followed a hint or feedback, and knowing when to stop."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from app.evidence.kinds import Where, row
from app.evidence.reading import Story, stories, worked
from app.evidence.rows import Evidence
from app.evidence.session import Hint, Session

ANSWER_SECONDS = 300.0


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it."""
    for each in session.feedback:
        yield row("response_to_feedback", each.at, Where())
    for story in stories(session):
        yield from _named(story)
        for hint, following in zip_longest(story.session.hints, story.session.hints[1:]):
            yield from _after_hint(story, hint, following)
        yield from _end(story)


def _named(story: Story) -> Iterator[Evidence]:
    """Statements between a failed submission and the next edit, where the failure was mended later."""
    for version in story.submissions:
        at = version.grading.at
        ends = next((edit.at for edit in story.edits if edit.at >= at), None)
        later = [each for each in story.versions if each.grading.at > at]
        mended = version.failed & frozenset[str]().union(*(each.passed for each in later))
        said = [each for each in story.session.said if ends is not None and at <= each.at <= ends]
        if mended and said:
            about: dict[str, Any] = {"statement": said[0].id, "checks": sorted(mended)}
            yield row("mistake_named", said[0].at, version.where(), **about)


def _after_hint(story: Story, hint: Hint, following: Hint | None) -> Iterator[Evidence]:
    ends = following.at if following is not None else story.session.ends_at
    edits = [edit.at for edit in story.edits if hint.at <= edit.at < ends]
    if edits and worked(story.session, hint.at, edits[0]) <= ANSWER_SECONDS:
        yield row("hint_used", hint.at, story.where(), until=edits[0], index=hint.index)
    elif worked(story.session, hint.at, ends) >= ANSWER_SECONDS:
        yield row("hint_unused", hint.at, story.where(), index=hint.index)


def _end(story: Story) -> Iterator[Evidence]:
    accepted = [version for version in story.submissions if version.accepted]
    if not accepted:
        return
    last_edit = max((edit.at for edit in story.edits), default=0.0)
    in_force = story.session.twists[-1].id if story.session.twists else None
    finally_accepted = [each for each in accepted if each.grading.twist == in_force]
    if finally_accepted and finally_accepted[0].grading.at >= last_edit:
        yield row("stopped_when_solved", finally_accepted[0].grading.at, finally_accepted[0].where())
    solved = accepted[0].grading.at
    after = [edit for edit in story.edits if edit.at >= solved]
    if after and not _spoken_to(story, solved, after[0].at):
        yield row("went_on_after_solved", after[0].at, accepted[0].where(), edits=len(after))


def _spoken_to(story: Story, since: float, until: float) -> bool:
    """Whether an interviewer said or changed something between."""
    own = story.session
    spoken = [*story.prompts, *(each.at for each in own.answers), *(each.at for each in own.twists)]
    spoken += [each.at for each in own.messages if each.by == "staff"]
    return any(since <= at <= until for at in spoken)
