"""Gradings nobody asked for: of an interview's texts, after it, before which everything else goes.

They have no events and no place on the timeline; what they find is read here, by slices that show it to staff only.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import sittings_repository
from app.attempts.models import Attempt, Execution
from app.attempts.queueing import enqueue_grading
from app.attempts.schemas import ASKED, BACKGROUND, Background
from app.kit.clock import Clock


@dataclass(frozen=True, slots=True)
class Material:
    """What is graded, as the interview had made the problem at that moment; without a `seed`, with a new one.

    `turn` is how many others of the interview were put in before it: by it interviews take turns.
    """

    kind: Background
    solution: str
    checks: str = ""
    revision: int = 0
    twist_id: str | None = None
    binds: dict[str, str] = field(default_factory=dict)
    seed: str | None = None
    turn: int = 0


async def put_in(session: AsyncSession, clock: Clock, attempt: Attempt, given: Material) -> Execution:
    """Row and job, in the caller's transaction."""
    execution = Execution(
        id=uuid4(),
        attempt_id=attempt.id,
        kind=given.kind,
        status="queued",
        revision=given.revision,
        solution=given.solution,
        checks=given.checks,
        seed=given.seed or secrets.token_hex(32),
        twist_id=given.twist_id,
        binds=given.binds,
        tries=0,
        last_seq=0,
        created_at=clock.now(),
    )
    session.add(execution)
    await session.flush()
    await enqueue_grading(session, execution, turn=given.turn)
    return execution


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an execution found, without data: examples and own checks by name; by check, what kills and ladders told."""

    loads: bool = True
    examples: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    kills: dict[str, str] = field(default_factory=dict)
    ladders: dict[str, str] = field(default_factory=dict)


async def progress(session: AsyncSession, interview_id: UUID) -> tuple[int, int]:
    """How many of an interview's background gradings are over, and how many there are."""
    return await sittings_repository.progress(session, interview_id, BACKGROUND)


async def is_waited_for(session: AsyncSession, interview_id: UUID) -> bool:
    """Whether a run or submission of the interview is not through yet."""
    done, total = await sittings_repository.progress(session, interview_id, ASKED)
    return done < total


async def all_of_interview(session: AsyncSession, interview_id: UUID) -> list[Execution]:
    """Every execution of an interview, in order, with attempt and verdict."""
    return await sittings_repository.everything(session, interview_id)


async def outcomes(session: AsyncSession, executions: Sequence[Execution]) -> dict[UUID, Outcome]:
    """By execution: what it found, in the try that counts."""
    found: dict[UUID, Outcome] = {}
    for execution_id, kind, name, state in await sittings_repository.outcomes(
        session, [each.id for each in executions]
    ):
        before = found.setdefault(execution_id, Outcome())
        if kind == "compiled":
            found[execution_id] = replace(before, loads=state == "true")
        elif name is not None and state is not None:
            _place(before, kind)[name] = state
    return found


def _place(outcome: Outcome, kind: str) -> dict[str, str]:
    places = {"example_done": outcome.examples, "own_check_done": outcome.own, "kill": outcome.kills}
    return places.get(kind, outcome.ladders)
