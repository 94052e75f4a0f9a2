"""Pages of mock pairs: the list with the form of a new one, one pair, coming by the link, and the script."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.errors import HoldoutError, Invalid, NotReady
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.interviews.words import STATES
from app.kit.db import SessionDep
from app.kit.paging import PageNumber
from app.kit.templates import pages_of
from app.mock import script, service
from app.mock.api import link
from app.mock.schemas import PairIn, PairView, PatternId, PickIn
from app.problems.patterns import PATTERNS, Level
from app.settings import Settings

router = APIRouter(prefix="/practice/mock", dependencies=[Depends(no_guests)])
PER_PAGE = 20


def _page(request: Request, template: str, *, code: int = 200, **context: Any) -> Response:
    words = {"states": STATES, "patterns": PATTERNS, "levels": [str(level) for level in Level]}
    return pages_of(request).render(request, f"mock/{template}.html", {**words, **context}, code=code)


_AnyIfEmpty = BeforeValidator(lambda value: value or None)


class PickForm(PickIn):
    """The form of a problem; what is left empty is any."""

    problem: Annotated[str | None, Field(max_length=200), _AnyIfEmpty] = None
    pattern: Annotated[PatternId | None, _AnyIfEmpty] = None
    level: Annotated[Level | None, _AnyIfEmpty] = None


class PairForm(BaseModel):
    """The form; no pattern is any."""

    pattern: Annotated[PatternId | None, _AnyIfEmpty] = None
    level: Level = Level.MID
    minutes: Annotated[int, Field(ge=15, le=90)] = 45


@router.get("")
async def list_pairs(request: Request, session: SessionDep, actor: ActorDep, page: PageNumber = 1) -> Response:
    """One's pairs, and the form of a new one."""
    found, total = await service.pairs(session, actor, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return _page(request, "list", pairs=found, page=page, pages=-(-total // PER_PAGE))


@router.post("")
async def make_pair(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, form: Annotated[PairForm, Form()]
) -> Response:
    """Make a pair, and show its link."""
    made, token = await service.make(session, clock, actor, PairIn(**form.model_dump()))
    return _linked(request, made, token)


def _linked(request: Request, pair: PairView, token: str) -> Response:
    return _page(request, "pair", pair=pair, link=link(request, token))


@router.get("/join/{token}")
async def invited(request: Request, token: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Who asks for what, before one says yes."""
    return _page(request, "join", pair=await service.look(session, clock, actor, token), token=token)


@router.post("/join/{token}")
async def join(request: Request, token: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Become the partner."""
    settings: Settings = request.app.state.settings
    joined = await service.join(session, clock, actor, token, retention_days=settings.retention_days)
    return RedirectResponse(f"/practice/mock/{joined.id}", 303)


@router.get("/script/{interview_id}")
async def open_script(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """What the interviewer of a round goes by."""
    return _page(request, "script", script=await script.of(session, clock, actor, interview_id))


@router.get("/{pair_id}")
async def open_pair(request: Request, pair_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """A pair with its rounds."""
    return await _pair(request, session, actor, pair_id)


async def _pair(
    request: Request, session: AsyncSession, actor: Actor, pair_id: UUID, fault: HoldoutError | None = None
) -> Response:
    found = await service.pair(session, actor, pair_id)
    picks = any(each.part == "peer" and each.state == "planned" for each in found.rounds)
    choices = await service.choices(session, actor) if picks else {}
    code, message = (fault.status, fault.message) if fault else (200, "")
    return _page(request, "pair", code=code, pair=found, link=None, choices=choices, fault=message)


@router.post("/{pair_id}/link")
async def renew_link(
    request: Request, pair_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Another link, shown once."""
    found, token = await service.renew(session, clock, actor, pair_id)
    return _linked(request, found, token)


@router.post("/{pair_id}/rounds/{number}/problem")
async def pick(
    *,
    request: Request,
    pair_id: UUID,
    number: Literal["1", "2"],
    session: SessionDep,
    actor: ActorDep,
    form: Annotated[PickForm, Form()],
) -> Response:
    """Pick or draw another problem for the round one interviews in; the page with the reason where none fits."""
    try:
        await service.pick(session, actor, pair_id, int(number), PickIn(**form.model_dump()))
    except (Invalid, NotReady) as fault:
        return await _pair(request, session, actor, pair_id, fault)
    return RedirectResponse(f"/practice/mock/{pair_id}#round-{number}", 303)


@router.post("/{pair_id}/close")
async def close(pair_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Close the pair."""
    await service.close(session, clock, actor, pair_id)
    return RedirectResponse(f"/practice/mock/{pair_id}", 303)
