"""What a draft was before: its changes by person and time, and what differs between two of its states."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import service as identity
from app.identity.actor import Actor
from app.kit import differences
from app.studio import drafts, repository
from app.studio.models import PackageDraftChange
from app.studio.schemas import ChangePage, ChangeView, FileDiff

PAGE = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """A file line by line: `lines` are (kind, text), the kind one of " +-@"; None where it is too long for that."""

    path: str
    kind: str
    lines: Sequence[tuple[str, str]] | None


async def changes(
    session: AsyncSession, actor: Actor, draft_id: UUID, *, path: str | None = None, before: int | None = None
) -> ChangePage:
    """The changes of a draft, the newest first. NotFound for whoever may not open it."""
    draft = await repository.draft(session, actor, draft_id)
    found = list(await repository.changes(session, draft.id, limit=PAGE + 1, path=path, before=before))
    people = await identity.people(session, {each.by for each in found})
    shown = await asyncio.to_thread(lambda: [_shown(each, people) for each in found[:PAGE]])
    return ChangePage(changes=shown, next=shown[-1].revision if len(found) > PAGE else None)


def _shown(change: PackageDraftChange, people: Mapping[UUID, Actor]) -> ChangeView:
    before, after = Counter((change.before or "").splitlines()), Counter((change.after or "").splitlines())
    return ChangeView(
        revision=change.revision,
        path=change.path,
        kind=_kind(change.before, change.after),
        by=people[change.by].name if change.by in people else "somebody",
        at=change.at,
        added=(after - before).total(),
        removed=(before - after).total(),
    )


def _kind(before: str | None, after: str | None) -> str:
    return "made" if before is None else "removed" if after is None else "changed"


async def diff(session: AsyncSession, actor: Actor, draft_id: UUID, *, earlier: int, later: int) -> list[FileDiff]:
    """The files that differ between two revisions. NotFound for whoever may not open the draft."""
    await repository.draft(session, actor, draft_id)
    return differing(await drafts.files_at(session, draft_id, earlier), await drafts.files_at(session, draft_id, later))


def differing(before: drafts.Files, after: drafts.Files) -> list[FileDiff]:
    """The files that differ between two packages, by path."""
    return [
        FileDiff(path=path, before=before.get(path), after=after.get(path))
        for path in sorted(set(before) | set(after))
        if before.get(path) != after.get(path)
    ]


async def compared(found: Sequence[FileDiff]) -> list[Compared]:
    """The same, line by line."""
    return await asyncio.to_thread(lambda: [line_by_line(each) for each in found])


def line_by_line(each: FileDiff) -> Compared:
    """One file, with three lines of context around what differs."""
    kind = _kind(each.before, each.after)
    told = differences.unified(each.before or "", each.after or "")
    if told is None:
        return Compared(each.path, kind, None)
    return Compared(each.path, kind, [(line[0], line if line[0] == "@" else line[1:]) for line in told[2:]])
