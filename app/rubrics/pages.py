"""Pages of rubrics: the list, one to read, and writing one from another."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel
from starlette.responses import PlainTextResponse, RedirectResponse

from app.errors import Invalid
from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems.patterns import Level
from app.rubrics import rubric, service

router = APIRouter()


def address(rubric_id: str) -> str:
    """Where one rubric is shown."""
    return f"/rubrics/{quote(rubric_id, safe='')}"


@router.get("/rubrics")
async def list_rubrics(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """All rubrics, and which of them new plans may choose."""
    found = await service.listed(session, actor)
    context = {
        "rubrics": found,
        "may_write": actor.may(Permission.RUBRICS),
        "default": service.name_of(service.default()),
    }
    return pages_of(request).render(request, "rubrics/list.html", context)


@router.get("/rubrics/new")
async def new_rubric(*, request: Request, session: SessionDep, actor: ActorDep, like: str | None = None) -> Response:
    """A rubric to write, begun as a copy of another."""
    actor.require(Permission.RUBRICS)
    source = rubric.DEFAULT.read_text(encoding="utf-8")
    if like is not None:
        source = (await service.source_of(session, actor, like)).source
    return _form(request, source)


def _form(request: Request, source: str, refused: Invalid | None = None) -> Response:
    line = refused.fields.get("line") if refused else None
    lines = source.splitlines()
    shown = lines[line - 1].strip() if isinstance(line, int) and line <= len(lines) else None
    context = {"source": source, "error": refused and refused.message, "line": shown, "most": service.MAX_SOURCE}
    return pages_of(request).render(request, "rubrics/new.html", context, code=422 if refused else 200)


class Written(BaseModel):
    """What the form sends; browsers end lines with CR LF."""

    source: str = ""


@router.post("/rubrics/new")
async def add_rubric(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, form: Annotated[Written, Form()]
) -> Response:
    """Keep what was written, or show it again with what is wrong."""
    source = form.source.replace("\r\n", "\n")
    try:
        return RedirectResponse(address(await service.add(session, clock, actor, source)), status_code=303)
    except Invalid as refused:
        return _form(request, source, refused)


@router.get("/rubrics/{rubric_id}")
async def one_rubric(request: Request, rubric_id: str, session: SessionDep, actor: ActorDep) -> Response:
    """A rubric to read: every criterion with its anchors by seniority."""
    kept = await service.source_of(session, actor, rubric_id)
    context = {
        "kept": kept,
        "rubric": await service.of(session, rubric_id),
        "levels": list(Level),
        "ratings": list(rubric.Rating),
        "may_write": actor.may(Permission.RUBRICS),
    }
    return pages_of(request).render(request, "rubrics/one.html", context)


@router.get("/rubrics/{rubric_id}/file")
async def rubric_file(rubric_id: str, session: SessionDep, actor: ActorDep) -> Response:
    """The rubric as it was written."""
    kept = await service.source_of(session, actor, rubric_id)
    name = quote(f"{rubric_id.replace(' ', '-')}.yaml", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return PlainTextResponse(kept.source, media_type="application/yaml", headers=headers)


class Offer(BaseModel):
    """Whether new plans may choose it."""

    offered: bool = False


@router.post("/rubrics/{rubric_id}/offer")
async def offer_rubric(
    rubric_id: str, session: SessionDep, actor: ActorDep, clock: ClockDep, form: Annotated[Offer, Form()]
) -> Response:
    """Offer it to new plans, or no longer."""
    await service.offer(session, clock, actor, rubric_id, offered=form.offered)
    return RedirectResponse(address(rubric_id), status_code=303)
