"""Which gradings an ended interview still needs; each is put in once, however often this is asked."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import background, sittings
from app.attempts.background import Material
from app.attempts.models import Attempt, Execution
from app.attempts.sittings import Sitting
from app.evidence import assemble, guards, moments, repository
from app.evidence.criteria.validation import trial
from app.evidence.findings import ACCEPTED, REJECTED
from app.evidence.models import Ablated, Caught
from app.evidence.moments import Moment
from app.evidence.reading import stories
from app.evidence.session import Session
from app.interviews import problems
from app.interviews.models import Interview
from app.kit.clock import Clock
from app.problems.loader import Package

MOST_CAUGHT, MOST_TRUSTED = 12, 5  # misconceptions, and right solutions, that own checks are run on


@dataclass
class _Plan:
    """What is there already, and how more is put in."""

    session: AsyncSession
    clock: Clock
    interview: Interview
    known: Session
    executions: dict[UUID, Execution]
    attempts: dict[int, Attempt] = field(default_factory=dict)
    put: int = 0

    async def put_in(self, position: int, material: Material) -> Execution:
        if position not in self.attempts:
            self.attempts[position] = await self._attempt(position)
        material = replace(material, turn=self.put)
        execution = await background.put_in(self.session, self.clock, self.attempts[position], material)
        self.put += 1
        self.executions[execution.id] = execution
        return execution

    async def _attempt(self, position: int) -> Attempt:
        place = problems.place_of(self.interview, position)
        if self.interview.candidate is None or place.problem_version_id is None:
            raise ValueError("an interview that began has a candidate and its problems")
        sitting = Sitting(
            interview_id=self.interview.id,
            position=position,
            candidate_id=self.interview.candidate.user_id,
            problem_id=place.problem_id,
            problem_version_id=place.problem_version_id,
            twist_id=place.twist_id,
            binds={},
        )
        return await sittings.attempt_at(self.session, self.clock, sitting)

    def stands(self, execution_id: UUID) -> bool:
        """Whether an execution found something, or will."""
        found = self.executions.get(execution_id)
        return found is not None and found.status != "platform_error"


async def fill(session: AsyncSession, clock: Clock, interview: Interview) -> None:
    """Put in what is missing: snapshots, and of each problem's last text ablations and catches."""
    executed = await background.all_of_interview(session, interview.id)
    known = await assemble.session_of(session, interview, executed)
    plan = _Plan(session, clock, interview, known, {each.id: each for each in executed})
    chosen = await asyncio.to_thread(moments.pick, known, _asked(interview, executed))
    for moment, baseline in zip(chosen, await _snapshots(plan, chosen), strict=True):
        if moment.last:
            await _ablations(plan, moment, baseline)
            await _catches(plan, moment)


def _asked(interview: Interview, executed: Sequence[Execution]) -> list[Moment]:
    """The runs and submissions as moments; a submission that the platform could not grade is graded as a run's text."""
    found = []
    for each in executed:
        position = each.attempt.position
        if each.kind not in {"run", "submission"} or position is None:
            continue
        graded = each.kind == "submission" and each.status == "finished"
        found.append(
            Moment(
                position=position,
                seq=each.revision,
                at=assemble.seconds(interview, each.created_at),
                why="submission" if graded else "run",
                solution=each.solution,
                twist=each.twist_id,
                binds=each.binds,
                execution=each.id if graded else None,
            )
        )
    return found


async def _snapshots(plan: _Plan, chosen: Sequence[Moment]) -> list[Execution]:
    """The grading of each moment; equal texts share one."""
    before = await repository.snapshots(plan.session, plan.interview.id)
    there = {(row.position, row.at, row.why): row.execution_id for row in before if plan.stands(row.execution_id)}
    places = [(each.position, assemble.moment(plan.interview, each.at), each.why) for each in chosen]
    graded = {each.graded: each.execution for each in chosen if each.execution is not None}
    for moment, place in zip(chosen, places, strict=True):
        if place in there:
            graded.setdefault(moment.graded, there[place])
    found = []
    for moment, place in zip(chosen, places, strict=True):
        execution_id = moment.execution or graded.get(moment.graded)
        if execution_id is None:
            execution_id = (await plan.put_in(moment.position, _material(moment))).id
            graded[moment.graded] = execution_id
        found.append(plan.executions[execution_id])
        if there.get(place) != execution_id:
            await repository.keep_snapshot(plan.session, _row(plan.interview, moment, execution_id))
    return found


def _material(moment: Moment) -> Material:
    return Material("snapshot", moment.solution, revision=moment.seq, twist_id=moment.twist, binds=dict(moment.binds))


def _row(interview: Interview, moment: Moment, execution_id: UUID) -> dict[str, object]:
    return {
        "interview_id": interview.id,
        "position": moment.position,
        "seq": moment.seq,
        "at": assemble.moment(interview, moment.at),
        "why": moment.why,
        "execution_id": execution_id,
    }


async def _ablations(plan: _Plan, last: Moment, baseline: Execution) -> None:
    """The last text without each guard, on the hidden inputs that the whole of it met."""
    found = await repository.ablations(plan.session, plan.interview.id)
    there = [row for row in found if row.position == last.position]
    if there and all(row.baseline_id == baseline.id and plan.stands(row.execution_id) for row in there):
        return
    await repository.forget(plan.session, Ablated, [row.id for row in there])
    for each in await asyncio.to_thread(guards.ablations, last.solution):
        material = Material(
            "ablation",
            each.source,
            revision=last.seq,
            twist_id=baseline.twist_id,
            binds=baseline.binds,
            seed=baseline.seed,
        )
        execution = await plan.put_in(last.position, material)
        plan.session.add(
            Ablated(
                interview_id=plan.interview.id,
                position=last.position,
                line=each.line,
                code=each.code,
                baseline_id=baseline.id,
                execution_id=execution.id,
            )
        )


async def _catches(plan: _Plan, last: Moment) -> None:
    """The candidate's own checks, as they were run, on solutions of the package."""
    run = next((trial(story) for story in stories(plan.known) if story.position == last.position), None)
    checks = run.checks if run is not None else ""
    found = await repository.catches(plan.session, plan.interview.id)
    there = [row for row in found if row.position == last.position]
    if there and all(
        plan.executions[row.execution_id].checks == checks and plan.stands(row.execution_id) for row in there
    ):
        return
    await repository.forget(plan.session, Caught, [row.id for row in there])
    if not checks.strip():
        return
    placed = await problems.placed(plan.session, plan.interview, last.position)
    for path, source in _solutions(placed.package):
        material = Material("catch", source, checks, revision=last.seq, twist_id=last.twist, binds=dict(last.binds))
        execution = await plan.put_in(last.position, material)
        plan.session.add(
            Caught(interview_id=plan.interview.id, position=last.position, path=path, execution_id=execution.id)
        )


def _solutions(package: Package) -> list[tuple[str, str]]:
    """Some of the package's wrong and right solutions."""
    paths = sorted(package.files)
    rejected = guards.spread([path for path in paths if path.startswith(REJECTED)], MOST_CAUGHT)
    accepted = guards.spread([path for path in paths if path.startswith(ACCEPTED)], MOST_TRUSTED)
    return [(path, package.files[path]) for path in (*rejected, *accepted)]
