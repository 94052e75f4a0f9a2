"""Putting a draft's text through the gates: asking for it, calling it off, reading what came of it.

The text is kept as a version in the state draft, so that the draft can be typed on meanwhile. The worker's part is in
`verifying_work`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.record import CHANNEL
from app.errors import AlreadyRunning, HoldoutError
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.kit.jobs import enqueue
from app.kit.notify import notify
from app.problems import openings, upgrades
from app.problems import repository as problems
from app.problems.lifecycle import Origin
from app.problems.loader import Package, build
from app.problems.models import ProblemVersion
from app.problems.package import Check
from app.problems.package_error import PackageError, raise_together
from app.problems.verify import Fault, Report
from app.problems.verify.budget import MOST, false_alarms
from app.studio import drafts, inspecting
from app.studio import verifications_repository as repository
from app.studio.models import PackageDraft, Verification, VerificationEvent

TASK = "studio:verify"
QUEUE = "verifying"  # of its own: an author waits for it, but never in front of somebody who is graded
KEEP = 20  # verifications of a draft; older ones are forgotten


async def request(
    session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID, *, mutants: bool = False
) -> Verification:
    """Verify the draft as it stands. What is no package at all is told at once, without a worker.

    Raises:
        AlreadyRunning, DraftClosed, NotFound
    """
    draft = await drafts.writable(session, actor, draft_id)
    active = await repository.active(session, draft_id)
    if active is not None:
        raise AlreadyRunning(verification=str(active))
    now = clock.now()
    await openings.note(session, actor, draft.problem_id, now)
    made = Verification(
        id=uuid4(),
        draft_id=draft_id,
        revision=draft.revision,
        mutants=mutants,
        status="queued",
        tries=0,
        last_seq=0,
        requested_by=actor.id,
        created_at=now,
    )
    session.add(made)
    try:
        made.version_id = (await text_of(session, clock, draft)).id
    except PackageError as error:
        await session.flush()
        faults = [Fault("schema", _at(each), each.message, each.remedy) for each in error.each]
        made.status, made.passed, made.finished_at = "finished", False, now
        made.report = Report(f"{draft.pattern}/{draft.slug}", faults).as_json()
        await append(session, made, [("gate", gate("schema", faults)), ("finished", {"passed": False})], clock)
    else:
        await session.flush()
        await append(session, made, [("queued", {})], clock)
        await put_in(session, made)
    await repository.forget(session, draft_id, KEEP)
    return made


async def text_of(session: AsyncSession, clock: Clock, draft: PackageDraft) -> ProblemVersion:
    """The draft's text (the draft is locked) as a version; PackageError where it is no package."""
    revision, files = await drafts.keep(session, draft.id)
    del revision
    found = await inspecting.faults(draft, files)  # in a process of its own: nobody knows yet what the text does
    raise_together(PackageError(each.path, each.message, remedy=each.remedy, line=each.line) for each in found)
    package = await asyncio.to_thread(build, draft.pattern, draft.slug, files)
    problem = await problems.locked(session, draft.problem_id) or await upgrades.new_problem(session, package)
    return await upgrades.insert_version(session, problem, package, Origin.STUDIO, clock.now())


async def taken_fault(session: AsyncSession, package: Package) -> list[Fault]:
    """Why a text cannot be published under its number, as a fault of the gate about versions."""
    try:
        await upgrades.refuse_taken(session, package)
    except HoldoutError as error:
        message, _, remedy = error.message.partition(". ")
        return [Fault("version", "problem.yaml", message, remedy)]
    return []


def _at(error: PackageError) -> str:
    return f"{error.file}:{error.line}" if error.line else error.file


def gate(name: str, faults: list[Fault]) -> dict[str, Any]:
    """The event of a family of gates that is through."""
    return {"gate": name, "faults": [asdict(fault) for fault in faults]}


async def put_in(session: AsyncSession, made: Verification) -> None:
    """Write its job, in the caller's transaction."""
    made.job_id = await enqueue(session, TASK, queue=QUEUE, priority=0, verification_id=str(made.id))
    await session.flush()


async def append(
    session: AsyncSession, made: Verification, events: list[tuple[str, dict[str, Any]]], clock: Clock
) -> None:
    """Write events of a verification (locked) and wake whoever watches."""
    now = clock.now()
    for kind, data in events:
        made.last_seq += 1
        session.add(VerificationEvent(verification_id=made.id, seq=made.last_seq, type=kind, data=data, at=now))
    await session.flush()
    await notify(session, CHANNEL, str(made.id))


async def cancel(session: AsyncSession, clock: Clock, actor: Actor, verification_id: UUID) -> Verification:
    """Call a verification off; one that is over stays as it is. The worker notices within a second."""
    await repository.by_id(session, actor, verification_id)
    made = await repository.locked(session, verification_id)
    assert made is not None  # noqa: S101 - it was there a moment ago, and nothing removes one that is read
    if made.status in repository.ACTIVE:
        made.status, made.finished_at = "cancelled", clock.now()
        await append(session, made, [("cancelled", {})], clock)
    return made


def plan(package: Package) -> dict[str, Any]:
    """What the matrices will hold: checks and solutions, of the problem and of each twist."""
    twists = [_matrix(each.id, each.problem, each.spec.checks.add) for each in package.twists.values()]
    return {
        "matrices": [_matrix("", package, package.spec.checks), *twists],
        "alpha": {"spent": false_alarms(package), "most": MOST},
        "bugs": bool(package.spec.bugs),
    }


def _matrix(twist: str, part: Package, own: Sequence[Check]) -> dict[str, Any]:
    """Checks and open decisions across, solutions down: a decision that is not kept catches as a check does."""
    solutions = [*part.solutions("accepted"), *part.solutions("rejected")]
    return {
        "twist": twist,
        "checks": [*(check.id for check in part.spec.checks), *(f"policy/{each.id}" for each in part.spec.policies)],
        "needed": [check.id for check in own if check.required],
        "solutions": [
            {"name": each.path.removeprefix("solutions/"), "caught_by": list(each.caught_by)} for each in solutions
        ],
    }
