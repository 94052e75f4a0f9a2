"""The browse page. Filters are in the address, so that any view of it can be linked to."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints
from starlette.responses import RedirectResponse

from app.guests import service as guests
from app.identity.gate import ActorDep, ClockDep, VisitorBeforeDep
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.kit.text import plain
from app.practice import service
from app.practice.service import STATUSES, Filters
from app.problems.patterns import PATTERNS, Level
from app.study import service as study

router = APIRouter()
MAX_MINUTES = 999


def _minutes(value: object) -> int | None:
    text = str(value or "")
    return min(int(text), MAX_MINUTES) or None if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - more digits are no minutes


class BrowseQuery(BaseModel):
    """The filters as they come; what means nothing filters nothing, so that an old link still opens."""

    pattern: str = ""
    level: str = ""
    status: str = ""
    minutes: Annotated[int | None, BeforeValidator(_minutes)] = None
    q: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(plain)] = ""

    def filters(self) -> Filters:
        """Only what is known."""
        return Filters(
            pattern=self.pattern if self.pattern in PATTERNS else None,
            level=self.level if self.level in set(Level) else None,
            status=self.status if self.status in STATUSES else None,
            minutes=self.minutes,
            q=self.q[:200] or None,
        )


@router.get("/practice")
async def browse(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    visitor: VisitorBeforeDep,
    query: Annotated[BrowseQuery, Query()],
) -> Response:
    """Problems by pattern, under what the plan has for today and where one left off. Visitors go to the tour."""
    if actor.visitor:
        return RedirectResponse("/tour", status_code=303)
    filters = query.filters()
    browsed = await service.browse(session, actor, filters)
    shown = {name: "" if value is None else value for name, value in asdict(filters).items()}
    context = {"patterns": browsed.patterns, "filters": shown, "shown": browsed.shown, "total": browsed.total}
    context |= {"study": await study.study(session, clock, actor), "titles": PATTERNS}
    context["left"] = await guests.left(session, visitor) if not actor.guest else []
    return pages_of(request).render(request, "practice/browse.html", context)
