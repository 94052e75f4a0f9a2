"""The life of a problem's version: which states there are, which step leads from which to which, and whose it is.

The table `STEPS` is all of it (docs/lifecycle.md shows it, and a test compares the two). What a step needs beside the
state, such as a blind solve, is asked by the slice that takes it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import NotFound, WrongVersionState
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.problems import repository
from app.problems.models import ProblemVersion, ProblemVersionStep


class State(StrEnum):
    """Where a version is in its life. Only the published one of a problem is practised and planned."""

    DRAFT = "draft"
    VERIFIED = "verified"
    PILOT = "pilot"
    PUBLISHED = "published"
    RETIRED = "retired"
    LEAKED = "leaked"


class Origin(StrEnum):
    """Who made a version: the bank that comes with a release, the desk here, or a package brought from elsewhere."""

    BANK = "bank"
    STUDIO = "studio"
    IMPORT = "import"


class Step(StrEnum):
    """What is done to a version."""

    VERIFY = "verify"
    REWORK = "rework"
    PILOT = "pilot"
    PUBLISH = "publish"
    RETIRE = "retire"
    RESTORE = "restore"
    LEAK = "leak"


@dataclass(frozen=True, slots=True)
class Way:
    """From which states a step leads where, who may take it, and what it needs beside that."""

    since: tuple[State, ...]
    to: State
    permission: Permission
    needs: str


STEPS: dict[Step, Way] = {
    Step.VERIFY: Way((State.DRAFT,), State.VERIFIED, Permission.STUDIO, "every gate holds for exactly this text"),
    Step.REWORK: Way(
        (State.VERIFIED, State.PILOT), State.DRAFT, Permission.STUDIO, "nothing; also when a newer text is verified"
    ),
    Step.PILOT: Way((State.VERIFIED,), State.PILOT, Permission.STUDIO, "nothing"),
    Step.PUBLISH: Way(
        (State.PILOT,),
        State.PUBLISHED,
        Permission.STUDIO,
        "a second person solved it blind, or an administrator waives it with a reason",
    ),
    Step.RETIRE: Way(
        (State.PUBLISHED,), State.RETIRED, Permission.STUDIO, "nothing; also when a newer version is published"
    ),
    Step.RESTORE: Way((State.RETIRED,), State.PUBLISHED, Permission.STUDIO, "a reason"),
    Step.LEAK: Way((State.PILOT, State.PUBLISHED, State.RETIRED), State.LEAKED, Permission.STUDIO, "a reason"),
}
_ACTIONS = {
    Step.VERIFY: Action.VERSION_VERIFIED,
    Step.REWORK: Action.VERSION_REWORKED,
    Step.PILOT: Action.VERSION_PILOTED,
    Step.PUBLISH: Action.VERSION_PUBLISHED,
    Step.RETIRE: Action.VERSION_RETIRED,
    Step.RESTORE: Action.VERSION_RESTORED,
    Step.LEAK: Action.VERSION_LEAKED,
}


@dataclass(frozen=True, slots=True)
class Because:
    """Why a step is taken: words of whoever takes it, and the execution that shows it, where there are such.

    `asked_by` had a worker do it: the step is that person's, whatever they may do by the time it is done.
    """

    reason: str | None = None
    execution_id: UUID | None = None
    waived: bool = False
    asked_by: UUID | None = None


NO_REASON = Because()


def possible(version: ProblemVersion, actor: Actor) -> list[Step]:
    """The steps the person may take with a version as it is. To verify is the gates' own step."""
    state = State(version.state)
    return [
        step
        for step, way in STEPS.items()
        if state in way.since and actor.may(way.permission) and step is not Step.VERIFY
    ]


async def take(
    session: AsyncSession,
    actor: Actor | None,
    version: ProblemVersion,
    step: Step,
    *,
    at: datetime,
    because: Because = NO_REASON,
) -> None:
    """Move a version (locked, with its problem) on, and its problem with it; without an actor, Holdout itself does.

    Raises:
        NotFound (not theirs to do), WrongVersionState
    """
    way = STEPS[step]
    if actor is not None and not actor.may(way.permission):
        raise NotFound
    if State(version.state) not in way.since:
        raise WrongVersionState(
            f"Version {version.version} is {version.state}. {step.capitalize()} is for one that is "
            f"{' or '.join(way.since)}.",
            state=version.state,
        )
    if way.to is State.PUBLISHED:
        await install(session, actor, version, step, at=at, because=because)
        return
    if version.problem.current_version_id == version.id:
        version.problem.current_version_id = None
    await record(session, actor, version, step, at=at, because=because)
    await session.flush()


async def install(
    session: AsyncSession, actor: Actor | None, version: ProblemVersion, step: Step, *, at: datetime, because: Because
) -> None:
    """Make a version (locked, with its problem) the published one; what was it so far is retired."""
    for other in await repository.in_state(session, version.problem_id, State.PUBLISHED):
        replaced = Because(reason=f"replaced by {version.version}")
        await record(session, actor, other, Step.RETIRE, at=at, because=replaced)
    await session.flush()
    await record(session, actor, version, step, at=at, because=because)
    version.problem.current_version_id = version.id
    await session.flush()


async def make_room(
    session: AsyncSession, actor: Actor | None, version: ProblemVersion, at: datetime, asked_by: UUID | None = None
) -> None:
    """Another text that was verified under this version's number, and is not published, is a draft again."""
    other = await repository.version_of(session, version.problem_id, version.version)
    if other is not None and other.id != version.id and State(other.state) in STEPS[Step.REWORK].since:
        newer = Because(reason="a newer text was verified", asked_by=asked_by)
        await record(session, actor, other, Step.REWORK, at=at, because=newer)
        await session.flush()


async def record(
    session: AsyncSession,
    actor: Actor | None,
    version: ProblemVersion,
    step: Step,
    *,
    at: datetime,
    because: Because,
) -> None:
    """Write a step down: in the version, its history and the audit log."""
    before, version.state, version.state_at = version.state, STEPS[step].to, at
    by = actor.id if actor else because.asked_by
    session.add(
        ProblemVersionStep(
            version_id=version.id,
            step=str(step),
            state=version.state,
            at=at,
            by=by,
            reason=because.reason,
            execution_id=because.execution_id,
            waived=because.waived,
        )
    )
    facts: dict[str, str | int | bool | None] = {
        "problem": str(version.problem_id),
        "version": version.version,
        "before": before,
    }
    if because.execution_id is not None:
        facts["execution"] = str(because.execution_id)
    if because.waived:
        facts["waived"] = True
    reason = {actor.id: {"reason": because.reason}} if actor and because.reason else {}
    subject = audit.Subject("problem_version", version.id)
    await audit.append(session, _ACTIONS[step], at=at, actor_id=by, subject=subject, facts=facts, personal=reason)
