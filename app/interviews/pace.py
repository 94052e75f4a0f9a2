"""How often a person may say or do something in one interview: enough for people, too little to fill the record."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import TooManyRequests
from app.events import service as events
from app.interviews.service import Seat
from app.kit.clock import Clock

WINDOW = timedelta(minutes=1)
MESSAGES = frozenset({"message_sent"})
MARKS = frozenset({"code_pasted", "window_left", "window_returned"})
ASKED = frozenset({"evidence_asked"})
REST = frozenset(
    {
        "statement_made",
        "statement_linked",
        "question_answered",
        "hint_released",
        "feedback_sent",
        "twist_applied",
        "focus_changed",
        "explanation_added",
        "fault_reported",
        "note_written",
        "note_changed",
        "note_removed",
        "discussion_posted",
    }
)
PER_MINUTE = {MESSAGES: 30, MARKS: 60, ASKED: 6, REST: 60}


async def refuse_when_fast(session: AsyncSession, clock: Clock, seat: Seat, kind: str) -> None:
    """TooManyRequests when the person has done as much of this as fits into a minute."""
    group = next(each for each in PER_MINUTE if kind in each)
    most, now = PER_MINUTE[group], clock.now()
    times = await events.times_of(session, seat.interview.id, seat.actor.id, group, limit=most)
    if len(times) == most and times[-1] > now - WINDOW:
        wait = int((times[-1] + WINDOW - now).total_seconds()) + 1
        raise TooManyRequests("That was more than a minute holds. Nothing was sent; wait a moment.", retry_after=wait)
