"""Where a person's own words come from."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.told import Told
from app.coach import service as coach
from app.debrief import stated
from app.debrief.stated import Said


async def said(session: AsyncSession, told: Told) -> list[Said]:
    """What was said of a submission before it was handed in, in the order it was said; comments of its text last."""
    submission = told.submission
    spoken = await coach.stated(session, submission.attempt_id, submission.created_at)
    aloud = [Said(each.text, each.kind, at=each.changed_at) for each in spoken]
    starter = told.package.files["starter.py"]
    return aloud + await asyncio.to_thread(stated.comments, submission.solution, starter)
