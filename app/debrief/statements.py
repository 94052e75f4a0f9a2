"""Where a person's own words come from."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.told import Told
from app.debrief import stated
from app.debrief.stated import Said


async def said(session: AsyncSession, told: Told) -> list[Said]:
    """What was said of a submission before it was handed in, in the order it was said; comments of its text last."""
    del session
    return stated.comments(told.submission.solution, told.package.files["starter.py"])
