"""Queries for the export of one person's data: each by that person, or by an interview whose seat was asked for.

Practice of a problem that an interview holds at this moment is in none of them: a file would get round what is closed.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from app.attempts.models import Attempt, Execution, HeldProblem, OpenedSolution, Report
from app.attempts.schemas import ASKED
from app.audit import keys
from app.audit.models import AuditEntry
from app.bench.models import BenchRun
from app.coach.models import CoachLine, PracticeQuestion, PracticeStatement, TimedSession
from app.debrief.models import Trial
from app.drill.models import DrillAnswer, DrillSettings, DrillTurn
from app.events.models import TimelineEvent
from app.identity.models import ApiToken, Passkey, ProviderIdentity, Session
from app.interviews.models import InterviewPerson
from app.mock.models import MockPair
from app.problems.models import Problem, ProblemVersion
from app.reading.models import Reading
from app.reviews.models import Decision, DiscussionPost, Feedback, SavedComment, Score, Scorecard
from app.study.models import StudyPlan, StudyTask
from app.timeline.models import Note

Rows = Sequence[dict[str, Any]]


async def _rows(session: AsyncSession, statement: Executable) -> Rows:
    return [dict(row) for row in (await session.execute(statement)).mappings()]


async def ways_in(session: AsyncSession, person_id: UUID) -> dict[str, Rows]:
    """What opens the person's account, without what it is proven by."""
    told = {
        "sessions": select(
            Session.created_at, Session.expires_at, Session.last_used_at, Session.way, Session.device, Session.address
        ).where(Session.user_id == person_id),
        "tokens": select(
            ApiToken.name, ApiToken.prefix, ApiToken.scopes, ApiToken.created_at, ApiToken.expires_at,
            ApiToken.last_used_at, ApiToken.revoked_at,
        ).where(ApiToken.user_id == person_id),
        "passkeys": select(Passkey.name, Passkey.created_at, Passkey.last_used_at).where(Passkey.user_id == person_id),
        "providers": select(ProviderIdentity.issuer, ProviderIdentity.subject, ProviderIdentity.created_at).where(
            ProviderIdentity.user_id == person_id
        ),
    }  # fmt: skip
    return {name: await _rows(session, statement) for name, statement in told.items()}


async def drill(session: AsyncSession, person_id: UUID) -> dict[str, Rows]:
    """How the person drills, and each answer they gave."""
    settings = select(DrillSettings.time_zone, DrillSettings.new_per_day).where(DrillSettings.user_id == person_id)
    answers = (
        select(DrillTurn.day, DrillTurn.prompt, DrillAnswer.step, DrillAnswer.chosen, DrillAnswer.answered_at)
        .join(DrillAnswer, DrillAnswer.turn_id == DrillTurn.id)
        .where(DrillTurn.user_id == person_id)
        .order_by(DrillAnswer.answered_at, DrillAnswer.step)
    )
    return {"settings": await _rows(session, settings), "answers": await _rows(session, answers)}


async def opened_solutions(session: AsyncSession, person_id: UUID) -> Rows:
    """Problems whose solution the person has opened."""
    statement = (
        select((Problem.pattern + "/" + Problem.slug).label("problem"), OpenedSolution.opened_at)
        .join(Problem, Problem.id == OpenedSolution.problem_id)
        .where(OpenedSolution.user_id == person_id)
    )
    return await _rows(session, statement.order_by(OpenedSolution.opened_at))


def _held(person_id: UUID) -> Select[Any]:
    return select(HeldProblem.problem_id).where(HeldProblem.user_id == person_id)


async def practice(session: AsyncSession, person_id: UUID) -> Sequence[tuple[Attempt, str]]:
    """Attempts outside of interviews with their drafts, and pattern/slug of the problem; in order."""
    statement = (
        select(Attempt, Problem.pattern + "/" + Problem.slug)
        .join(Problem, Problem.id == Attempt.problem_id)
        .options(joinedload(Attempt.draft))
        .where(Attempt.user_id == person_id, Attempt.interview_id.is_(None))
        .where(Attempt.problem_id.not_in(_held(person_id)))
        .order_by(Attempt.created_at, Attempt.id)
    )
    return [(attempt, address) for attempt, address in (await session.execute(statement)).all()]


async def plan_of(session: AsyncSession, person_id: UUID) -> dict[str, Rows]:
    """The person's plan of practice, as it is kept."""
    plan = select(StudyPlan.goal, StudyPlan.level, StudyPlan.target_on, StudyPlan.minutes, StudyPlan.weekdays)
    task = select(StudyTask.title, StudyTask.reason, StudyTask.planned_on, StudyTask.added_at, StudyTask.done_at)
    return {
        "plan": await _rows(session, plan.where(StudyPlan.user_id == person_id)),
        "tasks": await _rows(session, task.where(StudyTask.user_id == person_id).order_by(StudyTask.position)),
    }


async def bench_runs(session: AsyncSession, person_id: UUID) -> Rows:
    """Own checks that were run on the check bench, in order; of its tutorial, without a problem."""
    address = Problem.pattern + "/" + Problem.slug
    statement = (
        select(BenchRun.created_at, address.label("problem"), BenchRun.checks)
        .outerjoin(ProblemVersion, ProblemVersion.id == BenchRun.problem_version_id)
        .outerjoin(Problem, Problem.id == ProblemVersion.problem_id)
        .where(BenchRun.user_id == person_id)
        .where(or_(Problem.id.is_(None), Problem.id.not_in(_held(person_id))))
        .order_by(BenchRun.created_at, BenchRun.id)
    )
    return await _rows(session, statement)


async def mock_pairs(session: AsyncSession, person_id: UUID) -> Rows:
    """The mock pairs the person made or joined, in order; who the other was is theirs to tell."""
    columns = (MockPair.created_at, MockPair.joined_at, MockPair.closed_at, MockPair.pattern, MockPair.level)
    pairs = select((MockPair.made_by == person_id).label("made_by_you"), *columns, MockPair.minutes)
    mine = or_(MockPair.made_by == person_id, MockPair.partner_id == person_id)
    return await _rows(session, pairs.where(mine).order_by(MockPair.created_at, MockPair.id))


async def readings(session: AsyncSession, person_id: UUID) -> Rows:
    """What was read out of given code, with the attempt that began so; in order."""
    columns = (Reading.attempt_id, Reading.begun_at, Reading.lines, Reading.explanation, Reading.explained_at)
    statement = select(*columns).join(Attempt, Attempt.id == Reading.attempt_id).where(Attempt.user_id == person_id)
    statement = statement.where(Attempt.problem_id.not_in(_held(person_id)))
    return await _rows(session, statement.order_by(Reading.begun_at))


async def said_to_the_coach(session: AsyncSession, attempt_id: UUID) -> Rows:
    """What was said to the steps of an attempt."""
    said = select(PracticeStatement.kind, PracticeStatement.text, PracticeStatement.at, PracticeStatement.changed_at)
    return await _rows(session, said.where(PracticeStatement.attempt_id == attempt_id).order_by(PracticeStatement.at))


async def asked_of_the_coach(session: AsyncSession, attempt_id: UUID) -> Rows:
    """What the coach of an attempt was asked, and what it answered."""
    asked = select(PracticeQuestion.text, PracticeQuestion.answer, PracticeQuestion.at)
    return await _rows(
        session, asked.where(PracticeQuestion.attempt_id == attempt_id).order_by(PracticeQuestion.number)
    )


async def clock_of(session: AsyncSession, attempt_id: UUID) -> Rows:
    """The clock of an attempt, where it had one."""
    clock = select(TimedSession.minutes, TimedSession.started_at, TimedSession.ended_at)
    return await _rows(session, clock.where(TimedSession.attempt_id == attempt_id))


async def told_by_the_coach(session: AsyncSession, attempt_id: UUID) -> Rows:
    """What the coach said of itself, and the hints it showed."""
    told = select(CoachLine.kind, CoachLine.number, CoachLine.text, CoachLine.at)
    return await _rows(session, told.where(CoachLine.attempt_id == attempt_id).order_by(CoachLine.at, CoachLine.number))


async def attempts_in(session: AsyncSession, interview_id: UUID) -> Sequence[Attempt]:
    """The attempts of an interview by position."""
    statement = select(Attempt).where(Attempt.interview_id == interview_id).order_by(Attempt.position)
    return (await session.execute(statement)).scalars().all()


async def executions(session: AsyncSession, attempt_id: UUID) -> Sequence[Execution]:
    """What people asked for in an attempt, in order."""
    statement = (
        select(Execution)
        .options(joinedload(Execution.verdict))
        .where(Execution.attempt_id == attempt_id, Execution.kind.in_(ASKED))
        .order_by(Execution.created_at, Execution.id)
    )
    return (await session.execute(statement)).scalars().all()


async def trials(session: AsyncSession, attempt_id: UUID) -> Rows:
    """What was tried after submissions of an attempt, by the person's own words: lines and names of own checks."""
    columns = Trial.submission_id, Trial.kind, Trial.line, Trial.code, Trial.found["failing"].label("failing")
    statement = select(*columns).join(Execution, Execution.id == Trial.submission_id)
    return await _rows(
        session, statement.where(Execution.attempt_id == attempt_id).order_by(Trial.submission_id, Trial.place)
    )


async def seats(session: AsyncSession, person_id: UUID) -> Sequence[InterviewPerson]:
    """The person's seats with their interviews, in order."""
    statement = (
        select(InterviewPerson)
        .options(joinedload(InterviewPerson.interview))
        .where(InterviewPerson.user_id == person_id)
        .order_by(InterviewPerson.added_at, InterviewPerson.id)
    )
    return (await session.execute(statement)).scalars().all()


async def events(session: AsyncSession, interview_id: UUID, person_id: UUID) -> Rows:
    """What the person said and did in an interview."""
    mine = TimelineEvent.interview_id == interview_id, TimelineEvent.actor_id == person_id
    columns = TimelineEvent.at, TimelineEvent.kind, TimelineEvent.payload
    return await _rows(session, select(*columns).where(*mine).order_by(TimelineEvent.id))


async def judged(session: AsyncSession, interview_id: UUID, person_id: UUID) -> dict[str, Any]:
    """What the person wrote about an interview: notes, scorecard, posts, decision."""
    card = select(Scorecard).options(selectinload(Scorecard.scores)).where(
        Scorecard.interview_id == interview_id, Scorecard.reviewer_id == person_id
    )  # fmt: skip
    found = (await session.execute(card)).scalar_one_or_none()
    return {
        "notes": await _rows(session, _mine(Note.author_id == person_id, Note.interview_id == interview_id,
                                            Note.created_at, Note.text)),
        "discussion": await _rows(session, _mine(DiscussionPost.author_id == person_id,
                                                 DiscussionPost.interview_id == interview_id,
                                                 DiscussionPost.at, DiscussionPost.text)),
        "decision": await _rows(session, _mine(Decision.decided_by == person_id,
                                               Decision.interview_id == interview_id,
                                               Decision.at, Decision.outcome, Decision.reasons)),
        "scorecard": found and {
            "state": found.state, "summary": found.summary, "scores": [_score(each) for each in found.scores]
        },
    }  # fmt: skip


def _mine(mine: ColumnElement[bool], there: ColumnElement[bool], *columns: Any) -> Select[Any]:
    return select(*columns).where(mine, there)


def _score(score: Score) -> dict[str, Any]:
    return {name: getattr(score, name) for name in ("criterion", "level", "no_evidence", "comment")}


async def feedback(session: AsyncSession, interview_id: UUID) -> str | None:
    """What the candidate was given to read."""
    return (
        await session.execute(select(Feedback.text).where(Feedback.interview_id == interview_id))
    ).scalar_one_or_none()


async def reports(session: AsyncSession, person_id: UUID) -> Rows:
    """Problems the person reported."""
    return await _rows(session, select(Report.created_at, Report.about, Report.text).where(Report.user_id == person_id))


async def saved_comments(session: AsyncSession, person_id: UUID) -> Rows:
    """Wordings the person keeps."""
    columns = SavedComment.created_at, SavedComment.criterion, SavedComment.text
    return await _rows(session, select(*columns).where(SavedComment.owner_id == person_id))


async def audit_of(session: AsyncSession, person_id: UUID) -> Rows:
    """What is on record as done by the person, with the fields that are under their own key."""
    statement = select(AuditEntry).where(AuditEntry.actor_id == person_id).order_by(AuditEntry.id)
    entries = (await session.execute(statement)).scalars().all()
    opened = await keys.open_sealed(session, [entry.personal for entry in entries])
    names = ("at", "action", "subject_kind", "subject_id", "facts")
    return [
        {**{name: getattr(entry, name) for name in names}, "about_you": fields.get(person_id, {})}
        for entry, fields in zip(entries, opened, strict=True)
    ]
