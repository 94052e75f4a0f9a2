"""The studio's API: drafts, their files and history. Whoever is no author or administrator finds nothing here."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, UploadFile
from pydantic import AfterValidator, BaseModel, StringConstraints

from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.paging import PagingDep
from app.kit.text import plain
from app.problems.patterns import PATTERNS
from app.studio import drafts, history, inspecting, listing, offered, repository
from app.studio.schemas import (
    ChangePage,
    DraftIn,
    DraftList,
    DraftView,
    DraftWithFiles,
    FaultsView,
    FileDiff,
    FileIn,
    FileLine,
    FileSaved,
    FileView,
    Path,
    PreviewView,
    ProblemRow,
    RenameIn,
    RestoreIn,
    RevisionView,
    StudioList,
    TextIn,
)
from app.studio.transfer import ZipFile, packed, uploaded

router = APIRouter(prefix="/api/studio", tags=["studio"])
FilePath = Annotated[str, AfterValidator(plain)]
Number = Annotated[int, Query(ge=0, le=2**62)]


class ListQuery(BaseModel):
    """Filters of the studio's list; an empty one shows all."""

    pattern: Literal["", *PATTERNS] = ""  # type: ignore[valid-type]  # as many as there are
    state: Literal["", *listing.STATES] = ""  # type: ignore[valid-type]  # the same
    health: Literal["", *listing.HEALTH] = ""  # type: ignore[valid-type]  # the same
    q: Annotated[str, StringConstraints(max_length=200), AfterValidator(plain)] = ""


@router.get("/problems", summary="Problems and drafts with their health")
async def list_problems(
    session: SessionDep, actor: ActorDep, paging: PagingDep, query: Annotated[ListQuery, Query()]
) -> StudioList:
    """As on the studio's page, by pattern."""
    filters = listing.Filters(query.pattern, query.state, query.health, query.q)
    found = await listing.listing(session, actor, filters, limit=paging.limit, offset=paging.offset)
    rows = [ProblemRow.model_validate(each) for each in found.rows]
    return StudioList(items=rows, total=found.total, next=paging.next(found.total))


@router.get("/drafts", summary="Drafts, the one changed last first")
async def list_drafts(session: SessionDep, actor: ActorDep, paging: PagingDep) -> DraftList:
    """Open drafts and those that were put away."""
    repository.require(actor)
    found, total = await repository.drafts(session, actor, limit=paging.limit, offset=paging.offset)
    shown = [DraftView.model_validate(each) for each in found]
    return DraftList(items=shown, total=total, next=paging.next(total))


@router.post("/drafts", status_code=201, summary="Begin a draft")
async def post_draft(body: DraftIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> DraftWithFiles:
    """Of a new problem, or of a version of the bank; 409 with the draft where the problem has one."""
    if body.version_id is not None:
        draft_id = await drafts.create_from_version(session, clock, actor, body.version_id)
    else:
        pattern, slug = body.pattern or "", body.slug or ""
        draft_id = await drafts.create(session, clock, actor, pattern=pattern, slug=slug, title=body.title)
    return await get_draft(draft_id, session, actor)


@router.get("/drafts/{draft_id}", summary="A draft and the names of its files")
async def get_draft(draft_id: UUID, session: SessionDep, actor: ActorDep) -> DraftWithFiles:
    """Texts are asked for one by one."""
    draft = await repository.draft(session, actor, draft_id)
    lines = [FileLine.model_validate(each) for each in await repository.file_lines(session, draft.id)]
    return DraftWithFiles(**DraftView.model_validate(draft).model_dump(), files=lines)


@router.post("/drafts/{draft_id}/closings", summary="Put a draft away")
async def close_draft(draft_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> RevisionView:
    """It stays readable; the problem can have another one."""
    await drafts.put_away(session, clock, actor, draft_id)
    return RevisionView(revision=await repository.revision(session, draft_id))


@router.post("/archives", status_code=201, summary="Begin a draft from a zip file")
async def post_archive(
    *, session: SessionDep, actor: ActorDep, clock: ClockDep, archive: UploadFile, slug: Annotated[str, Form()] = ""
) -> DraftWithFiles:
    """Of a package's folder; `slug` where that is not the folder's name. 422 names the entry that cannot be taken."""
    repository.require(actor)
    found = await uploaded(archive)
    draft_id = await drafts.create_from_files(session, clock, actor, slug or found.slug or "", found.files)
    return await get_draft(draft_id, session, actor)


@router.put("/drafts/{draft_id}/archive", summary="Replace a draft's files by those of a zip file")
async def put_archive(
    *,
    draft_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    archive: UploadFile,
    base_revision: Annotated[int, Form(ge=0, le=2**62)],
) -> RevisionView:
    """What was there stays in the history; 409 when the draft has moved on."""
    await repository.draft(session, actor, draft_id)
    found = await uploaded(archive)
    revision = await drafts.replace_all(session, clock, actor, draft_id, found.files, base_revision=base_revision)
    return RevisionView(revision=revision)


@router.get(
    "/drafts/{draft_id}/archive",
    summary="A draft as a zip file",
    response_class=ZipFile,
    responses={200: {"content": {"application/zip": {}}}},
)
async def get_archive(draft_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> ZipFile:
    """Byte for byte what git has; that it was taken out is put on record."""
    return await packed(*await drafts.exported(session, clock, actor, draft_id))


@router.get("/drafts/{draft_id}/files/{path:path}", summary="A file with its text")
async def get_file(draft_id: UUID, path: FilePath, session: SessionDep, actor: ActorDep) -> FileView:
    """As it stands."""
    draft = await repository.draft(session, actor, draft_id)
    return FileView.model_validate(await repository.file(session, draft.id, path))


@router.put("/drafts/{draft_id}/files/{path:path}", summary="Save a file")
async def put_file(
    *, draft_id: UUID, path: FilePath, body: FileIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> FileSaved:
    """Over the revision that was seen; 409 with the server's text when it has moved on."""
    saved = await drafts.save(session, clock, actor, draft_id, path, text=body.text, base_revision=body.base_revision)
    return FileSaved(path=saved.path, revision=saved.revision, at=clock.now())


@router.delete("/drafts/{draft_id}/files/{path:path}", summary="Remove a file")
async def delete_file(
    *, draft_id: UUID, path: FilePath, base_revision: Number, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RevisionView:
    """Its text stays in the history."""
    revision = await drafts.remove(session, clock, actor, draft_id, path, base_revision=base_revision)
    return RevisionView(revision=revision)


@router.post("/drafts/{draft_id}/renames", summary="Rename a file")
async def post_rename(
    draft_id: UUID, body: RenameIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> FileSaved:
    """It is removed under one name and made under the other."""
    saved = await drafts.rename(
        session, clock, actor, draft_id, body.path, to=body.to, base_revision=body.base_revision
    )
    return FileSaved(path=saved.path, revision=saved.revision, at=clock.now())


@router.get("/drafts/{draft_id}/changes", summary="The history of a draft")
async def get_changes(
    draft_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    path: Annotated[Path | None, Query()] = None,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
) -> ChangePage:
    """Newest first, of one file where `path` is given; `before` goes on from a page's `next`."""
    return await history.changes(session, actor, draft_id, path=path, before=before)


@router.get("/drafts/{draft_id}/diff", summary="What differs between two revisions")
async def get_diff(
    draft_id: UUID, earlier: Number, later: Number, session: SessionDep, actor: ActorDep
) -> list[FileDiff]:
    """The differing files with both texts."""
    return await history.diff(session, actor, draft_id, earlier=earlier, later=later)


@router.post("/drafts/{draft_id}/restores", summary="Bring back an earlier revision")
async def post_restore(
    draft_id: UUID, body: RestoreIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RevisionView:
    """As new changes, so that nothing is lost; 409 when the draft has moved on."""
    revision = await drafts.restore(session, clock, actor, draft_id, body.revision, base_revision=body.base_revision)
    return RevisionView(revision=revision)


@router.get("/drafts/{draft_id}/faults", summary="What is wrong with a draft")
async def get_faults(draft_id: UUID, session: SessionDep, actor: ActorDep) -> FaultsView:
    """All that can be known without running anything, with file, line and remedy."""
    draft = await repository.draft(session, actor, draft_id)
    revision, files = await drafts.files(session, draft.id)
    return FaultsView(revision=revision, faults=await inspecting.faults(draft, files))


@router.post("/previews", summary="A text as it will be shown")
async def post_preview(body: TextIn, actor: ActorDep) -> PreviewView:
    """Markdown with maths, made safe."""
    repository.require(actor)
    return await inspecting.preview(body.text)


@router.get("/schemas", summary="JSON schemas of a package's YAML files")
async def get_schemas(actor: ActorDep) -> dict[str, Any]:
    """By the name of the file."""
    repository.require(actor)
    return offered.schemas()
