"""The report of an interview: what was asked, found, scored and decided, on one page, for its staff.

It proposes nothing and blends nothing: levels stand beside each other, and every count leads to what was counted.
Whoever may read everybody's scorecards may read it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import evidence as graded
from app.attempts import regrades, sittings
from app.attempts.models import Execution
from app.evidence import service as evidence
from app.evidence.schemas import EvidenceRow, EvidenceShown
from app.identity.actor import Actor
from app.interviews import problems
from app.interviews.models import Interview
from app.interviews.words import CRITERIA
from app.kit.clock import Clock
from app.problems import service as packages
from app.problems.views import CandidateModel
from app.reviews import reading, shown, together
from app.reviews.schemas import CardShown, DecisionShown, SpreadShown
from app.rubrics import service as rubrics


class CheckReported(CandidateModel):
    """A check of the last submission."""

    id: str
    property: str
    criterion: str
    state: str
    required: bool


class SupersededReported(CandidateModel):
    """The verdict that was formed when it was submitted, where a regrade `since` put another one in its place.

    `version` is the one that graded again; `checks` are those that changed, with the states before and after.
    """

    verdict: str
    version: str
    since: datetime
    checks: list[tuple[str, str, str]]


class ProblemReported(CandidateModel):
    """A problem: what was asked, and what the last submission showed, by the verdict that is in force.

    `verdict` is None where none was graded; `superseded` where it is the only one there was.
    """

    position: int
    title: str
    pattern: str
    version: str
    minutes: int
    twist: str | None
    runs: int
    submissions: int
    hints: int
    verdict: str | None
    execution: UUID | None
    checks: list[CheckReported]
    superseded: SupersededReported | None


class LevelReported(CandidateModel):
    """What one reviewer says of a criterion; neither level nor `no_evidence` where the card does not have it."""

    reviewer: str
    level: int | None
    no_evidence: bool
    comment: str
    evidence: list[UUID]


class ClaimReported(CandidateModel):
    """A piece of evidence that a scorecard refers to."""

    id: UUID
    at: float
    claim: str
    stands: str
    grade: str


class CriterionReported(CandidateModel):
    """A criterion: its levels by reviewer, the spread of several, and how much evidence stands where."""

    id: str
    title: str
    levels: list[LevelReported]
    spread: SpreadShown | None
    counts: dict[str, int]
    cited: list[ClaimReported]


class Report(CandidateModel):
    """The whole of it. `evidence_state` is what became of computing the evidence."""

    interview_id: UUID
    title: str
    candidate: str | None
    kind: str
    seniority: str
    minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    rubric: str
    reviewers: list[str]
    missing: list[str]
    problems: list[ProblemReported]
    criteria: list[CriterionReported]
    summaries: dict[str, str]
    decision: DecisionShown | None
    evidence_state: str
    made_at: datetime


async def of(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Report:
    """The report as it stands.

    Raises:
        OwnScorecardFirst, ScorecardsMissing, Forbidden, WrongState, NotFound
    """
    seat, found = await reading.submitted(session, clock, actor, interview_id)
    interview = seat.interview
    cards = await shown.cards(session, interview, found)
    gathered = await evidence.evidence_of(session, seat)
    done = {card.reviewer_id for card in found}
    names = {person.user_id: person.user.name for person in interview.people}
    candidate = interview.candidate
    return Report(
        interview_id=interview.id,
        title=interview.title,
        candidate=candidate.user.name if candidate else None,
        kind=interview.kind,
        seniority=interview.level,
        minutes=interview.minutes,
        started_at=interview.started_at,
        ended_at=interview.ended_at,
        rubric=interview.rubric_id or rubrics.name_of(rubrics.default()),
        reviewers=[_name(card) for card in cards],
        missing=sorted(names[each] for each in reading.scorers(interview) - done),
        problems=await of_problems(session, interview),
        criteria=_criteria(interview, cards, gathered),
        summaries={_name(card): card.summary for card in cards if card.summary},
        decision=await together.shown_decision(session, interview),
        evidence_state=gathered.state,
        made_at=clock.now(),
    )


def _name(card: CardShown) -> str:
    return card.reviewer.name if card.reviewer else "Somebody who is gone"


def _criteria(interview: Interview, cards: Sequence[CardShown], gathered: EvidenceShown) -> list[CriterionReported]:
    spreads = {each.criterion: each for each in together.spread(interview, cards)}
    by_id = {row.id: row for row in gathered.rows}
    reported = []
    for criterion in interview.criteria:
        levels = [level for card in cards for level in _levels(card, criterion)]
        cited = dict.fromkeys(row_id for level in levels for row_id in level.evidence)
        reported.append(
            CriterionReported(
                id=criterion,
                title=CRITERIA[criterion][0],
                levels=levels,
                spread=spreads.get(criterion),
                counts=_counts([row for row in gathered.rows if criterion in row.criteria]),
                cited=[_claim(by_id[row_id]) for row_id in cited if row_id in by_id],
            )
        )
    return reported


def _levels(card: CardShown, criterion: str) -> list[LevelReported]:
    return [
        LevelReported(
            reviewer=_name(card),
            level=score.level,
            no_evidence=score.no_evidence,
            comment=score.comment,
            evidence=score.evidence,
        )
        for score in card.scores
        if score.criterion == criterion
    ]


def _counts(rows: Sequence[EvidenceRow]) -> dict[str, int]:
    stands = [row.stands for row in rows]
    return {stand: stands.count(stand) for stand in ("for", "against", "neutral")}


def _claim(row: EvidenceRow) -> ClaimReported:
    return ClaimReported(id=row.id, at=row.at, claim=row.claim, stands=row.stands, grade=row.grade)


async def of_problems(session: AsyncSession, interview: Interview) -> list[ProblemReported]:
    """Each problem that the lobby has pinned, in order."""
    executions = [execution for execution, _ in await sittings.executions_of(session, interview.id)]
    hints = await problems.released(session, interview)
    return [
        await _problem(session, interview, place.position, executions, hints=len(hints.get(place.position, [])))
        for place in interview.problems
        if place.problem_version_id is not None
    ]


async def _problem(
    session: AsyncSession, interview: Interview, position: int, executions: Sequence[Execution], *, hints: int
) -> ProblemReported:
    placed = await problems.placed(session, interview, position)
    spec = placed.package.spec
    own = [each for each in executions if each.attempt.position == position]
    submitted = [each for each in own if each.kind == "submission"]
    last = next((each for each in submitted if each.verdict is not None), None)
    grading, again = await regrades.standing(session, interview.id, last) if last else (None, None)
    twist = placed.place.twist_id
    return ProblemReported(
        position=position,
        title=spec.title,
        pattern=spec.pattern,
        version=spec.version,
        minutes=spec.minutes,
        twist=placed.plain.twist(twist).spec.title if twist else None,
        runs=len(own) - len(submitted),
        submissions=len(submitted),
        hints=hints,
        verdict=grading.verdict.verdict if grading and grading.verdict else None,
        execution=last.id if last else None,
        checks=await _checks(session, grading) if grading else [],
        superseded=await _superseded(session, again) if again else None,
    )


async def _superseded(session: AsyncSession, again: regrades.InForce) -> SupersededReported:
    version = await packages.pinned_version(session, again.version_id)
    return SupersededReported(verdict=again.own, version=version.version, since=again.since, checks=list(again.checks))


async def _checks(session: AsyncSession, execution: Execution) -> list[CheckReported]:
    found = await graded.of(session, execution)
    return [
        CheckReported(
            id=check.id, property=check.property, criterion=str(criterion), state=check.state, required=check.required
        )
        for criterion, checks in found.criteria
        for check in checks
    ]
