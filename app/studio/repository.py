"""Queries on drafts of packages. They are open to authors and administrators alike; whoever else asks finds none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, and_, bindparam, delete, false, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Regrade
from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.db import one_or_raise
from app.problems.models import BankOffer
from app.problems.yaml_lines import Document
from app.studio.models import PackageDraft, PackageDraftChange, PackageDraftFile, Verification

# What shows the inside of a problem (files, solutions, names of checks), and which problem it is of.
INSIDE: dict[str, Select[UUID]] = {
    "draft_id": select(PackageDraft.problem_id).where(PackageDraft.id == bindparam("named")),
    "verification_id": (
        select(PackageDraft.problem_id)
        .join(Verification, Verification.draft_id == PackageDraft.id)
        .where(Verification.id == bindparam("named"))
    ),
    "offer_id": select(BankOffer.problem_id).where(BankOffer.id == bindparam("named")),
    "regrade_id": select(Regrade.problem_id).where(Regrade.id == bindparam("named")),
}


async def problem_of(session: AsyncSession, kind: str, named: UUID) -> UUID | None:
    """The problem whose inside that shows, None where there is no such thing. For authors."""
    return (await session.execute(INSIDE[kind], {"named": named})).scalar_one_or_none()


def readable(actor: Actor) -> Select[PackageDraft]:
    """The drafts this person may open."""
    statement = select(PackageDraft)
    return statement if actor.may(Permission.STUDIO) else statement.where(false())


async def draft(session: AsyncSession, actor: Actor, draft_id: UUID, *, locked: bool = False) -> PackageDraft:
    """A draft; NotFound where there is none for this person. `locked`: for a change."""
    statement = readable(actor).where(PackageDraft.id == draft_id)
    return await one_or_raise(session, _locked(statement) if locked else statement, NotFound())


async def open_draft(session: AsyncSession, problem_id: UUID, pattern: str, slug: str) -> PackageDraft | None:
    """The open draft of this problem, or of this name."""
    same = (PackageDraft.problem_id == problem_id) | ((PackageDraft.pattern == pattern) & (PackageDraft.slug == slug))
    statement = select(PackageDraft).where(PackageDraft.closed_at.is_(None), same)
    return (await session.execute(statement.limit(1))).scalar_one_or_none()


async def open_by_name(session: AsyncSession, pattern: str, slug: str) -> PackageDraft | None:
    """The open draft of this name."""
    statement = select(PackageDraft).where(PackageDraft.pattern == pattern, PackageDraft.slug == slug)
    return (await session.execute(statement.where(PackageDraft.closed_at.is_(None)))).scalar_one_or_none()


async def files(session: AsyncSession, draft_id: UUID) -> list[PackageDraftFile]:
    """The files of a draft by path."""
    statement = select(PackageDraftFile).where(PackageDraftFile.draft_id == draft_id)
    statement = statement.order_by(PackageDraftFile.path.collate("C")).execution_options(populate_existing=True)
    return list((await session.execute(statement)).scalars())


async def revision(session: AsyncSession, draft_id: UUID) -> int:
    """Where a draft stands; NotFound when there is none."""
    return await one_or_raise(session, select(PackageDraft.revision).where(PackageDraft.id == draft_id), NotFound())


async def last_change(session: AsyncSession, draft_id: UUID) -> PackageDraftChange | None:
    """The newest change of a draft."""
    return next(iter(await changes(session, draft_id, limit=1)), None)


async def changes(
    session: AsyncSession, draft_id: UUID, *, limit: int, path: str | None = None, before: int | None = None
) -> Sequence[PackageDraftChange]:
    """Changes, newest first: of one file, or of those before a revision, where that is asked for."""
    statement = select(PackageDraftChange).where(PackageDraftChange.draft_id == draft_id)
    if path is not None:
        statement = statement.where(PackageDraftChange.path == path)
    if before is not None:
        statement = statement.where(PackageDraftChange.revision < before)
    statement = statement.order_by(PackageDraftChange.revision.desc()).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def undone(session: AsyncSession, draft_id: UUID, revision: int) -> dict[str, str | None]:
    """What the files changed after `revision` held at it: the text before the first of these changes."""
    statement = (
        select(PackageDraftChange.path, PackageDraftChange.before)
        .ext(distinct_on(PackageDraftChange.path))
        .where(PackageDraftChange.draft_id == draft_id, PackageDraftChange.revision > revision)
        .order_by(PackageDraftChange.path, PackageDraftChange.revision)
    )
    return {row.path: row.before for row in await session.execute(statement)}


async def forget(session: AsyncSession, draft_id: UUID, *, keep: int, size: int) -> int | None:
    """Drop all but the newest changes, `keep` of them and `size` bytes; gives the newest revision that was dropped."""
    newest_first = PackageDraftChange.revision.desc()
    sizes = [
        func.coalesce(func.octet_length(column), 0) for column in (PackageDraftChange.before, PackageDraftChange.after)
    ]
    counted = (
        select(
            PackageDraftChange.revision,
            func.row_number().over(order_by=newest_first).label("place"),
            func.sum(sizes[0] + sizes[1]).over(order_by=newest_first).label("size"),
        )
        .where(PackageDraftChange.draft_id == draft_id)
        .subquery()
    )
    too_old = (counted.c.place > keep) | ((counted.c.size > size) & (counted.c.place > 1))
    last: int | None = (await session.execute(select(func.max(counted.c.revision)).where(too_old))).scalar_one()
    if last is not None:
        old = (PackageDraftChange.draft_id == draft_id) & (PackageDraftChange.revision <= last)
        await session.execute(delete(PackageDraftChange).where(old))
    return last


async def begun_in(session: AsyncSession, pattern: str) -> int:
    """How many open drafts of a pattern are of problems that the bank has not."""
    statement = select(func.count()).where(
        PackageDraft.pattern == pattern, PackageDraft.closed_at.is_(None), PackageDraft.base_version.is_(None)
    )
    return (await session.execute(statement)).scalar_one()


async def begun_since(session: AsyncSession, person_id: UUID, since: datetime) -> int:
    """How many drafts a person has begun since then, closed ones too."""
    mine = PackageDraft.created_by == person_id, PackageDraft.created_at > since
    return (await session.execute(select(func.count()).select_from(PackageDraft).where(*mine))).scalar_one()


async def by_id(session: AsyncSession, draft_id: UUID, *, locked: bool = False) -> PackageDraft:
    """A draft, whoever asks; NotFound when there is none."""
    statement = select(PackageDraft).where(PackageDraft.id == draft_id)
    return await one_or_raise(session, _locked(statement) if locked else statement, NotFound())


def _locked(statement: Select[PackageDraft]) -> Select[PackageDraft]:
    """Wait for whoever changes the draft, and see what they made of it."""
    return statement.with_for_update().execution_options(populate_existing=True)


async def insert_draft(session: AsyncSession, values: dict[str, Any]) -> UUID | None:
    """Begin a draft; None when one of this problem or name is open."""
    statement = insert(PackageDraft).values(id=uuid4(), revision=1, kept_revision=1, forgotten_revision=0, **values)
    return (await session.execute(statement.on_conflict_do_nothing().returning(PackageDraft.id))).scalar_one_or_none()


async def keep(session: AsyncSession, draft_id: UUID) -> None:
    """Tell no change up to now together with later ones."""
    statement = update(PackageDraft).where(PackageDraft.id == draft_id)
    await session.execute(statement.values(kept_revision=PackageDraft.revision))


async def file(session: AsyncSession, draft_id: UUID, path: str) -> PackageDraftFile:
    """One file of a draft; NotFound when there is none."""
    statement = select(PackageDraftFile).where(PackageDraftFile.draft_id == draft_id, PackageDraftFile.path == path)
    return await one_or_raise(session, statement, NotFound())


async def write(session: AsyncSession, draft: PackageDraft, path: str, text: str | None) -> None:
    """Set a file of a draft at its revision; without a text there is none any more."""
    found = await session.get(PackageDraftFile, (draft.id, path))
    if text is None:
        await session.delete(found)
    elif found is None:
        session.add(PackageDraftFile(draft_id=draft.id, path=path, text=text, revision=draft.revision))
    else:
        found.text, found.revision = text, draft.revision
    await session.flush()


async def drafts(session: AsyncSession, actor: Actor, *, limit: int, offset: int) -> tuple[Sequence[PackageDraft], int]:
    """A page of the drafts a person may open, the one changed last first, and how many there are in all."""
    there = readable(actor)
    total = (await session.execute(select(func.count()).select_from(there.subquery()))).scalar_one()
    statement = there.order_by(PackageDraft.updated_at.desc(), PackageDraft.id).limit(limit).offset(offset)
    return (await session.execute(statement)).scalars().all(), total


async def file_lines(session: AsyncSession, draft_id: UUID) -> Sequence[Row[str, int]]:
    """Path and revision of each file, by path."""
    statement = select(PackageDraftFile.path, PackageDraftFile.revision).where(PackageDraftFile.draft_id == draft_id)
    return (await session.execute(statement.order_by(PackageDraftFile.path.collate("C")))).all()


def require(actor: Actor) -> None:
    """NotFound for whoever is no author."""
    if not actor.may(Permission.STUDIO):
        raise NotFound


async def titled(session: AsyncSession, actor: Actor) -> Sequence[tuple[PackageDraft, str]]:
    """Every draft that a person may open, with the title its problem.yaml says; the newest first, 1,000 at most."""
    spec = and_(PackageDraftFile.draft_id == PackageDraft.id, PackageDraftFile.path == "problem.yaml")
    statement = readable(actor).outerjoin(PackageDraftFile, spec).add_columns(PackageDraftFile.text)
    rows = await session.execute(statement.order_by(PackageDraft.updated_at.desc()).limit(1000))
    return [(draft, _title(text or "")) for draft, text in rows]


def _title(text: str) -> str:
    """What problem.yaml says on a line of its own; the file may be broken elsewhere."""
    line = next((line for line in text.splitlines() if line.startswith("title:")), "title:")[:400]
    try:
        return str(Document(line).data["title"] or "")[:80]
    except (KeyError, TypeError, ValueError):
        return line.removeprefix("title:").strip()[:80]
