"""Wordings that a reviewer keeps to use again. They are their own: nobody else reads or uses them."""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.reviews import repository
from app.reviews.models import SavedComment
from app.reviews.schemas import SavedCommentIn, SavedCommentShown

MAX_SAVED = 200


async def listed(session: AsyncSession, actor: Actor) -> list[SavedCommentShown]:
    """The person's saved comments, the oldest first."""
    _require(actor)
    return [_shown(each) for each in await repository.saved_comments(session, actor.id, MAX_SAVED)]


async def keep(session: AsyncSession, clock: Clock, actor: Actor, given: SavedCommentIn) -> SavedCommentShown:
    """Keep a wording. Invalid when there are too many."""
    _require(actor)
    if await repository.count_saved_comments(session, actor.id) >= MAX_SAVED:
        message = f"You have saved {MAX_SAVED} comments. Delete one that you no longer use."
        raise Invalid(message, errors=[{"field": "text", "message": message}])
    criterion = str(given.criterion) if given.criterion else None
    kept = SavedComment(id=uuid4(), owner_id=actor.id, criterion=criterion, text=given.text, created_at=clock.now())
    session.add(kept)
    return _shown(kept)


async def forget(session: AsyncSession, actor: Actor, comment_id: UUID) -> None:
    """Delete an own one; nothing happens when it is another's or gone."""
    _require(actor)
    await repository.delete_saved_comment(session, actor.id, comment_id)


def _require(actor: Actor) -> None:
    actor.require(Permission.TAKE_PART)


def _shown(kept: SavedComment) -> SavedCommentShown:
    return SavedCommentShown(id=kept.id, criterion=kept.criterion, text=kept.text)
