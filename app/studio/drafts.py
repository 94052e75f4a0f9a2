"""Drafts of packages: making one, changing its files one by one or as a whole, and what it held before.

A save names the revision it builds on, so two people who edit one file are told of each other and neither loses a word.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid, NotFound, TooManyRequests
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import openings, scaffold
from app.problems import service as problems
from app.problems.errors import DraftChanged, DraftClosed, DraftOpen, FileChanged, NameTaken, PackageTooLarge, UnfitName
from app.problems.loader import KNOWN, MAX_FILE
from app.problems.package import SLUG
from app.problems.patterns import PATTERNS
from app.problems.yaml_lines import Document
from app.studio import repository
from app.studio.models import PackageDraft, PackageDraftChange, PackageDraftFile

Files = Mapping[str, str]
MAX_FILES = 400
MAX_PACKAGE = 4 * 1024 * 1024
MAX_CHANGES, MAX_HISTORY = 1000, 64 * 1024 * 1024  # of a draft, and bytes of their texts; older ones are forgotten
MAX_PATH = 160
MOST_A_DAY, DAY = 200, timedelta(days=1)  # begun by one person
TOGETHER = timedelta(minutes=2)
SMALL = 400  # characters by which a text may grow or shrink in a change that is told together with the next


async def create(session: AsyncSession, clock: Clock, actor: Actor, *, pattern: str, slug: str, title: str) -> UUID:
    """A draft of a new problem, as a small complete package. DraftOpen where one of this name is at work."""
    repository.require(actor)
    taken = await problems.numbers(session, pattern)
    number = max(taken, default=0) + 1 + await repository.begun_in(session, pattern)
    return await _open(session, clock, actor, slug, scaffold.files(pattern, slug, number, title))


async def create_from_version(session: AsyncSession, clock: Clock, actor: Actor, version_id: UUID) -> UUID:
    """A draft that begins with a version of the bank. DraftOpen where the problem has one."""
    repository.require(actor)
    version = await problems.pinned_version(session, version_id)
    return await _open(session, clock, actor, version.problem.slug, version.files, base=version.version)


async def create_from_files(session: AsyncSession, clock: Clock, actor: Actor, slug: str, given: Files) -> UUID:
    """A draft of a package that came from elsewhere. DraftOpen where the problem has one."""
    repository.require(actor)
    refuse_unfit(given)
    problem_id, _ = identity(given)
    known = await problems.current_version(session, problem_id)
    return await _open(session, clock, actor, slug, given, base=known)


def identity(given: Files) -> tuple[UUID, str]:
    """The uuid and the pattern that problem.yaml says; Invalid where it says none. The rest of it may be broken."""
    try:
        said = Document(given["problem.yaml"]).data
        problem_id, pattern = UUID(str(said["uuid"])), str(said["pattern"])
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("problem.yaml has to say `uuid` and `pattern`: a package is known by them.") from error
    if pattern not in PATTERNS:
        raise Invalid(f"problem.yaml says the pattern {pattern[:60]!r}; there are: {', '.join(PATTERNS)}.")
    return problem_id, pattern


async def _open(
    session: AsyncSession, clock: Clock, actor: Actor, slug: str, given: Files, *, base: str | None = None
) -> UUID:
    problem_id, pattern = identity(given)
    if not SLUG.fullmatch(slug):
        raise Invalid(f"{slug[:60]!r} is no name for a problem. Write it in kebab-case, e.g. moving-average.")
    await _refuse_anothers_name(session, problem_id, pattern, slug)
    now = clock.now()
    if await repository.begun_since(session, actor.id, now - DAY) >= MOST_A_DAY:
        raise TooManyRequests(f"At most {MOST_A_DAY} drafts a day.", retry_after=int(DAY.total_seconds()))
    opened = await repository.insert_draft(
        session,
        {
            "problem_id": problem_id,
            "pattern": pattern,
            "slug": slug,
            "base_version": base,
            "created_by": actor.id,
            "created_at": now,
            "updated_at": now,
        },
    )
    if opened is None:
        other = await repository.open_draft(session, problem_id, pattern, slug)
        raise DraftOpen(draft=str(other.id) if other else None)
    await openings.note(session, actor, problem_id, now)
    await _note(session, Action.DRAFT_BEGUN, actor, opened, now, pattern=pattern, slug=slug, base_version=base)
    session.add_all(PackageDraftFile(draft_id=opened, path=path, text=text, revision=1) for path, text in given.items())
    await session.flush()
    return opened


async def _refuse_anothers_name(session: AsyncSession, problem_id: UUID, pattern: str, slug: str) -> None:
    """Invalid where another problem that is or was in the bank has the name: the draft could never be published."""
    try:
        other = await problems.find_latest(session, pattern, slug)
    except NotFound:
        return
    if other.problem_id != problem_id:
        message = f"Another problem is called {pattern}/{slug}. Choose another short name, or change that one."
        raise Invalid.of("slug", message)


async def files(session: AsyncSession, draft_id: UUID) -> tuple[int, dict[str, str]]:
    """The revision of a draft and its files as texts. Asks for nobody's right: the caller has."""
    revision = await repository.revision(session, draft_id)
    return revision, {file.path: file.text for file in await repository.files(session, draft_id)}


async def keep(session: AsyncSession, draft_id: UUID) -> tuple[int, dict[str, str]]:
    """As `files`, and `files_at` will give the same for this revision later on, however soon somebody types again."""
    await repository.keep(session, draft_id)
    return await files(session, draft_id)


async def files_at(session: AsyncSession, draft_id: UUID, revision: int) -> dict[str, str]:
    """The files at an earlier revision.

    One inside a change that was told together with later ones gives what was there before that change. NotFound for one
    that is forgotten, or that has not been.
    """
    found = await repository.by_id(session, draft_id)
    if not found.forgotten_revision <= revision <= found.revision or revision < 1:
        raise NotFound("The draft's history does not reach to this revision.")
    _, texts = await files(session, draft_id)
    then = {**texts, **await repository.undone(session, draft_id, revision)}
    return {path: text for path, text in sorted(then.items()) if text is not None}


async def save(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    draft_id: UUID,
    path: str,
    *,
    text: str,
    base_revision: int,
) -> PackageDraftFile:
    """Write one file over the revision the person has seen; 0 makes a new one.

    Raises:
        FileChanged (with what the server has), NameTaken, UnfitName, PackageTooLarge, DraftClosed, NotFound
    """
    draft = await writable(session, actor, draft_id)
    held = {file.path: file for file in await repository.files(session, draft.id)}
    file = _unchanged(held, path, base_revision)
    if file is None:
        _refuse_taken(held, path)
    elif file.text == text:
        return file
    refuse_unfit({**{each.path: each.text for each in held.values()}, path: text})
    await _change(session, draft, file or path, text, by=actor.id, at=clock.now())
    return await repository.file(session, draft.id, path)


async def remove(
    session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID, path: str, *, base_revision: int
) -> int:
    """Remove one file; gives the draft's revision. FileChanged, DraftClosed, NotFound."""
    draft = await writable(session, actor, draft_id)
    held = {file.path: file for file in await repository.files(session, draft.id)}
    file = _unchanged(held, path, base_revision)
    if file is None:
        raise NotFound
    await _change(session, draft, file, None, by=actor.id, at=clock.now())
    return draft.revision


async def rename(
    session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID, path: str, *, to: str, base_revision: int
) -> PackageDraftFile:
    """Give a file another name: it is removed here and made there. FileChanged, NameTaken, UnfitName, DraftClosed."""
    draft = await writable(session, actor, draft_id)
    held = {file.path: file for file in await repository.files(session, draft.id)}
    file = _unchanged(held, path, base_revision)
    if file is None:
        raise NotFound
    _refuse_taken({name: each for name, each in held.items() if name != path}, to)
    refuse_unfit({to: file.text})
    if to == path:
        return file
    text, now = file.text, clock.now()
    await _change(session, draft, file, None, by=actor.id, at=now)
    await _change(session, draft, to, text, by=actor.id, at=now)
    return await repository.file(session, draft.id, to)


async def replace_all(
    session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID, given: Files, *, base_revision: int
) -> int:
    """Make the draft hold exactly these files; gives its revision. What was there stays in the history.

    Raises:
        DraftChanged, UnfitName, NameTaken, PackageTooLarge, DraftClosed, NotFound; Invalid for another problem's files
    """
    draft = await writable(session, actor, draft_id)
    if draft.revision != base_revision:
        raise DraftChanged(revision=draft.revision)
    refuse_unfit(given)
    if "problem.yaml" in given and identity(given) != (draft.problem_id, draft.pattern):
        raise Invalid("These are the files of another problem: the uuid or the pattern differs.")
    held = {file.path: file for file in await repository.files(session, draft.id)}
    for path in sorted(set(held) | set(given)):
        if path not in held or held[path].text != given.get(path):
            at = clock.now()
            await _change(session, draft, held.get(path, path), given.get(path), by=actor.id, at=at, alone=True)
    await _note(session, Action.DRAFT_REPLACED, actor, draft.id, clock.now(), revision=draft.revision)
    return draft.revision


async def restore(
    session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID, revision: int, *, base_revision: int
) -> int:
    """Bring back the files of an earlier revision, as new changes; gives the draft's revision. As `replace_all`."""
    await repository.draft(session, actor, draft_id)
    then = await files_at(session, draft_id, revision)
    return await replace_all(session, clock, actor, draft_id, then, base_revision=base_revision)


async def close(session: AsyncSession, draft_id: UUID, now: datetime) -> None:
    """From now on the draft can only be read. Asks for nobody's right: the caller has."""
    (await repository.by_id(session, draft_id, locked=True)).closed_at = now
    await session.flush()


async def put_away(session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID) -> None:
    """Close a draft without publishing it. DraftClosed, NotFound."""
    await writable(session, actor, draft_id)
    await close(session, draft_id, clock.now())
    await _note(session, Action.DRAFT_PUT_AWAY, actor, draft_id, clock.now())


async def writable(session: AsyncSession, actor: Actor, draft_id: UUID) -> PackageDraft:
    """The draft, locked for a change. DraftClosed, NotFound."""
    draft = await repository.draft(session, actor, draft_id, locked=True)
    if draft.closed_at is not None:
        raise DraftClosed
    return draft


def refuse_unfit(given: Files) -> None:
    """UnfitName, NameTaken or PackageTooLarge for what is no package, whatever its texts say."""
    if len(given) > MAX_FILES:
        raise PackageTooLarge(f"A package holds at most {MAX_FILES} files.")
    folded: dict[str, str] = {}
    for path, text in given.items():
        if len(path) > MAX_PATH or not KNOWN.fullmatch(path):
            raise UnfitName(f"{path[:MAX_PATH]!r} has no place in a package. {UnfitName.detail}", path=path[:MAX_PATH])
        if (other := folded.setdefault(path.casefold(), path)) != path:
            raise NameTaken(f"{path} and {other} are one name on some computers. Choose another.", path=path)
        if len(text.encode()) > MAX_FILE:
            raise PackageTooLarge(f"{path} is over {MAX_FILE // 1024} KiB. {PackageTooLarge.detail}", path=path)
    if sum(len(text.encode()) for text in given.values()) > MAX_PACKAGE:
        raise PackageTooLarge(f"A package holds at most {MAX_PACKAGE >> 20} MiB. {PackageTooLarge.detail}")


def _unchanged(held: Mapping[str, PackageDraftFile], path: str, base_revision: int) -> PackageDraftFile | None:
    """The file at the revision that was seen; FileChanged with what is there when it has moved on, or is gone."""
    file = held.get(path)
    if (file.revision if file else 0) != base_revision:
        raise FileChanged(path=path, text=file.text if file else None, revision=file.revision if file else 0)
    return file


def _refuse_taken(held: Mapping[str, PackageDraftFile], path: str) -> None:
    if any(path.casefold() == other.casefold() for other in held):
        raise NameTaken(path=path)


async def exported(
    session: AsyncSession, clock: Clock, actor: Actor, draft_id: UUID
) -> tuple[PackageDraft, dict[str, str]]:
    """A draft and all its files, to be taken out of here; that is put on record."""
    draft = await repository.draft(session, actor, draft_id)
    await _note(session, Action.PACKAGE_EXPORTED, actor, draft.id, clock.now(), revision=draft.revision)
    return draft, (await files(session, draft.id))[1]


async def _note(
    session: AsyncSession, action: Action, actor: Actor, draft_id: UUID, at: datetime, **facts: str | int | None
) -> None:
    subject = audit.Subject("package_draft", draft_id)
    await audit.append(session, action, at=at, actor_id=actor.id, subject=subject, facts=facts)


async def _change(
    session: AsyncSession,
    draft: PackageDraft,
    file: PackageDraftFile | str,
    after: str | None,
    *,
    by: UUID,
    at: datetime,
    alone: bool = False,
) -> None:
    """Write one change of a file, or of a path that has none, at the draft's next revision."""
    path, before = (file, None) if isinstance(file, str) else (file.path, file.text)
    draft.revision, draft.updated_at = draft.revision + 1, at
    await repository.write(session, draft, path, after)
    last = None if alone else await repository.last_change(session, draft.id)
    change = PackageDraftChange(draft_id=draft.id, path=path, before=before, after=after, by=by, at=at)
    if last is not None and last.revision > draft.kept_revision and _together(last, change):
        last.revision, last.after = draft.revision, after
        if last.before == after:  # it was taken back: nothing happened
            await session.delete(last)
    else:
        change.revision = draft.revision
        session.add(change)
    await session.flush()
    forgotten = await repository.forget(session, draft.id, keep=MAX_CHANGES, size=MAX_HISTORY)
    draft.forgotten_revision = forgotten or draft.forgotten_revision
    await session.flush()


def _together(last: PackageDraftChange, change: PackageDraftChange) -> bool:
    """Whether the change goes on with the last one: the same person, typing into the same file."""
    if (last.path, last.by) != (change.path, change.by) or change.at - last.at >= TOGETHER:
        return False
    texts = (last.before, last.after, change.after)
    return None not in texts and abs(len(change.after or "") - len(change.before or "")) <= SMALL
