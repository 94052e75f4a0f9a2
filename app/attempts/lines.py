"""The lines in which gradings wait for a worker: one per priority and need, and whose turn it is in each.

A line is a queue of procrastinate's. What a grading needs of an engine is an environment and a step of memory. A worker
takes from the lines whose need it meets, of each priority so many at once (`taking`), and decides in its engine which
of them runs. In a line a job goes by the moment from which it counts as waiting: when it was asked for, and a turn
later for each that its owner has there already. So one person's hundredth never goes before another's first, and
whatever waits goes before what comes long after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import get_args
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import lines_repository
from app.attempts.schemas import BACKGROUND, REGRADE
from app.errors import QueueFull, TooManyRequests
from sandbox.images import catalogue
from sandbox.job import MEMORY_STEPS, NOBODY_WAITS, Priority, met

QUEUE = "grading"  # of what takes a moment and no engine
BACKGROUND_QUEUE = "background"  # the same, where nobody waits for it
LINES: tuple[Priority, ...] = get_args(Priority)
WAITED_FOR = tuple(line for line in LINES if line not in NOBODY_WAITS)
TURN = timedelta(minutes=1)
IMPATIENCE = timedelta(seconds=30)  # by which a run counts as asked for earlier: it is waited for more impatiently
MOST = 2000
MOST_OF_ONE = 20
FULL_SECONDS, ONE_SECONDS = 60, 10  # until it is worth another try
IN_INTERVIEW: dict[str, Priority] = {"run": "live_run", "submission": "live_submit", "check": "practice"}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_APART = 2**29  # seconds from one line's priorities to the next's: no job ever waits for seventeen years


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job waits; a higher `priority` is taken earlier."""

    line: Priority
    need: str
    priority: int

    @property
    def queue(self) -> str:
        """The queue's name."""
        return f"{self.line}.{self.need}"

    @property
    def older_queue(self) -> str:
        """Where workers of the release before look for it."""
        return QUEUE if self.line in WAITED_FOR else BACKGROUND_QUEUE


def is_live(interview_id: UUID | None, purpose: str) -> bool:
    """Whether what is asked for goes before all practice: in an interview, unless two people practise it."""
    return interview_id is not None and purpose != "mock"


def line_of(kind: str, *, live: bool) -> Priority:
    """The line of an execution of this kind; `live` is one of an interview that is no practice."""
    if kind == REGRADE:
        return "regrade"
    if kind in BACKGROUND:
        return "shadow"
    return IN_INTERVIEW[kind] if live else "practice"


def place(line: Priority, need: str, asked_at: datetime, turn: int = 0) -> Place:
    """The place of a job whose owner has `turn` others waiting there already. All of a line go before the next one."""
    counts_from = asked_at + turn * TURN
    rank = LINES.index("practice") - LINES.index(line)
    return Place(line, need, rank * _APART - int((counts_from - _EPOCH).total_seconds()))


@cache
def queues(lines: Iterable[Priority] = LINES) -> tuple[str, ...]:
    """The names of the queues of these lines, for every need this release knows."""
    needs = met(catalogue.candidate_environments(), MEMORY_STEPS[-1])
    return tuple(f"{line}.{need}" for line in lines for need in needs)


def told_by(queue: str) -> tuple[str, str] | None:
    """The line and the need that a queue's name tells; None where it is another's."""
    line, _, need = queue.partition(".")
    return (line, need) if line in LINES and need else None


async def refuse_when_full(session: AsyncSession, line: Priority, own: int) -> None:
    """TooManyRequests when `own` of one person wait already, QueueFull when the line is as long as it may be."""
    if own >= MOST_OF_ONE:
        raise TooManyRequests(
            f"{own} runs and submissions of yours wait already, which is the limit. What you typed is saved; "
            "try again when one of them is through.",
            retry_after=ONE_SECONDS,
        )
    if await lines_repository.length(session, queues((line,))) >= MOST:
        raise QueueFull(retry_after=FULL_SECONDS)


async def position(session: AsyncSession, found: Place, job_id: int) -> int:
    """How many go before a job at its place among those that somebody waits for, and one."""
    return 1 + await lines_repository.ahead(session, found.priority, job_id)
