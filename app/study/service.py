"""A person's plan: made from what readiness and the bank have, laid out anew on whatever day it is looked at.

What is done is never planned again, what was retired gets something in its place, and both are said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.drill import days
from app.drill import service as drill
from app.drill.schemas import Overview
from app.errors import Invalid, NotFound
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.models import Problem
from app.readiness import service as readiness
from app.study import repository
from app.study.calendar import Laid, Rhythm, lay
from app.study.choice import SETTLED, Chosen, Need, Offer, choose, instead
from app.study.models import StudyPlan, StudyTask
from app.study.schemas import MOST_DAYS, DayView, DrillView, LeftOff, PlanIn, PlanView, Study, TaskView

MOST_LEFT_OFF = 3
_SETTLED = Need(SETTLED, None, "Nothing speaks against you here; it keeps you in practice.")


@dataclass(frozen=True, slots=True)
class _Task:
    """A task of the plan with the problem as it is now, None once it was retired, and how it was done when."""

    row: StudyTask
    problem: Problem | None
    done: Literal["solved", "ticked"] | None
    done_at: datetime | None

    @property
    def minutes(self) -> int:
        return self.row.minutes


async def study(session: AsyncSession, clock: Clock, actor: Actor) -> Study:
    """The plan and where one left off; a guest has neither."""
    if actor.guest:
        return Study(plan=None, left_off=[])
    rows = await repository.left_off(session, actor.id, MOST_LEFT_OFF)
    left_off = [LeftOff.model_validate(row, from_attributes=True) for row in rows]
    return Study(plan=await plan(session, clock, actor), left_off=left_off)


async def plan(session: AsyncSession, clock: Clock, actor: Actor) -> PlanView | None:
    """The plan as it is today; what was retired since is replaced."""
    kept = await repository.plan(session, actor.id)
    if kept is None:
        return None
    tasks = await _tasks(session, actor)
    if any(_retired(each) for each in tasks):
        await repository.plan(session, actor.id, lock=True)
        await _replace(session, clock, actor, kept, await _tasks(session, actor))
        tasks = await _tasks(session, actor)
    held = await repository.held(session, actor.id)
    return _view(kept, tasks, held, await drill.overview(session, clock, actor))


async def make(session: AsyncSession, clock: Clock, actor: Actor, wish: PlanIn) -> PlanView:
    """Plan, or plan again: what is done stays, all else is chosen anew. Invalid for a day that is over or far off."""
    overview = await drill.overview(session, clock, actor)
    _check(wish, overview.day)
    values = {**wish.model_dump(), "weekdays": sorted(wish.weekdays), "arranged_at": clock.now()}
    await repository.keep(session, actor.id, values)
    kept = await repository.plan(session, actor.id, lock=True)
    if kept is None:  # given up in another tab a moment ago
        raise NotFound
    tasks = await _tasks(session, actor)
    await repository.drop_tasks(session, [each.row.id for each in tasks if not each.done])
    done = [each for each in tasks if each.done]
    rhythm, spent = _rhythm(kept), _spent(done, overview.day, overview.settings.time_zone)
    chosen = await _choices(session, clock, actor, kept, {each.row.problem_id for each in done})
    laid = lay(chosen, rhythm, overview.day, spent=spent)
    _write(session, clock, actor, await _titles(session, laid), laid, after=len(done))
    await session.flush()
    held = await repository.held(session, actor.id)
    return _view(kept, await _tasks(session, actor), held, overview)


async def drop(session: AsyncSession, actor: Actor) -> None:
    """Give the plan up."""
    await repository.drop(session, actor.id)


async def tick(session: AsyncSession, clock: Clock, actor: Actor, task_id: UUID, *, done: bool) -> PlanView:
    """Tick a task off, or take that back. One that was solved stays done."""
    await repository.plan(session, actor.id, lock=True)  # another tab may be planning again
    task = await repository.task(session, actor.id, task_id)
    if done != (task.done_at is not None):
        task.done_at = clock.now() if done else None
    await session.flush()
    found = await plan(session, clock, actor)
    if found is None:
        raise NotFound
    return found


def _check(wish: PlanIn, today: date) -> None:
    first, last = today + timedelta(days=1), today + timedelta(days=MOST_DAYS)
    if not first <= wish.target_on <= last:
        told = f"Choose a day from {first:%-d %B %Y} to {last:%-d %B %Y}."
        raise Invalid(told, errors=[{"field": "target_on", "message": told}])
    rhythm = Rhythm(frozenset(wish.weekdays), wish.minutes, wish.target_on)
    if not rhythm.days_from(today):
        told = "None of these weekdays comes before that day."
        raise Invalid(told, errors=[{"field": "weekdays", "message": told}])


def _rhythm(kept: StudyPlan) -> Rhythm:
    return Rhythm(frozenset(kept.weekdays), kept.minutes, kept.target_on)


async def _tasks(session: AsyncSession, actor: Actor) -> list[_Task]:
    rows = await repository.tasks(session, actor.id)
    found = await problems.choose(session, [row.problem_id for row in rows if row.problem_id])
    there, solved = {problem.id: problem for problem in found}, await repository.solved(session, actor.id)
    return [_task(row, there, solved) for row in rows]


def _task(row: StudyTask, there: dict[UUID, Problem], solved: dict[UUID, datetime]) -> _Task:
    if row.problem_id is None:
        return _Task(row, None, None, None)
    at = solved.get(row.problem_id)
    problem = there.get(row.problem_id)
    if at is not None and at >= row.added_at:
        return _Task(row, problem, "solved", at if row.done_at is None else min(at, row.done_at))
    return _Task(row, problem, "ticked" if row.done_at else None, row.done_at)


def _retired(task: _Task) -> bool:
    return task.row.problem_id is not None and task.problem is None and task.done is None


async def _choices(
    session: AsyncSession, clock: Clock, actor: Actor, kept: StudyPlan, without: Iterable[UUID | None]
) -> list[Chosen]:
    """What can be planned, the first to practise first."""
    ranked, there = await readiness.needs(session, clock, actor)
    needs = {
        pattern: Need(int(each.urgency[0]), each.criterion, each.reason) if each else _SETTLED
        for pattern, each in ranked.items()
    }
    found = await problems.browse(session, actor, pattern=None, level=None, minutes=None, text=None)
    ids = {(problem.pattern, problem.slug): problem.id for problem in found}
    closed = {*without, *await repository.held(session, actor.id), *await repository.solved(session, actor.id)}
    offers = [
        Offer(ids[each.pattern, each.slug], each.pattern, each.level, each.minutes, each.offers, each.familiar)
        for each in there
    ]
    return choose(needs, [each for each in offers if each.problem_id not in closed], kept.level)


async def _titles(session: AsyncSession, laid: Laid[Chosen]) -> dict[UUID, str]:
    ids = [each.offer.problem_id for day in laid.days for each in day.tasks]
    return {each.id: each.current.title for each in await problems.choose(session, ids) if each.current}


def _write(
    session: AsyncSession, clock: Clock, actor: Actor, titles: dict[UUID, str], laid: Laid[Chosen], *, after: int
) -> None:
    placed = [(day.on, each) for day in laid.days for each in day.tasks]
    session.add_all(
        StudyTask(
            user_id=actor.id,
            position=position,
            problem_id=each.offer.problem_id,
            pattern=each.offer.pattern,
            title=titles[each.offer.problem_id],
            minutes=each.minutes,
            reason=each.reason,
            planned_on=on,
            added_at=clock.now(),
        )
        for position, (on, each) in enumerate(placed, after)
    )


async def _replace(session: AsyncSession, clock: Clock, actor: Actor, kept: StudyPlan, tasks: list[_Task]) -> None:
    """Put something in the place of each retired problem. The plan is locked: another tab finds it done."""
    planned = {each.row.problem_id for each in tasks}
    for row in [each.row for each in tasks if _retired(each)]:
        found = instead(row.pattern, await _choices(session, clock, actor, kept, planned))
        row.instead_of, row.problem_id = row.title, None
        if found is not None:
            row.problem_id, row.pattern, row.minutes = found.offer.problem_id, found.offer.pattern, found.minutes
            [problem] = await problems.choose(session, [found.offer.problem_id])
            row.title = problem.current.title if problem.current else row.title
            row.reason, row.added_at = found.reason, clock.now()
            planned.add(row.problem_id)
    await session.flush()


def _spent(done: Iterable[_Task], day: date, zone: str) -> int:
    """Minutes of problems that were done today."""
    return sum(each.minutes for each in done if each.done_at and days.today(each.done_at, zone) >= day)


def _view(kept: StudyPlan, tasks: list[_Task], held: set[UUID], overview: Overview) -> PlanView:
    day, zone, rhythm = overview.day, overview.settings.time_zone, _rhythm(kept)
    done = [each for each in tasks if each.done]
    open_ones = [each for each in tasks if each.problem and not each.done and each.row.problem_id not in held]
    laid = lay(open_ones, rhythm, day, spent=_spent(done, day, zone))
    here = [each for each in laid.days if each.on == day]
    finished = [each for each in done if each.done_at and days.today(each.done_at, zone) >= day]
    return PlanView(
        goal=kept.goal,
        level=kept.level,
        target_on=kept.target_on,
        minutes=kept.minutes,
        weekdays=kept.weekdays,
        time_zone=zone,
        day=day,
        over=day >= kept.target_on,
        days_left=len(laid.days),
        practises_today=bool(here),
        done=len(done),
        total=len(done) + len(open_ones),
        missed=sum(each.row.planned_on < day for each in open_ones),
        today=[_shown(each) for each in [*finished, *(each for found in here for each in found.tasks)]],
        drill=DrillView(left=overview.due + overview.new, minutes=rhythm.drill_minutes),
        days=[DayView(on=each.on, tasks=[_shown(task) for task in each.tasks]) for each in laid.days if each.on > day],
        no_room=[_shown(each) for each in laid.left],
        gone=[each.row.instead_of for each in tasks if each.row.problem_id is None and each.row.instead_of],
    )


def _shown(task: _Task) -> TaskView:
    version = task.problem.current if task.problem else None
    return TaskView(
        id=task.row.id,
        pattern=task.row.pattern,
        slug=task.problem.slug if task.problem else None,
        title=version.title if version else task.row.title,
        level=version.level if version else "",
        minutes=task.minutes,
        reason=task.row.reason,
        planned_on=task.row.planned_on,
        instead_of=task.row.instead_of,
        done=task.done,
    )
