"""Queries on reviews. Callers have asked for a seat; what belongs to one person is asked for by that person."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from app.errors import NotFound
from app.interviews.models import Interview
from app.kit.db import one_or_raise
from app.reviews.models import Decision, DiscussionPost, Feedback, SavedComment, Score, Scorecard


def _whole() -> Select[Scorecard]:
    options = (joinedload(Scorecard.reviewer, innerjoin=True), selectinload(Scorecard.scores))
    return select(Scorecard).options(*options).execution_options(populate_existing=True)


async def own(session: AsyncSession, interview_id: UUID, reviewer_id: UUID) -> Scorecard | None:
    """A person's scorecard of an interview."""
    statement = _whole().where(Scorecard.interview_id == interview_id, Scorecard.reviewer_id == reviewer_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def of_interview(session: AsyncSession, interview_id: UUID) -> list[Scorecard]:
    """All scorecards of an interview, in the order they were begun."""
    statement = _whole().where(Scorecard.interview_id == interview_id).order_by(Scorecard.begun_at, Scorecard.id)
    return list((await session.execute(statement)).scalars())


async def scorecard(session: AsyncSession, interview_id: UUID, scorecard_id: UUID) -> Scorecard:
    """A scorecard of an interview by its id; NotFound when it is none of this interview."""
    statement = _whole().where(Scorecard.interview_id == interview_id, Scorecard.id == scorecard_id)
    return await one_or_raise(session, statement, NotFound())


async def own_of(session: AsyncSession, reviewer_id: UUID, interview_ids: Sequence[UUID]) -> dict[UUID, Scorecard]:
    """A person's scorecards of these interviews."""
    statement = _whole().where(Scorecard.reviewer_id == reviewer_id, Scorecard.interview_id.in_(interview_ids))
    return {each.interview_id: each for each in (await session.execute(statement)).scalars()}


async def saved_comments(session: AsyncSession, owner_id: UUID, limit: int) -> list[SavedComment]:
    """A person's saved comments, the oldest first."""
    statement = select(SavedComment).where(SavedComment.owner_id == owner_id)
    statement = statement.order_by(SavedComment.created_at, SavedComment.id).limit(limit)
    return list((await session.execute(statement)).scalars())


async def count_saved_comments(session: AsyncSession, owner_id: UUID) -> int:
    """How many comments a person has saved."""
    statement = select(func.count()).select_from(SavedComment).where(SavedComment.owner_id == owner_id)
    return (await session.execute(statement)).scalar_one()


async def delete_saved_comment(session: AsyncSession, owner_id: UUID, comment_id: UUID) -> None:
    """Forget an own saved comment; nothing happens when it is another's."""
    own_comment = (SavedComment.owner_id == owner_id, SavedComment.id == comment_id)
    await session.execute(delete(SavedComment).where(*own_comment))


# --- discussion and decision ------------------------------------------------------------------------------------


async def posts(session: AsyncSession, interview_id: UUID, limit: int) -> list[DiscussionPost]:
    """The discussion of an interview, in order."""
    statement = select(DiscussionPost).where(DiscussionPost.interview_id == interview_id)
    statement = statement.order_by(DiscussionPost.id).limit(limit)
    return list((await session.execute(statement)).scalars())


async def count_posts(session: AsyncSession, interview_id: UUID) -> int:
    """How many posts the discussion of an interview has."""
    statement = select(func.count()).select_from(DiscussionPost).where(DiscussionPost.interview_id == interview_id)
    return (await session.execute(statement)).scalar_one()


async def is_post(session: AsyncSession, interview_id: UUID, post_id: int) -> bool:
    """Whether there is this post in the discussion of the interview."""
    here = (DiscussionPost.interview_id == interview_id, DiscussionPost.id == post_id)
    return bool((await session.execute(select(select(DiscussionPost.id).where(*here).exists()))).scalar_one())


async def decision(session: AsyncSession, interview_id: UUID) -> Decision | None:
    """What was decided about an interview."""
    statement = select(Decision).where(Decision.interview_id == interview_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def scored_by(session: AsyncSession) -> list[str]:
    """The rubrics of decided interviews, the one last scored by first."""
    statement = (
        select(Scorecard.rubric_id)
        .join(Interview, Interview.id == Scorecard.interview_id)
        .where(Interview.state == "reviewed", Scorecard.state == "submitted")
        .group_by(Scorecard.rubric_id)
        .order_by(func.max(Scorecard.begun_at).desc(), Scorecard.rubric_id)
    )
    return list((await session.execute(statement)).scalars())


async def levels(session: AsyncSession, rubric_id: str, most: int) -> list[tuple[UUID, str, int]]:
    """Interview, criterion and level of every independent scorecard by a rubric, of the interviews last decided."""
    decided = (
        select(Interview.id)
        .where(Interview.state == "reviewed")
        .order_by(Interview.ended_at.desc(), Interview.id)
        .limit(most)
    )
    statement = (
        select(Scorecard.interview_id, Score.criterion, Score.level)
        .join(Score, Score.scorecard_id == Scorecard.id)
        .where(
            Scorecard.state == "submitted",
            Scorecard.reopenings == 0,
            Scorecard.rubric_id == rubric_id,
            Scorecard.interview_id.in_(decided),
            Score.level.is_not(None),
        )
    )
    return [
        (interview_id, criterion, level or 0) for interview_id, criterion, level in await session.execute(statement)
    ]


async def feedback(session: AsyncSession, interview_id: UUID) -> Feedback | None:
    """What the candidate was given to read."""
    statement = select(Feedback).where(Feedback.interview_id == interview_id)
    return (await session.execute(statement)).scalar_one_or_none()
