"""An interview's events for whoever asks: candidates by the allow-list of `interviews.told`, staff as recorded."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.events import service as events
from app.events.models import TimelineEvent
from app.interviews import told
from app.interviews.models import Interview
from app.interviews.rights import Part
from app.interviews.service import Seat
from app.interviews.told import AuthorTold, EventTold
from app.timeline.authors import authors
from app.timeline.shown import EventsShown

PAGE = 200
WRITTEN = ("text", "why")  # what people write freely, in any kind of event


def is_candidate(seat: Seat) -> bool:
    """Whether the person is on the candidate's side, whatever else they are."""
    return seat.part is Part.CANDIDATE


async def page(session: AsyncSession, seat: Seat, *, after: int, limit: int) -> EventsShown:
    """Events after a cursor, as the person may see them. A page of a candidate may hold fewer than `limit`."""
    kinds = told.KINDS if is_candidate(seat) else None
    found = await events.of_interview(session, seat.interview.id, after=after, kinds=kinds, limit=limit)
    shown = await seen(session, seat.interview, found, candidate=is_candidate(seat))
    last = found[-1].id if found else after
    return EventsShown(events=[each for each in shown if each is not None], next=last, more=len(found) == limit)


async def seen(
    session: AsyncSession, interview: Interview, found: Sequence[TimelineEvent], *, candidate: bool
) -> list[EventTold | None]:
    """Each event as one side sees it, None where it may not."""
    by = await authors(session, interview, [event.actor_id for event in found])
    if candidate:
        return [told.tell(event, by.get(event.actor_id)) for event in found]
    return [for_staff(interview, event, by.get(event.actor_id)) for event in found]


def for_staff(interview: Interview, event: TimelineEvent, author: AuthorTold | None) -> EventTold:
    """The event as it was recorded; for a blind reviewer without the candidate's name."""
    data = {name: value for name, value in event.payload.items() if name != "problem"}
    if interview.veil:
        data |= {name: interview.veil.text(data[name]) for name in WRITTEN if isinstance(data.get(name), str)}
    return EventTold(
        cursor=event.id,
        at=event.at,
        kind=event.kind,
        version=event.version,
        author=author,
        problem=event.payload.get("problem"),
        data=data,
    )
