"""The timeline for staff: everything that happened in an interview, in one order, page by page.

Two records are read side by side: events, numbered in the order of their commits, and the room's log of typing. A page
takes from both by time and says how far it has come in each, so that nothing is told twice or left out, also while the
interview goes on.
"""

import re
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid
from app.events import interviews as interview_kinds
from app.events import kinds as attempt_kinds
from app.events import reviews as review_kinds
from app.events import service as events
from app.events import talk as talk_kinds
from app.events.kinds import Happening
from app.identity.actor import Actor
from app.interviews import service
from app.interviews.models import Interview
from app.interviews.rights import Right
from app.interviews.told import AuthorTold
from app.kit.clock import Clock
from app.rooms import service as rooms
from app.rooms.service import Burst
from app.timeline import executions, notes
from app.timeline.audience import for_staff
from app.timeline.authors import authors
from app.timeline.staff import EditsForStaff, TimelineItem, TimelinePage

T = TypeVar("T")
EDITED = "edited"
UPDATES_AT_ONCE = 20_000
_CURSOR = re.compile(r"(\d{1,18})-(\d{1,18})")


def _kinds_of(module: object) -> set[str]:
    found = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, Happening)]
    return {get_args(each.model_fields["kind"].annotation)[0] for each in found if each is not Happening}


KINDS = frozenset({EDITED}).union(*map(_kinds_of, (attempt_kinds, interview_kinds, review_kinds, talk_kinds)))


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader has come: the event's id, and the sequence number of the room's log."""

    event: int = 0
    seq: int = 0

    def __str__(self) -> str:
        return f"{self.event}-{self.seq}"


def cursor(text: str) -> Cursor:
    """The cursor a client gives back; Invalid when it is none."""
    found = _CURSOR.fullmatch(text or "0-0")
    if found is None:
        message = "That is no cursor. Leave it out, or give what `next` said."
        raise Invalid(message, errors=[{"field": "after", "message": message}])
    return Cursor(int(found[1]), int(found[2]))


def chosen(text: str) -> frozenset[str]:
    """The kinds that are asked for, separated by commas; all where none is named. Invalid for one there is not."""
    named = {each.strip() for each in text.split(",") if each.strip()}
    if unknown := sorted(named - KINDS):
        message = f"There is no kind {unknown[0]!r}."
        raise Invalid(message, errors=[{"field": "kinds", "message": message}])
    return frozenset(named) or KINDS


async def page(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    interview_id: UUID,
    *,
    after: Cursor,
    limit: int,
    kinds: Collection[str],
) -> TimelinePage:
    """A page of the timeline, for staff only."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.NOTE)
    found = await events.of_interview(session, interview_id, after=after.event, kinds=kinds, limit=limit)
    edits, whole = await _edits(session, interview_id, after.seq) if EDITED in kinds else ([], True)
    by = await authors(session, seat.interview, [*(each.actor_id for each in found), *(each.author for each in edits)])
    told = [TimelineItem(**dict(for_staff(seat.interview, event, by.get(event.actor_id)))) for event in found]
    typed = [_edited(burst, by.get(burst.author)) for burst in edits]
    items = merged(told, typed, whole=whole)[:limit]
    reached = Cursor(
        max([after.event, *(item.cursor for item in items if item.cursor is not None)]),
        max([after.seq, *(item.edits.last for item in items if item.edits is not None)]),
    )
    more = len(found) == limit or not whole or len(items) < len(told) + len(typed)
    return TimelinePage(items=await _joined(session, seat.interview, actor, items), next=str(reached), more=more)


async def _edits(session: AsyncSession, interview_id: UUID, after: int) -> tuple[list[Burst], bool]:
    """People's typing (the server's starters are none of it), and whether that is all there is by now."""
    found = await rooms.bursts(session, interview_id, after=after, limit=UPDATES_AT_ONCE)
    whole = sum(burst.updates for burst in found) < UPDATES_AT_ONCE
    if not whole and len(found) > 1:
        found.pop()  # it may go on
    return found, whole


def _edited(burst: Burst, author: AuthorTold | None) -> TimelineItem:
    edits = EditsForStaff(first=burst.first, last=burst.last, until=burst.until, bytes=burst.bytes)
    return TimelineItem(
        cursor=None, at=burst.at, kind=EDITED, version=1, author=author, problem=None, data={}, edits=edits
    )


def merged(happened: Sequence[TimelineItem], typed: Sequence[TimelineItem], *, whole: bool) -> list[TimelineItem]:
    """Both by time, typing first, each in its own order whatever its times say.

    It ends with the last of `typed` unless that is the whole of it.
    """
    items: list[TimelineItem] = []
    left, right = deque(happened), deque(typed)
    while left and right:
        items.append(left.popleft() if left[0].at < right[0].at else right.popleft())
    return [*items, *(left if whole else ()), *right]


async def _joined(
    session: AsyncSession, interview: Interview, reader: Actor, items: list[TimelineItem]
) -> list[TimelineItem]:
    """The items with the executions and notes they are about, as these are now."""
    ran = {each.id: each for each in await executions.summaries(session, interview, _named(items, "execution_id"))}
    noted = {each.id: each for each in await notes.views(session, interview, reader, _named(items, "note_id"))}
    return [
        item.model_copy(update={"execution": _of(item, "execution_id", ran), "note": _of(item, "note_id", noted)})
        for item in items
    ]


def _named(items: list[TimelineItem], name: str) -> list[UUID]:
    return [UUID(item.data[name]) for item in items if name in item.data]


def _of(item: TimelineItem, name: str, found: Mapping[UUID, T]) -> T | None:
    return found.get(UUID(item.data[name])) if name in item.data else None
