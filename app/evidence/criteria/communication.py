"""Communication: what was said before code, how long code grew without a word, tradeoffs that were named."""

from collections.abc import Iterator
from itertools import pairwise

from app.evidence.kinds import Where, row
from app.evidence.reading import Edit, Story, changed_lines, stories, worked
from app.evidence.rows import Evidence
from app.evidence.session import Said, Session

SILENT_SECONDS = 480.0
SILENT_LINES = 8
BEFORE_CODE = {
    "clarified_before_code": frozenset({"question", "assumption"}),
    "restated_before_code": frozenset({"restatement"}),
    "outlined_before_code": frozenset({"outline"}),
}


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it. Where nothing is on record as said, silence says nothing."""
    told = list(stories(session))
    if session.said:
        for story in told:
            yield from _words(story)
        yield from _silences(session, told)
    else:
        yield row("speech_not_recorded", 0.0, Where())
    for each in session.said:
        if each.said == "tradeoff":
            yield row("tradeoff_said", each.at, Where(each.problem), statement=each.id)
    for story in told:
        if story.edits:
            yield row("plan_before_code", story.edits[0].at, story.where())


def _words(story: Story) -> Iterator[Evidence]:
    if not story.edits:
        return
    begins = story.edits[0].at
    before = [each for each in story.session.said if each.at < begins]
    spoken = False
    for kind, words in BEFORE_CODE.items():
        found = _first(before, words)
        if found is not None:
            spoken = True
            yield row(kind, found.at, story.where(), statement=found.id)
    if not spoken:
        yield row("coded_before_a_word", begins, story.where())


def _first(said: list[Said], words: frozenset[str]) -> Said | None:
    return next((each for each in said if each.said in words), None)


def _silences(session: Session, told: list[Story]) -> Iterator[Evidence]:
    """Stretches between two things said, seen from the first edit on."""
    edits = sorted(((edit, story.position) for story in told for edit in story.edits), key=lambda pair: pair[0].at)
    if not edits:
        return
    words = sorted(each.at for each in session.said)
    bounds = [min(edits[0][0].at, words[0]), *words, session.ends_at]
    for since, until in pairwise(bounds):
        stretch = [pair for pair in edits if since <= pair[0].at < until]
        if stretch and (found := _silence(session, stretch, until)) is not None:
            yield found


def _silence(session: Session, stretch: list[tuple[Edit, int]], until: float) -> Evidence | None:
    begins, ends = stretch[0][0].at, min(stretch[-1][0].until, until)
    seconds = worked(session, begins, ends, with_focus=False)
    lines = sum(_lines([edit for edit, at in stretch if at == position]) for position in {at for _, at in stretch})
    if seconds < SILENT_SECONDS or lines < SILENT_LINES:
        return None
    claim = f"Code grew for {seconds / 60:.0f} minutes ({lines} lines) without a word."
    where = Where(stretch[0][1])
    return row("long_silence", begins, where, claim=claim, until=ends, minutes=seconds / 60, lines=lines)


def _lines(edits: list[Edit]) -> int:
    return changed_lines(edits[0].before, edits[-1].after)
