"""The evidence of an interview for staff, and how it comes about once the interview is over."""

import asyncio
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid5

from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import background
from app.errors import NotFound
from app.events.interviews import EvidenceAsked
from app.evidence import assemble, kinds, plan, repository, shadow
from app.evidence import compute as computing
from app.evidence.models import EvidenceState, Stored
from app.evidence.rows import Evidence
from app.evidence.schemas import EvidenceRow, EvidenceShown
from app.interviews import pace
from app.interviews import service as interviews
from app.interviews.lifecycle import OVER, Reason
from app.interviews.models import Interview
from app.interviews.rights import Right
from app.interviews.service import Seat
from app.kit.clock import Clock

MOST_ROWS = 2000
MOST_REASON = 500
AT_ONCE = 20
MOST_WATCHED = 200
_NO_STATE = {"state": repository.PENDING, "reason": None, "done": 0, "total": 0, "computed_at": None, "version": 0}


def require(seat: Seat, right: Right) -> None:
    """That the person may read, or ask for, what is gathered about this interview.

    Raises:
        NotFound: they may not even know that there is any. WrongState: the interview is not over.
    """
    if not (seat.may(Right.NOTE) and seat.may(right)):
        raise NotFound
    interviews.require_state(seat.interview, *OVER)


async def evidence_of(session: AsyncSession, seat: Seat) -> EvidenceShown:
    """The evidence that stands, in the order of time, and the shadow timeline.

    Raises:
        NotFound, WrongState
    """
    require(seat, Right.NOTE)
    found = await repository.state(session, seat.interview.id)
    shown = _NO_STATE if found is None else {name: getattr(found, name) for name in _NO_STATE}
    rows = [_row(each) for each in await repository.rows(session, seat.interview.id)]
    if (veil := seat.interview.veil) is not None:
        rows = [each.model_copy(update={"claim": veil.text(each.claim), "data": veil.data(each.data)}) for each in rows]
    return EvidenceShown.model_validate({**shown, "rows": rows, "shadow": found.shadow if found else []})


async def rows_of(session: AsyncSession, interview_id: UUID, ids: Collection[UUID]) -> list[EvidenceRow]:
    """Rows by their ids, also those that were withdrawn since. The caller has asked for the seat."""
    return [_row(each) for each in await repository.rows_by_id(session, interview_id, ids)]


def _row(stored: Stored) -> EvidenceRow:
    kind = kinds.by_id().get(stored.kind)
    return EvidenceRow(
        id=stored.id,
        kind=stored.kind,
        criteria=[str(each) for each in kind.criteria] if kind else [],
        about=stored.about,
        question=kind.question if kind else None,
        claim=stored.claim,
        stands=stored.stands,
        grade=stored.grade,
        how=stored.how,
        at=stored.at_seconds,
        until=stored.until_seconds,
        problem=stored.problem,
        check=stored.check_id,
        execution=stored.execution_id,
        seed=stored.seed,
        data=stored.data,
        proxy=stored.proxy,
        withdrawn=stored.withdrawn_at is not None,
    )


async def recompute(session: AsyncSession, clock: Clock, seat: Seat) -> None:
    """Have it all made again: what the platform could not grade is graded, the rest only computed.

    Raises:
        NotFound, WrongState, RecordingRemoved, TooManyRequests
    """
    require(seat, Right.PLAN)
    interviews.require_recording(seat.interview)
    await pace.refuse_when_fast(session, clock, seat, "evidence_asked")
    await interviews.record(session, seat.interview, EvidenceAsked(), at=clock.now(), by=seat.actor)
    if seat.interview.ended_at is not None:
        await repository.begin(session, seat.interview.id, seat.interview.ended_at)


# --- in the background ------------------------------------------------------------------------------------------


async def notice_ends(session: AsyncSession) -> int:
    """Begin with the interviews that ended since the last look; gives how many."""
    ended = await interviews.over(session, repository.known_ends(), AT_ONCE)
    for interview_id, ended_at in ended:
        await repository.begin(session, interview_id, ended_at)
    return len(ended)


async def waiting(session: AsyncSession) -> tuple[list[UUID], list[UUID]]:
    """The interviews whose gradings are to be put in, and those whose evidence can be computed (again)."""
    ready = []
    for each in await repository.outdated(session, computing.VERSION, AT_ONCE):
        if each.state == repository.FAILED:
            each.state = repository.PENDING
        else:
            ready.append(each.interview_id)
    pending = [each.interview_id for each in await repository.in_state(session, repository.PENDING, AT_ONCE)]
    for each in await repository.in_state(session, repository.GRADING, MOST_WATCHED):
        each.done, each.total = await background.progress(session, each.interview_id)
        if each.done >= each.total:
            ready.append(each.interview_id)
    return pending, ready


async def prepare(session: AsyncSession, clock: Clock, interview_id: UUID) -> None:
    """Put in the gradings an ended interview needs, and compute what is known without them."""
    found = await repository.state(session, interview_id, lock=True)
    if found is None or found.state != repository.PENDING:
        return
    interview = await interviews.of_worker(session, interview_id)
    if interview.recording_removed_at is not None:
        found.state, found.version = repository.READY, computing.VERSION
        return
    if interview.state not in OVER or interview.started_at is None or interview.end_reason == Reason.CANCELLED:
        found.state = repository.READY
        return
    if await background.is_waited_for(session, interview_id):
        return  # asked for in the last moment: it is through in a moment, and the next look comes back
    await plan.fill(session, clock, interview)
    await _compute(session, clock, interview, found)


async def compute(session: AsyncSession, clock: Clock, interview_id: UUID) -> None:
    """Compute the evidence from all that is graded by now."""
    found = await repository.state(session, interview_id, lock=True)
    if found is None or found.state == repository.PENDING:
        return
    interview = await interviews.of_worker(session, interview_id)
    if interview.recording_removed_at is not None:
        found.state, found.version = repository.READY, computing.VERSION
    elif interview.state in OVER and interview.started_at is not None:
        await _compute(session, clock, interview, found)


async def fail(session: AsyncSession, interview_id: UUID, reason: str) -> None:
    """Write that it could not be made; it is tried again by the next version, or when somebody asks."""
    found = await repository.state(session, interview_id, lock=True)
    if found is not None:
        found.state, found.reason, found.version = repository.FAILED, reason[:MOST_REASON], computing.VERSION


async def _compute(session: AsyncSession, clock: Clock, interview: Interview, state: EvidenceState) -> None:
    known = await assemble.session_of(session, interview)
    rows, histories = await asyncio.gather(
        asyncio.to_thread(computing.compute, known), asyncio.to_thread(shadow.of, known)
    )
    now = clock.now()
    stored = [_stored(interview.id, row_id, row) for row_id, row in identified(interview.id, rows[:MOST_ROWS])]
    values = [{**each, "computed_at": now, "version": computing.VERSION} for each in stored]
    await repository.replace(session, interview.id, values, now)
    state.done, state.total = await background.progress(session, interview.id)
    state.state = repository.READY if state.done >= state.total else repository.GRADING
    state.shadow = [to_jsonable_python(asdict(each)) for each in histories]
    state.computed_at, state.version = now, computing.VERSION
    state.reason = f"The first {MOST_ROWS} of {len(rows)} rows are kept." if len(rows) > MOST_ROWS else None


def identified(interview_id: UUID, rows: Sequence[Evidence]) -> list[tuple[UUID, Evidence]]:
    """Each row with an id that is the same whenever the same is found of the same moment.

    Where that is said of several things, the claim tells them apart: no id may pass from one to another.
    """
    names = [json.dumps([row.kind, row.about, row.problem, row.check, round(row.at, 3)]) for row in rows]
    several = Counter(names)
    names = [name if several[name] == 1 else name + row.claim for name, row in zip(names, rows, strict=True)]
    seen: Counter[str] = Counter()
    found = []
    for name, row in zip(names, rows, strict=True):
        seen[name] += 1
        found.append((uuid5(interview_id, f"{name} {seen[name]}"), row))
    return found


def _stored(interview_id: UUID, row_id: UUID, row: Evidence) -> dict[str, Any]:
    return {
        "id": row_id,
        "interview_id": interview_id,
        "kind": row.kind,
        "about": str(row.about),
        "claim": _plain(row.claim),
        "stands": row.stands,
        "grade": row.grade,
        "how": _plain(row.how),
        "at_seconds": row.at,
        "until_seconds": row.until,
        "problem": row.problem,
        "check_id": row.check,
        "execution_id": row.execution,
        "seed": row.seed,
        "data": _plain(to_jsonable_python(dict(row.data), inf_nan_mode="strings")),
        "proxy": row.proxy,
    }


def _plain(value: Any) -> Any:
    """The same without NUL, which a text that was pasted may hold and PostgreSQL refuses."""
    return json.loads(json.dumps(value).replace("\\u0000", "\\u2400"))
