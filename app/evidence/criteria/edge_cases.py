"""Edge cases: handled before anything failed, after it, after a hint, or never."""

from collections.abc import Iterator

from app.evidence.criteria.correctness import at_first
from app.evidence.kinds import row
from app.evidence.reading import Story, Version, stories
from app.evidence.rows import Evidence
from app.evidence.session import Check, Session
from app.problems.patterns import Criterion


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it, one item for each check that the first submission reached."""
    for story in stories(session):
        first = story.first
        if first is None or not first.finished:
            continue
        for check in first.required:
            if check.criterion is Criterion.EDGE_CASES:
                yield from _edge(story, first, check)


def _edge(story: Story, first: Version, check: Check) -> Iterator[Evidence]:
    if first.passes(check.id):
        claim = f"Handled before anything failed: {check.property}"
        yield row("edge_before_failure", at_first(story), first.where(check.id), claim=claim)
        return
    later = [each for each in story.versions if each.grading.at > first.grading.at]
    reached = [each for each in later if each.passes(check.id) or each.fails(check.id)]
    if not first.fails(check.id):
        return
    final = (reached or [first])[-1]
    if final.passes(check.id):
        mending = next(each for each in reached if each.passes(check.id))
        prompted = story.prompted(first.grading.at, mending.at)
        kind = "edge_after_hint" if prompted else "edge_after_failure"
        claim = (
            f"Handled {'only after a hint or feedback' if prompted else 'after its check had failed'}: {check.property}"
        )
        yield row(kind, mending.at, mending.where(check.id), claim=claim)
    elif final.finished:
        yield row("edge_never", final.since, final.where(check.id), claim=f"Not handled: {check.property}")
