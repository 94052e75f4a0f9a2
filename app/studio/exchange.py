"""Git and the studio in step: packages between folders, zip files and the database, nothing overwritten silently."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid, NotFound
from app.identity import service as identity
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock, SystemClock
from app.kit.explained import Explained
from app.problems import service as problems
from app.problems.loader import read_files
from app.problems.package_error import PackageError
from app.studio import archives, drafts, history, repository
from app.studio.schemas import FileDiff

MAX_ARCHIVE = 4 * 1024 * 1024


class WouldOverwrite(Explained):
    """What is there differs from what would be written over it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft that a package went into, and which of its files changed; `began`: there was none before."""

    draft_id: UUID
    began: bool
    changed: list[str]


def read(source: Path) -> archives.Unpacked:
    """A package from its folder or from a zip file. PackageError or UnfitArchive for what is none."""
    if source.is_dir():
        return archives.Unpacked(source.resolve().name, read_files(source))
    if not source.is_file():
        raise PackageError(
            str(source), "there is no such folder or file", remedy="Name a package's folder or zip file."
        )
    if source.stat().st_size > MAX_ARCHIVE:
        raise PackageError(str(source), "the archive is over 4 MiB", remedy="Pack the problem's folder alone.")
    return archives.unpack(source.read_bytes())


async def import_as(
    session: AsyncSession, email: str, package: archives.Unpacked, *, replace: bool = False
) -> Imported:
    """As `import_draft`, in the name of an account; Invalid where that may not."""
    return await import_draft(session, SystemClock(), await _author(session, email), package, replace=replace)


async def _author(session: AsyncSession, email: str) -> Actor:
    found = await identity.account(session, email)
    if found is None or not found.may(Permission.STUDIO):
        raise Invalid(f"{email} is no author or administrator here. Name the account whose draft it shall be.")
    return found


async def import_draft(
    session: AsyncSession, clock: Clock, actor: Actor, package: archives.Unpacked, *, replace: bool = False
) -> Imported:
    """Put a package into the problem's draft, or begin one. WouldOverwrite where that differs, unless `replace`."""
    problem_id, pattern = drafts.identity(package.files)
    slug = package.slug or ""
    opened = await repository.open_draft(session, problem_id, pattern, slug)
    if opened is None:
        draft_id = await drafts.create_from_files(session, clock, actor, slug, package.files)
        return Imported(draft_id, began=True, changed=sorted(package.files))
    revision, held = await drafts.files(session, opened.id)
    changed = [each.path for each in history.differing(held, package.files)]
    if changed and not replace:
        raise WouldOverwrite(
            f"The draft of {opened.pattern}/{opened.slug} differs in {_listed(changed)}. Look at it with "
            f"`holdout problems diff --draft`, then import with --replace: the draft's history keeps what is there now."
        )
    if changed:
        await drafts.replace_all(session, clock, actor, opened.id, package.files, base_revision=revision)
    return Imported(opened.id, began=False, changed=changed)


async def stored(session: AsyncSession, name: str, *, draft: bool) -> dict[str, str]:
    """The files of `<pattern>/<slug>` in the database: of its open draft, or of the version that candidates get."""
    pattern, _, slug = name.partition("/")
    if draft:
        opened = await repository.open_by_name(session, pattern, slug)
        if opened is None:
            raise NotFound(f"There is no open draft of {name}.")
        return (await drafts.files(session, opened.id))[1]
    return await problems.current_files(session, pattern, slug)


async def taken_out(session: AsyncSession, name: str, *, draft: bool) -> dict[str, str]:
    """As `stored`, and it is put on record that somebody at the command line took the package out."""
    subject, at = audit.Subject("package", name), SystemClock().now()
    facts = {"draft": draft}
    await audit.append(session, Action.PACKAGE_EXPORTED, at=at, actor_id=None, subject=subject, facts=facts)
    return await stored(session, name, draft=draft)


def write(target: Path, name: str, files: drafts.Files, *, replace: bool = False) -> list[str]:
    """Write a package into a zip file or a folder; gives the files that changed. WouldOverwrite unless `replace`."""
    if target.suffix != ".zip":
        return write_folder(target, files, replace=replace)
    if target.exists() and not replace:
        raise WouldOverwrite(f"{target} is there already. Choose another name, or say --replace.")
    pattern, _, slug = name.partition("/")
    target.write_bytes(archives.pack(pattern, slug, files))
    return sorted(files)


def differing_from(folder: Path, files: drafts.Files) -> list[FileDiff]:
    """What differs from a folder to these files."""
    return history.differing(read_files(folder), files)


def write_folder(folder: Path, files: drafts.Files, *, replace: bool = False) -> list[str]:
    """Make a folder hold exactly these files; gives those that changed. WouldOverwrite unless `replace`."""
    held = read_files(folder) if folder.exists() else {}
    changed = [each.path for each in history.differing(held, files)]
    if held and changed and not replace:
        raise WouldOverwrite(
            f"{folder} differs in {_listed(changed)}. Look at it with `holdout problems diff`, "
            "then export with --replace, or to another place with --to."
        )
    for path in changed:
        target = folder / path
        if path in files:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[path].encode())
        else:
            target.unlink()
            _drop_empty(target.parent, folder)
    return changed


def _drop_empty(folder: Path, top: Path) -> None:
    """Git knows no empty folders."""
    while folder != top and not any(each.name != "__pycache__" for each in folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent


def as_text(differing: list[FileDiff], before: str, after: str) -> str:
    """What differs, as `git diff` would show it."""
    return "\n".join(line for each in differing for line in _lines(each, before, after))


def _lines(each: FileDiff, before: str, after: str) -> Iterator[str]:
    names = [
        "/dev/null" if text is None else f"{side}/{each.path}"
        for text, side in ((each.before, before), (each.after, after))
    ]
    old, new = ((text or "").splitlines() for text in (each.before, each.after))
    yield from list(unified_diff(old, new, names[0], names[1], lineterm="")) or [
        f"{each.path}: an empty file, or line ends, on one side only"
    ]


def _listed(paths: list[str]) -> str:
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""  # noqa: PLR2004 - as many as fit a line
    return ", ".join(paths[:5]) + more
