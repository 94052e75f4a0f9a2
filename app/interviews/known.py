"""How the candidate of an interview knows its problems from before, as the plan tells staff.

Practice, and having been asked in a mock interview: never when, with whom or how it went there. Of what is hidden in
a problem it is told that it was seen, wherever that was: a solution, planted bugs, the hints of somebody else's round.
"""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import sittings
from app.interviews import repository
from app.interviews.lifecycle import Kind
from app.interviews.models import Interview
from app.interviews.plan_schemas import KnownShown


async def known(session: AsyncSession, found: Interview) -> dict[UUID, list[KnownShown]]:
    """By problem: what the candidate knew before the interview began. Of partners in a mock interview nothing."""
    if found.candidate is None or found.kind == Kind.MOCK:
        return {}
    user_id, before = found.candidate.user_id, found.started_at
    ways: dict[UUID, list[KnownShown]] = defaultdict(list)
    for problem_id, (attempts, reached) in (await sittings.practised(session, user_id, before)).items():
        ways[problem_id].append(KnownShown.model_validate({"way": reached, "attempts": attempts}))
    for problem_id in await repository.asked_in_mocks(session, user_id, before):
        ways[problem_id].append(KnownShown(way="mock", attempts=None))
    for problem_id in await sittings.seen_inside(session, user_id, before):
        ways[problem_id].append(KnownShown(way="inside", attempts=None))
    return ways
