"""The steps of an interview by the names that forms and API give them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.interviews import live
from app.interviews.models import Interview
from app.interviews.schemas import StepIn
from app.kit.clock import Clock

_PLAIN = {
    "open_lobby": live.open_lobby,
    "start": live.start,
    "pause": live.pause,
    "resume": live.resume,
    "end": live.end,
    "reopen": live.reopen,
    "review": live.review,
}


async def take(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, asked: StepIn) -> Interview:
    """Do it; what is not allowed raises what `live` says of it."""
    if asked.step in {"ready", "not_ready"}:
        return await live.agree(session, clock, actor, interview_id, ready=asked.step == "ready")
    if asked.step == "extend":
        return await live.extend(session, clock, actor, interview_id, minutes=asked.minutes)
    return await _PLAIN[asked.step](session, clock, actor, interview_id)
