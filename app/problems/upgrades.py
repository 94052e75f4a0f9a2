"""Bringing the bank of a release into the database, never over what somebody changed here.

A package of the bank is published at once while the version in use came from the bank too. Where that one was made
here, or was retired or leaked here, the bank's is only offered: a person reads the difference and decides.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock, SystemClock
from app.problems import lifecycle, repository
from app.problems.errors import VersionTaken, WrongVersionState
from app.problems.lifecycle import Because, Origin, State, Step
from app.problems.loader import Package, build
from app.problems.models import BankOffer, Problem, ProblemVersion
from app.problems.package_error import PackageError

_CLOCK = SystemClock()
_FROM_BANK = Because(reason="from the bank of a release")  # it has been through the gates there
Decision = Literal["taken", "drafted", "refused"]


@dataclass(frozen=True, slots=True)
class Synced:
    """What a synchronisation did with one package."""

    name: str
    outcome: Literal["added", "unchanged", "offered"]
    version: str


async def sync_package(session: AsyncSession, package: Package, clock: Clock = _CLOCK) -> Synced:
    """Publish a package of the bank, or offer it where somebody changed its problem here; one process at a time.

    Raises:
        PackageError: another problem has its name, or its number is that of a published version with other text
    """
    await repository.alone_with(session, package.spec.uuid)
    problem = await repository.locked(session, package.spec.uuid) or await new_problem(session, package)
    known = await repository.version_of(session, problem.id, package.spec.version)
    if known is not None and known.digest == package.digest:
        return Synced(package.name, "unchanged", known.version)
    if await _changed_here(session, problem, known):
        return Synced(package.name, await _offer(session, problem, package, clock.now()), package.spec.version)
    if known is not None:
        raise PackageError(
            f"{package.name}/problem.yaml",
            f"version {known.version} is published and differs from this package",
            remedy="Raise `version`: what is published never changes, and attempts keep the version they began with.",
        )
    if problem.current is not None and release(package.spec.version) < release(problem.current.version):
        return Synced(package.name, "unchanged", problem.current.version)  # the bank of an older release
    await _rename(session, problem, package)
    version = await insert_version(session, problem, package, Origin.BANK, clock.now())
    await lifecycle.install(session, None, version, Step.PUBLISH, at=clock.now(), because=_FROM_BANK)
    return Synced(package.name, "added", package.spec.version)


def release(version: str) -> tuple[int, ...]:
    """A version number as it is ordered."""
    return tuple(map(int, version.split(".")))


async def new_problem(session: AsyncSession, package: Package) -> Problem:
    """The problem of a package that has none yet."""
    problem = Problem(id=package.spec.uuid, current=None)
    await _rename(session, problem, package)
    session.add(problem)
    await session.flush()
    return problem


async def _rename(session: AsyncSession, problem: Problem, package: Package) -> None:
    """Name and number as the package says; a number that another problem here has is left to it."""
    other = await repository.named(session, package.pattern, package.slug)
    if other not in {None, problem.id}:
        raise PackageError(
            f"{package.name}/problem.yaml",
            f"another problem here, {other}, has the name {package.name}",
            remedy="Give one of the two another folder.",
        )
    taken = await repository.numbers(session, package.pattern)
    number = package.spec.number
    if taken.get(number, problem.id) != problem.id:
        number = next((known for known, owner in taken.items() if owner == problem.id), max(taken) + 1)
    problem.pattern, problem.slug, problem.number = package.pattern, package.slug, number


async def _changed_here(session: AsyncSession, problem: Problem, known: ProblemVersion | None) -> bool:
    """Whether a person here has made, retired or given up what the bank's version would replace."""
    if known is not None and known.origin != Origin.BANK:
        return True
    if problem.current is not None:
        return problem.current.origin != Origin.BANK
    return bool(await repository.versions(session, problem.id))


async def _offer(
    session: AsyncSession, problem: Problem, package: Package, now: datetime
) -> Literal["offered", "unchanged"]:
    values: dict[str, object] = {
        "problem_id": problem.id,
        "version": package.spec.version,
        "digest": package.digest,
        "files": dict(package.files),
        "state": "open",
        "offered_at": now,
    }
    return "offered" if await repository.insert_offer(session, values) else "unchanged"


async def insert_version(
    session: AsyncSession, problem: Problem, package: Package, origin: Origin, now: datetime
) -> ProblemVersion:
    """A package as a version of its problem, in the state draft; where this text is there already, that one."""
    known = await repository.version_with_digest(session, problem.id, package.digest)
    if known is not None:
        return await repository.version_locked(session, known.id)
    spec = package.spec
    version = ProblemVersion(
        problem_id=problem.id,
        problem=problem,
        version=spec.version,
        digest=package.digest,
        title=spec.title,
        summary=spec.summary,
        level=str(spec.level),
        minutes=spec.minutes,
        spec=spec.as_json(),
        files=dict(package.files),
        state=str(State.DRAFT),
        state_at=now,
        origin=str(origin),
    )
    session.add(version)
    await session.flush()
    return version


async def decide(session: AsyncSession, clock: Clock, actor: Actor, offer_id: UUID, decision: Decision) -> BankOffer:
    """Publish what the bank offers, or say that it is worked in by hand or refused.

    Raises:
        NotFound, WrongVersionState (decided already), VersionTaken (it cannot be published under its number)
    """
    offer = await offered(session, actor, offer_id)
    now = clock.now()
    if offer.state != "open":
        raise WrongVersionState(f"This offer was {offer.state} already.", state=offer.state)
    if decision == "taken":
        await _take(session, actor, offer, now)
    offer.state, offer.decided_at, offer.decided_by = decision, now, actor.id
    subject = audit.Subject("problem", offer.problem_id)
    facts = {"version": offer.version, "decision": decision}
    await audit.append(session, Action.BANK_OFFER_DECIDED, at=now, actor_id=actor.id, subject=subject, facts=facts)
    await session.flush()
    return offer


async def offered(session: AsyncSession, actor: Actor, offer_id: UUID) -> BankOffer:
    """An offer, for those who answer for problems."""
    if not actor.may(Permission.STUDIO):
        raise NotFound
    return await repository.offer(session, offer_id)


async def _take(session: AsyncSession, actor: Actor, offer: BankOffer, now: datetime) -> None:
    package = build(offer.problem.pattern, offer.problem.slug, dict(offer.files))
    problem = await refuse_taken(session, package)
    version = await insert_version(session, problem, package, Origin.BANK, now)
    if version.state == State.LEAKED:
        raise WrongVersionState("Exactly this text has leaked here. Refuse the offer.", state=version.state)
    await lifecycle.make_room(session, actor, version, now)
    await lifecycle.install(session, actor, version, Step.PUBLISH, at=now, because=_FROM_BANK)


async def refuse_taken(session: AsyncSession, package: Package) -> Problem:
    """The package's problem, locked. VersionTaken unless the package's number is free and above what is published."""
    said, problem = package.spec.version, await repository.locked(session, package.spec.uuid)
    if problem is None:
        raise NotFound
    known = await repository.version_of(session, problem.id, said)
    if known is not None and known.digest != package.digest and known.state not in {State.VERIFIED, State.PILOT}:
        raise VersionTaken(f"Version {said} is there with other text. Raise `version` in problem.yaml.", version=said)
    if problem.current is not None and release(said) <= release(problem.current.version):
        raise VersionTaken(
            f"Version {problem.current.version} is published, and {said} is not above it. "
            "Raise `version` in problem.yaml.",
            version=problem.current.version,
        )
    return problem
