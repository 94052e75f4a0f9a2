"""What a reviewer judges by: the code, results by criterion, decisions beside what was said of them, and the evidence.

All of it is read from the slices below; nothing here judges.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import evidence as graded
from app.attempts import sittings
from app.attempts.evidence import Decided, Found
from app.attempts.models import Execution
from app.errors import NotFound
from app.evidence import service as evidence
from app.evidence.schemas import ChangeShown, EvidenceRow, EvidenceShown, HistoryShown
from app.interviews import problems
from app.interviews.models import Interview
from app.interviews.problems import Placed
from app.interviews.service import Seat
from app.kit import differences
from app.problems.patterns import Level
from app.rooms import service as rooms


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: `sign` is +, -, a space, or @ for a gap."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """A check of the last submission, when in the interview it first passed, broke or was fixed, and how it ended.

    `at_end` is the state for the last text that was graded, None where that is not known.
    """

    found: Found
    changes: Sequence[ChangeShown]
    at_end: str | None


@dataclass(frozen=True, slots=True)
class Laid:
    """An open decision: what the code does, beside what the candidate said of it. `outcome` is one of `OUTCOMES`."""

    decided: Decided
    said: Sequence[str]
    stated: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class ProblemMaterial:
    """A problem of the interview. `anchors` are the author's own lines for a criterion at this seniority.

    `since_first` is None where the first submission (`first`) and the final text are too long to be compared.
    """

    position: int
    title: str
    first: str
    final: str
    submissions: int
    last: UUID | None
    since_first: Sequence[Line] | None
    results: Mapping[str, Sequence[Result]]
    decisions: Sequence[Laid]
    anchors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything, with the evidence by the criterion it is shown under ("" for none).

    `gone` are rows that a scorecard refers to and that are no longer found.
    """

    problems: Sequence[ProblemMaterial]
    evidence: EvidenceShown
    rows: Mapping[str, Sequence[EvidenceRow]]
    gone: Sequence[EvidenceRow]


async def of(session: AsyncSession, seat: Seat, linked: Collection[UUID] = ()) -> Material:
    """The material for whoever has this seat; a blind reviewer's without the candidate's name."""
    shown = await evidence.evidence_of(session, seat)
    rows: dict[str, list[EvidenceRow]] = {}
    for row in shown.rows:
        rows.setdefault(_place(row, seat.interview.criteria), []).append(row)
    executions = [execution for execution, _ in await sittings.executions_of(session, seat.interview.id)]
    found = [
        await _problem(session, seat.interview, place.position, executions, shown)
        for place in seat.interview.problems
        if place.problem_version_id is not None
    ]
    return Material(problems=found, evidence=shown, rows=rows, gone=await _gone(session, seat.interview, shown, linked))


async def _gone(
    session: AsyncSession, interview: Interview, shown: EvidenceShown, linked: Collection[UUID]
) -> list[EvidenceRow]:
    rows = await evidence.rows_of(session, interview.id, set(linked) - {row.id for row in shown.rows})
    cover = interview.veil.text if interview.veil else str
    return [row.model_copy(update={"claim": cover(row.claim)}) for row in rows]


def _place(row: EvidenceRow, criteria: Sequence[str]) -> str:
    """The first of its criteria that the plan has: a row stands in one place, and can be referred to from any."""
    return next((each for each in row.criteria if each in criteria), "")


async def _problem(
    session: AsyncSession,
    interview: Interview,
    position: int,
    executions: Sequence[Execution],
    shown: EvidenceShown,
) -> ProblemMaterial:
    placed = await problems.placed(session, interview, position)
    submitted = [
        each
        for each in executions
        if each.kind == "submission" and each.attempt.position == position and each.verdict is not None
    ]
    last = submitted[0] if submitted else None
    graded_last = await graded.of(session, last) if last else None
    criteria = graded_last.criteria if graded_last else []
    final = await _final(session, interview.id, position)
    first = submitted[-1].solution if submitted else final
    return ProblemMaterial(
        position=position,
        title=placed.package.spec.title,
        first=first,
        final=final,
        submissions=len(submitted),
        last=last.id if last else None,
        since_first=await asyncio.to_thread(difference, first, final),
        results={str(each): _results(checks, position, shown) for each, checks in criteria},
        decisions=await _laid(session, interview, placed, graded_last.decisions if graded_last else []),
        anchors=_anchors(placed, Level(interview.level)),
    )


def _anchors(placed: Placed, level: Level) -> dict[str, str]:
    return {str(criterion): at[level] for criterion, at in placed.plain.spec.rubric.items() if level in at}


async def _final(session: AsyncSession, interview_id: UUID, position: int) -> str:
    try:
        return (await rooms.text(session, interview_id, position)).solution
    except NotFound:  # nobody ever opened the room
        return ""


def difference(before: str, after: str) -> list[Line] | None:
    """From one text to the other, with a little around each change; nothing when they are the same.

    None where they are too long for that.
    """
    lines = differences.unified(before, after)
    if lines is None:
        return None
    shown = [Line(line[0], line[1:] if line[0] != "@" else "") for line in lines[2:]]
    return shown[1:]  # the first gap is the beginning of the text


def _results(found: Sequence[Found], position: int, shown: EvidenceShown) -> list[Result]:
    histories = {each.check: each for each in shown.shadow if each.problem == position}
    return [_result(each, histories.get(each.id)) for each in found]


def _result(found: Found, history: HistoryShown | None) -> Result:
    if history is None or not history.spans:
        return Result(found, [], None)
    return Result(found, history.changes, history.spans[-1].state)


async def _laid(session: AsyncSession, interview: Interview, placed: Placed, decided: Sequence[Decided]) -> list[Laid]:
    """What was said counts where somebody linked it to the decision; of several options stated, the last."""
    cover = interview.veil.text if interview.veil else str
    events = await problems.of_kinds(session, interview, ["statement_made", "statement_linked"])
    texts = {event.id: cover(event.payload["text"]) for event in events if event.kind == "statement_made"}
    said: dict[str, dict[int, str]] = {}
    stated: dict[str, str] = {}
    for event in events:
        link = event.payload
        if event.kind == "statement_linked" and link["problem"] == placed.place.position:
            said.setdefault(link["policy"], {})[link["statement"]] = texts.get(link["statement"], "")
            if link["option"] is not None:
                stated[link["policy"]] = link["option"]
    return [_beside(each, list(said.get(each.id, {}).values()), stated.get(each.id)) for each in decided]


def _beside(decided: Decided, said: Sequence[str], stated: str | None) -> Laid:
    if decided.state != "inferred":
        outcome = decided.state
    elif stated is None:
        outcome = "unstated_but_consistent"
    else:
        outcome = "stated_and_kept" if stated == decided.option else "stated_but_contradicted"
    return Laid(decided, said, stated, outcome)
