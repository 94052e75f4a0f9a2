"""Planning: making and changing interviews and the templates they start from."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid
from app.events.interviews import InterviewChanged, InterviewPlanned, PersonAdded
from app.identity.actor import Actor
from app.interviews import invitations, repository, service
from app.interviews.lifecycle import Kind, State
from app.interviews.models import Interview, InterviewPerson, InterviewTemplate
from app.interviews.rights import Part, Right
from app.kit.clock import Clock
from app.kit.text import plain
from app.problems import service as problems
from app.problems.patterns import Criterion, Level
from app.rubrics import service as rubrics

MAX_PROBLEMS = 5
MAX_TEMPLATES = 200
POLICY = (
    "You may look up the documentation of Python and its libraries, and use paper and your own notes. "
    "Please do not use an assistant that writes code, and do not ask other people."
)
_DATES = ("scheduled_at", "deadline_at")
_COLUMNS = ("title", "kind", "level", "minutes", "criteria", "policy", "lint", "rubric_id")


class Plan(BaseModel):
    """What is planned, of an interview or a template; a template has no dates."""

    model_config = ConfigDict(frozen=True)

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(plain)]
    kind: Kind = Kind.LIVE
    level: Level = Level.MID
    minutes: Annotated[int, Field(ge=5, le=480)] = 60
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)] = tuple(Criterion)
    policy: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(plain)
    ] = POLICY
    lint: bool = True
    rubric_id: Annotated[str, Field(max_length=100)] | None = None  # None: the default in its newest version
    problem_ids: Annotated[tuple[UUID, ...], Field(max_length=MAX_PROBLEMS)] = ()
    scheduled_at: datetime | None = None
    deadline_at: datetime | None = None

    def columns(self) -> dict[str, Any]:
        """The values as both tables keep them, without dates and problems."""
        return {
            "title": self.title,
            "kind": str(self.kind),
            "level": str(self.level),
            "minutes": self.minutes,
            "criteria": [str(criterion) for criterion in self.criteria],
            "policy": self.policy,
            "lint": self.lint,
        }

    def dates(self) -> dict[str, Any]:
        """The date that this kind of interview has."""
        live = self.kind is Kind.LIVE
        return {"scheduled_at": self.scheduled_at if live else None, "deadline_at": None if live else self.deadline_at}


async def create(session: AsyncSession, clock: Clock, actor: Actor, plan: Plan, *, retention_days: int) -> Interview:
    """A new interview, led by whoever plans it. Forbidden, or Invalid with the field that does not fit."""
    service.require_planner(actor)
    now = clock.now()
    await check(session, plan, now)
    interview = Interview(
        id=uuid4(),
        rubric_id=await rubrics.chosen(session, plan.rubric_id),
        **plan.columns(),
        **plan.dates(),
        state=str(State.PLANNED),
        retention_days=retention_days,
        created_by=actor.id,
        created_at=now,
        people=[],
    )
    session.add(interview)
    service.wind(interview)
    await session.flush()
    await repository.replace_problems(session, interview.id, plan.problem_ids)
    session.add(InterviewPerson(interview_id=interview.id, user_id=actor.id, part=str(Part.LEAD), added_at=now))
    planned = InterviewPlanned(form=plan.kind.value, minutes=plan.minutes, problem_ids=list(plan.problem_ids))
    await service.record(session, interview, planned, at=now, by=actor)
    lead = PersonAdded(user_id=actor.id, part=str(Part.LEAD), extra_minutes=0)
    await service.record(session, interview, lead, at=now, by=actor)
    return interview


async def change(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, plan: Plan) -> Interview:
    """Change the plan; only before the lobby opens, so that nobody agrees to one thing and gets another."""
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    seat.require(Right.PLAN)
    interview, now = seat.interview, clock.now()
    service.require_state(interview, State.PLANNED)
    await check(session, plan, now)
    rubric_id = await rubrics.chosen(session, plan.rubric_id, before=interview.rubric_id)
    values = {**plan.columns(), **plan.dates(), "rubric_id": rubric_id}
    changed = [name for name, value in values.items() if getattr(interview, name) != value]
    for name in changed:
        setattr(interview, name, values[name])
    if [each.problem_id for each in interview.problems] != list(plan.problem_ids):
        await repository.replace_problems(session, interview.id, plan.problem_ids)
        changed.append("problems")
    service.wind(interview)
    if changed:
        await service.record(session, interview, InterviewChanged(changed=changed), at=now, by=actor)
        await invitations.cover(session, clock, interview)
    return interview


async def check(session: AsyncSession, plan: Plan, now: datetime, *, template: bool = False) -> None:
    """What a field alone cannot tell. Invalid names the field in `errors`."""
    if plan.kind is Kind.MOCK:
        raise Invalid.of("kind", "Nobody plans a mock interview: its two people make it themselves.")
    if len(set(plan.problem_ids)) < len(plan.problem_ids):
        raise Invalid.of("problem_ids", "A problem can be chosen once.")
    if len(await problems.choose(session, plan.problem_ids)) < len(plan.problem_ids):
        raise Invalid.of("problem_ids", "One of the problems is no longer there. Choose another one.")
    if plan.kind is Kind.TAKE_HOME and not template and (plan.deadline_at is None or plan.deadline_at <= now):
        raise Invalid.of("deadline_at", "Give the moment until which it can be begun; it has to lie ahead.")


def of_interview(interview: Interview) -> Plan:
    """The plan of an interview."""
    dates = {name: getattr(interview, name) for name in _DATES}
    return _plan(interview, [each.problem_id for each in interview.problems], dates)


def of_template(template: InterviewTemplate) -> Plan:
    """The plan that a template holds."""
    return _plan(template, template.problem_ids, {})


def _plan(row: Interview | InterviewTemplate, problem_ids: list[UUID], dates: dict[str, Any]) -> Plan:
    columns = {name: getattr(row, name) for name in _COLUMNS}
    return Plan.model_validate({**columns, **dates, "problem_ids": problem_ids})


# --- templates --------------------------------------------------------------------------------------------------


async def templates(session: AsyncSession, actor: Actor) -> list[InterviewTemplate]:
    """All templates, by title; they belong to everybody who plans."""
    service.require_planner(actor)
    return await repository.templates(session)


async def template(session: AsyncSession, actor: Actor, template_id: UUID) -> InterviewTemplate:
    """One template; NotFound when there is none."""
    service.require_planner(actor)
    return await repository.template(session, template_id)


async def save_template(
    session: AsyncSession, clock: Clock, actor: Actor, plan: Plan, template_id: UUID | None = None
) -> InterviewTemplate:
    """Keep a plan as a new template, or over one there is.

    Raises:
        Forbidden, NotFound, Invalid (with the field)
    """
    service.require_planner(actor)
    await check(session, plan, clock.now(), template=True)
    before = None if template_id is None else await repository.template(session, template_id)
    rubric_id = await _rubric_of_template(session, plan, before)
    if before is None and len(await repository.templates(session)) >= MAX_TEMPLATES:
        raise Invalid.of("title", f"There are {MAX_TEMPLATES} templates already. Delete one that nobody uses.")
    kept = before or InterviewTemplate(id=uuid4(), created_by=actor.id, created_at=clock.now())
    values = {**plan.columns(), "rubric_id": rubric_id, "problem_ids": list(plan.problem_ids)}
    for name, value in values.items():
        setattr(kept, name, value)
    session.add(kept)
    await session.flush()
    subject = audit.Subject("template", kept.id)
    await audit.append(session, Action.TEMPLATE_SAVED, at=clock.now(), actor_id=actor.id, subject=subject)
    return kept


async def _rubric_of_template(session: AsyncSession, plan: Plan, before: InterviewTemplate | None) -> str | None:
    """The rubric to plan with, None for whichever is the newest default then."""
    if plan.rubric_id is None:
        return None
    return await rubrics.chosen(session, plan.rubric_id, before=before.rubric_id if before else None)


async def delete_template(session: AsyncSession, clock: Clock, actor: Actor, template_id: UUID) -> None:
    """Forget a template; interviews that were planned with it stay as they are."""
    service.require_planner(actor)
    await repository.delete_template(session, template_id)
    subject = audit.Subject("template", template_id)
    await audit.append(session, Action.TEMPLATE_DELETED, at=clock.now(), actor_id=actor.id, subject=subject)
