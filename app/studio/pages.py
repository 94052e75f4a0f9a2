"""Pages of the studio: the list, a draft at the desk, its history. Whoever is no author finds nothing here."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile
from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints
from starlette.responses import RedirectResponse

from app.errors import HoldoutError, Invalid
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.paging import PageNumber
from app.kit.templates import pages_of
from app.kit.text import plain
from app.problems import repository as problems
from app.problems.errors import DraftOpen
from app.problems.package import SLUG
from app.problems.patterns import PATTERNS
from app.studio import drafts, history, listing, repository
from app.studio.transfer import packed, uploaded

router = APIRouter()
Text = Annotated[str, Form(max_length=400), AfterValidator(plain)]
FormRevision = Annotated[int, Form(ge=0, le=2**62)]
FIRST = "statement.md"


class ListQuery(BaseModel):
    """The filters as they come; what means nothing filters nothing."""

    pattern: str = ""
    state: str = ""
    health: str = ""
    q: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(plain)] = ""
    page: PageNumber = 1

    def filters(self) -> listing.Filters:
        """Only what is known."""
        return listing.Filters(
            pattern=self.pattern if self.pattern in PATTERNS else "",
            state=self.state if self.state in listing.STATES else "",
            health=self.health if self.health in listing.HEALTH else "",
            q=self.q[:200],
        )


@router.get("/studio")
async def list_all(
    request: Request, session: SessionDep, actor: ActorDep, query: Annotated[ListQuery, Query()]
) -> Response:
    """Problems and drafts."""
    filters = query.filters()
    offset = (query.page - 1) * listing.PAGE
    listed = await listing.listing(session, actor, filters, limit=listing.PAGE, offset=offset)
    context = {
        "listed": listed,
        "page": query.page,
        "filters": filters,
        "patterns": PATTERNS.values(),
        "offers": await problems.open_offers(session),
    }
    return pages_of(request).render(request, "studio/list.html", context)


@router.get("/studio/new")
async def new(request: Request, actor: ActorDep) -> Response:
    """How a draft begins: from nothing, or from a zip file."""
    repository.require(actor)
    return _new(request)


def _new(request: Request, error: HoldoutError | None = None, part: str = "", **typed: str) -> Response:
    kept = {"pattern": "", "slug": "", "title": "", "imported_slug": "", **typed}
    context = {"patterns": PATTERNS.values(), "error": error, "part": part, "typed": kept}
    return pages_of(request).render(request, "studio/new.html", context, code=error.status if error else 200)


@router.post("/studio/new")
async def begin(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    pattern: Text = "",
    slug: Text = "",
    title: Text = "",
) -> Response:
    """A draft of a new problem."""
    repository.require(actor)
    wrong = _misnamed(pattern, slug)
    try:
        if wrong is not None:
            raise wrong
        draft_id = await drafts.create(session, clock, actor, pattern=pattern, slug=slug, title=title[:80])
    except HoldoutError as error:
        return _new(request, error, "scaffold", pattern=pattern, slug=slug, title=title)
    return _to(draft_id)


def _misnamed(pattern: str, slug: str) -> HoldoutError | None:
    if pattern not in PATTERNS:
        return Invalid("Choose a pattern.")
    if not SLUG.fullmatch(slug) or len(slug) > 60:  # noqa: PLR2004 - as the package format says
        return Invalid("The short name is written in kebab-case, e.g. moving-average.")
    return None


@router.post("/studio/drafts")
async def edit(session: SessionDep, actor: ActorDep, clock: ClockDep, version_id: Annotated[UUID, Form()]) -> Response:
    """Go on with a version of the bank; the draft that is open already where there is one."""
    try:
        return _to(await drafts.create_from_version(session, clock, actor, version_id))
    except DraftOpen as error:
        return RedirectResponse(f"/studio/{error.fields['draft']}", 303)


@router.post("/studio/imports")
async def import_new(
    *, request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, archive: UploadFile, slug: Text = ""
) -> Response:
    """A draft from a zip file."""
    repository.require(actor)
    try:
        found = await uploaded(archive)
        named = slug or found.slug or ""
        draft_id = await drafts.create_from_files(session, clock, actor, named, found.files)
    except HoldoutError as error:
        return _new(request, error, "import", imported_slug=slug)
    return _to(draft_id)


@router.get("/studio/{draft_id}")
async def desk(
    request: Request, draft_id: UUID, session: SessionDep, actor: ActorDep, file: str | None = None
) -> Response:
    """The files of a draft, one of them open."""
    draft = await repository.draft(session, actor, draft_id)
    held = {each.path: each for each in await repository.files(session, draft.id)}
    opened = held.get(file or "") or held.get(FIRST) or next(iter(held.values()), None)
    shown = None if opened is None else {"path": opened.path, "text": opened.text, "revision": opened.revision}
    boot = {
        "draft": str(draft.id),
        "revision": draft.revision,
        "closed": draft.closed_at is not None,
        "files": [{"path": each.path, "revision": each.revision} for each in held.values()],
        "open": shown,
    }
    context = {"draft": draft, "folders": _folders(list(held)), "opened": shown, "boot": boot}
    return pages_of(request).render(request, "studio/desk.html", context)


def _folders(paths: list[str]) -> list[tuple[str, list[str]]]:
    """Paths by folder, those that lie in none first."""
    found: dict[str, list[str]] = {"": []}
    for path in paths:
        found.setdefault(path.rpartition("/")[0], []).append(path)
    return list(found.items())


def _number(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004 - as many as fit


Shown = Annotated[int | None, BeforeValidator(_number)]


class HistoryQuery(BaseModel):
    """Which change is on show, and from where the list goes on; what means nothing shows the newest."""

    earlier: Shown = None
    later: Shown = None
    before: Shown = None
    file: Annotated[str, AfterValidator(plain)] = ""


@router.get("/studio/{draft_id}/history")
async def show_history(
    request: Request, draft_id: UUID, session: SessionDep, actor: ActorDep, query: Annotated[HistoryQuery, Query()]
) -> Response:
    """What was changed by whom, and one of the changes, or all of them together, line by line."""
    draft = await repository.draft(session, actor, draft_id)
    later = draft.revision if query.later is None else query.later
    earlier = max(draft.forgotten_revision, 1) if query.earlier is None else query.earlier
    found = await history.diff(session, actor, draft_id, earlier=earlier, later=later)
    context: dict[str, Any] = {
        "draft": draft,
        "told": await history.changes(session, actor, draft_id, path=query.file or None, before=query.before),
        "compared": await history.compared(found),
        "earlier": earlier,
        "later": later,
        "file": query.file,
    }
    return pages_of(request).render(request, "studio/history.html", context)


@router.post("/studio/{draft_id}/restore")
async def restore(
    *,
    draft_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    revision: FormRevision,
    base_revision: FormRevision,
) -> Response:
    """Bring back an earlier state."""
    await drafts.restore(session, clock, actor, draft_id, revision, base_revision=base_revision)
    return RedirectResponse(f"/studio/{draft_id}/history", 303)


@router.post("/studio/{draft_id}/import")
async def import_over(
    *,
    draft_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    archive: UploadFile,
    base_revision: FormRevision,
) -> Response:
    """Make the draft hold what a zip file holds."""
    await repository.draft(session, actor, draft_id)
    found = await uploaded(archive)
    await drafts.replace_all(session, clock, actor, draft_id, found.files, base_revision=base_revision)
    return RedirectResponse(f"/studio/{draft_id}/history?earlier={base_revision}", 303)


@router.post("/studio/{draft_id}/put-away")
async def put_away(draft_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Close the draft without publishing it."""
    await drafts.put_away(session, clock, actor, draft_id)
    return RedirectResponse("/studio", 303)


@router.get("/studio/{draft_id}/package.zip")
async def export(draft_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """The package as a zip file."""
    return await packed(*await drafts.exported(session, clock, actor, draft_id))


def _to(draft_id: UUID) -> Response:
    return RedirectResponse(f"/studio/{draft_id}", 303)
