"""The hint ladder in practice: one at a time, on request, kept. After the last the problem counts as familiar."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts.models import Attempt
from app.coach import repository
from app.errors import NotNext
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.models import ProblemVersion

KIND = "hint"


async def show(
    session: AsyncSession, clock: Clock, actor: Actor, attempt: Attempt, *, version: ProblemVersion, number: int
) -> None:
    """Show hint `number`, counted from 1; one that is shown stays. NotNext when it is another one's turn."""
    ladder = problems.package_of(version).spec.hints
    shown = [line for line in await repository.lines(session, attempt.id) if line.kind == KIND]
    if number <= len(shown):
        return
    if number != len(shown) + 1 or number > len(ladder):
        raise NotNext(next=len(shown) + 1 if len(shown) < len(ladder) else None)
    await repository.add_line(session, attempt.id, KIND, ladder[number - 1], now=clock.now(), number=number)
    if number == len(ladder):
        await attempts.note_solution_opened(session, clock, actor, version.problem)
