"""The API of practice: the problems there are, one of them, and beginning it."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.attempts import service as attempts
from app.attempts import views
from app.attempts.schemas import AttemptView
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.paging import PagingDep
from app.kit.text import SearchText
from app.practice import service
from app.practice.schemas import PracticeProblem, ProblemCard, ProblemList, Status
from app.practice.service import Filters
from app.problems import service as problems
from app.problems.patterns import Level
from app.problems.views import view

router = APIRouter(prefix="/api/problems", tags=["problems"])


@router.get("")
async def list_problems(
    *,
    session: SessionDep,
    actor: ActorDep,
    paging: PagingDep,
    pattern: Annotated[str | None, Query(max_length=80)] = None,
    level: Level | None = None,
    status: Status | None = None,
    minutes: Annotated[int | None, Query(ge=1, le=999, description="The most that a problem may take.")] = None,
    q: SearchText = "",
) -> ProblemList:
    """The problems to practise. A guest finds none."""
    filters = Filters(pattern=pattern, level=level, status=status, minutes=minutes, q=q or None)
    browsed = await service.browse(session, actor, filters)
    cards = [card for group in browsed.patterns for card in group["problems"]]
    shown = [{name: value for name, value in card.items() if name != "url"} for card in paging.page(cards)]
    items = [ProblemCard.model_validate(card) for card in shown]
    return ProblemList(items=items, total=browsed.shown, next=paging.next(browsed.shown))


@router.get("/{pattern}/{name}")
async def get_problem(pattern: str, name: str, session: SessionDep, actor: ActorDep) -> PracticeProblem:
    """A problem by its slug or number. 409 while an interview of whoever asks holds it."""
    problem = await problems.find(session, actor, pattern, name)
    attempt = await attempts.current(session, actor, problem)
    package = await attempts.package_of(session, problem, attempt)
    return PracticeProblem(problem=view(package), attempt=attempt and attempt.id)


@router.post("/{pattern}/{name}/attempts", status_code=201)
async def post_attempt(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> AttemptView:
    """Begin, or start over. The attempt before stays readable."""
    problem = await problems.find(session, actor, pattern, name)
    attempt = await attempts.start_over(session, clock, actor, problem)
    return views.attempt(attempt, await attempts.package_of(session, problem, attempt), solved=False)
