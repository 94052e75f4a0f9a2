"""Taking a version on its way, into a pilot and out to everybody; what a step needs beside its state is asked here.

A pilot is solved blind: as an ordinary attempt, by somebody on the staff who has seen neither draft nor package before
their submission was accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts.models import Attempt
from app.errors import Invalid, NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.problems import lifecycle, openings, upgrades
from app.problems import repository as problems
from app.problems import service as packages
from app.problems.errors import LookedInside, NotSolvedBlind, ReasonMissing, WrongVersionState
from app.problems.lifecycle import Because, State, Step
from app.problems.models import ProblemVersion
from app.problems.package_error import PackageError
from app.studio import drafts, repository, verifying

MAX_REASON = 1000
EXPLAINED = frozenset({Step.RESTORE, Step.LEAK})


@dataclass(frozen=True, slots=True)
class Solved:
    """A blind solve that counts."""

    execution_id: UUID
    user_id: UUID
    at: datetime


async def take(
    session: AsyncSession, clock: Clock, actor: Actor, version_id: UUID, step: Step, *, reason: str = ""
) -> ProblemVersion:
    """One step of a version's life.

    Raises:
        NotFound, WrongVersionState, ReasonMissing, NotSolvedBlind, VersionTaken, Invalid
    """
    version = await problems.version_locked(session, version_id)
    if step is Step.VERIFY or not actor.may(Permission.STUDIO):
        raise NotFound
    said = reason.strip()
    if len(said) > MAX_REASON:
        raise Invalid(f"A reason has at most {MAX_REASON} characters.")
    if step in EXPLAINED and not said:
        raise ReasonMissing
    because, now = Because(reason=said or None), clock.now()
    if step is Step.PUBLISH and version.state == State.PILOT:
        await upgrades.refuse_taken(session, packages.package_of(version))
        because = await _blind_or_waived(session, actor, version, said)
    await lifecycle.take(session, actor, version, step, at=now, because=because)
    if step is Step.PUBLISH:
        await _close_draft(session, version, now)
    return version


async def _blind_or_waived(session: AsyncSession, actor: Actor, version: ProblemVersion, reason: str) -> Because:
    solved = await blind_solve(session, version)
    if solved is not None:
        return Because(reason=reason or None, execution_id=solved.execution_id)
    if not reason or not actor.may(Permission.WAIVE):
        raise NotSolvedBlind
    return Because(reason=reason, waived=True)


async def blind_solve(session: AsyncSession, version: ProblemVersion) -> Solved | None:
    """The first accepted pilot submission of somebody who had not looked inside by then."""
    opened = await problems.openings(session, version.problem_id)
    for execution_id, user_id, at in await attempts.accepted(session, version.id, "pilot"):
        if user_id not in opened or opened[user_id] > at:
            return Solved(execution_id, user_id, at)
    return None


async def _close_draft(session: AsyncSession, version: ProblemVersion, now: datetime) -> None:
    """The draft whose text was published is done; one that has moved on stays open."""
    draft = await repository.open_draft(session, version.problem_id, version.problem.pattern, version.problem.slug)
    if draft is None or draft.problem_id != version.problem_id:
        return
    _, files = await drafts.files(session, draft.id)
    if files == version.files:
        await drafts.close(session, draft.id, now)


async def pilots(session: AsyncSession, actor: Actor) -> list[tuple[ProblemVersion, bool]]:
    """The pilots there are, for anybody on the staff; with each whether the person has looked inside."""
    _require_staff(actor)
    opened = await problems.opened_by(session, actor.id)
    return [(version, version.problem_id in opened) for version in await problems.all_in_state(session, State.PILOT)]


async def pilot(session: AsyncSession, actor: Actor, version_id: UUID) -> tuple[ProblemVersion, bool]:
    """A pilot, and whether the person has looked inside. NotFound, WrongVersionState (it is none any more)."""
    _require_staff(actor)
    version = await problems.version_by_id(session, version_id)
    if version.state == State.DRAFT:
        raise NotFound
    if version.state != State.PILOT:
        raise WrongVersionState(f"This version is {version.state} by now; it is not piloted.", state=version.state)
    return version, await openings.has_opened(session, actor.id, version.problem_id)


async def solve(session: AsyncSession, clock: Clock, actor: Actor, version_id: UUID) -> Attempt:
    """The person's attempt at a pilot; the first visit makes it. LookedInside for whoever cannot be blind any more."""
    version, opened = await pilot(session, actor, version_id)
    if opened:
        raise LookedInside
    return await attempts.open_aside(session, clock, actor, version, "pilot")


async def tries(session: AsyncSession, version: ProblemVersion) -> Sequence[Attempt]:
    """Who has begun to solve a pilot. Asks for nobody's right: the caller has."""
    return await attempts.tries(session, version.id, "pilot")


async def try_draft(session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID) -> Attempt:
    """The author's own attempt at the draft as it stands, in the ordinary workspace; it counts for nothing.

    Raises:
        Invalid (it is no package), DraftClosed, NotFound
    """
    draft = await drafts.writable(session, actor, draft_id)
    await openings.note(session, actor, draft.problem_id, clock.now())
    try:
        version = await verifying.text_of(session, clock, draft)
    except PackageError as error:
        first = error.each[0]
        raise Invalid(f"The draft cannot be tried yet. {first}") from error
    return await attempts.open_aside(session, clock, actor, version, "trial")


async def draft_offer(session: AsyncSession, clock: Clock, actor: Actor, offer_id: UUID) -> UUID:
    """Work an offer of the bank in by hand: a draft that begins with its files. DraftOpen, NotFound, OfferDecided."""
    found = await upgrades.offered(session, actor, offer_id)
    made = await drafts.create_from_files(session, clock, actor, found.problem.slug, found.files)
    await upgrades.decide(session, clock, actor, offer_id, "drafted")
    return made


def _require_staff(actor: Actor) -> None:
    if actor.guest or not actor.may(Permission.TAKE_PART):
        raise NotFound
