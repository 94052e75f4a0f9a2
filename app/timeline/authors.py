"""Who did it, by name and part, also when they have no seat any more."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import service as identity
from app.interviews.models import Interview
from app.interviews.told import AuthorTold
from app.interviews.veil import SOMEBODY


async def authors(
    session: AsyncSession, interview: Interview, user_ids: Iterable[UUID | None]
) -> dict[UUID | None, AuthorTold]:
    """By id: everybody with a seat, and whoever else is named; `part` is None for those without a seat.

    A blind reviewer is not told those names: the candidate may have had another account before.
    """
    found: dict[UUID | None, AuthorTold] = {
        seated.user_id: AuthorTold(id=seated.user_id, name=seated.user.name, part=seated.part)
        for seated in interview.people
    }
    others = {user_id for user_id in user_ids if user_id is not None and user_id not in found}
    if others:
        for user_id, actor in (await identity.people(session, others)).items():
            found[user_id] = AuthorTold(id=user_id, name=SOMEBODY if interview.veil else actor.name, part=None)
    return found
