"""Reading the audit log: who did what to what, filtered, page by page or as a whole, for administrators."""

import csv
import io
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import keys
from app.audit import service as audit
from app.audit.actions import Action
from app.audit.models import AuditEntry
from app.audit.service import Verified
from app.identity.actor import Actor
from app.identity.addresses import fold_email
from app.identity.models import User
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.text import plain
from app.trust.schemas import AuditEntryShown, AuditPage, PersonShown

PAGE = 50
EXPORTED_AT_ONCE = 1000
COLUMNS = ("number", "at", "actor", "actor_id", "action", "subject_kind", "subject_id", "facts", "personal",
           "request_id", "digest")  # fmt: skip
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=320), AfterValidator(plain)]
Day = Annotated[
    Annotated[date, Field(ge=date(1970, 1, 1), le=date(2999, 12, 31))] | None,
    BeforeValidator(lambda value: value or None),
]
Before = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(lambda value: value or None)]


class Filters(BaseModel):
    """What is looked for: an empty field filters nothing. `who` is a person's id or address; days are of UTC."""

    who: Short = ""
    action: Short = ""
    kind: Short = ""
    subject: Short = ""
    since: Day = None
    until: Day = None


class PageQuery(Filters):
    """Filters, and where the page begins: below the entry of this number."""

    before: Before = None


async def page(session: AsyncSession, actor: Actor, filters: Filters, *, before: int | None = None) -> AuditPage:
    """Entries, newest first; `next` is what `before` has to be for the following page, None at the end."""
    actor.require(Permission.TRUST)
    where = await _where(session, filters)
    if before is not None:
        where.append(AuditEntry.number < before)
    statement = select(AuditEntry).where(*where).order_by(AuditEntry.number.desc()).limit(PAGE + 1)
    found = (await session.execute(statement)).scalars().all()
    shown = await _shown(session, found[:PAGE])
    return AuditPage(entries=shown, next=found[PAGE - 1].number if len(found) > PAGE else None)


async def verify(session: AsyncSession, actor: Actor) -> Verified:
    """Compute the chain again, for administrators."""
    actor.require(Permission.TRUST)
    return await audit.verify(session)


async def note_export(session: AsyncSession, clock: Clock, actor: Actor, form: str) -> None:
    """Put on record that somebody takes the log out; Forbidden for whoever may not."""
    actor.require(Permission.TRUST)
    await audit.append(session, Action.AUDIT_EXPORTED, at=clock.now(), actor_id=actor.id, facts={"form": form})


async def exported(sessionmaker: SessionMaker, filters: Filters, form: Literal["csv", "json"]) -> AsyncIterator[str]:
    """All entries that fit, oldest first, as the text of a file, piece by piece. The caller has asked for the right."""
    last, first = 0, True
    yield ",".join(COLUMNS) + "\r\n" if form == "csv" else "["
    while True:
        async with sessionmaker() as session:
            where = [*await _where(session, filters), AuditEntry.number > last]
            statement = select(AuditEntry).where(*where).order_by(AuditEntry.number).limit(EXPORTED_AT_ONCE)
            found = (await session.execute(statement)).scalars().all()
            rows = [each.model_dump(mode="json") for each in await _shown(session, found)]
        if not rows:
            break
        yield _csv(rows) if form == "csv" else ("" if first else ",") + ",".join(f"\n{json.dumps(row)}" for row in rows)
        last, first = rows[-1]["number"], False
    if form == "json":
        yield "\n]\n"


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_cell(row, name) for name in COLUMNS])
    return out.getvalue()


def _cell(row: dict[str, Any], name: str) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    value = row["actor"] and row["actor"]["name"] if name == "actor" else row.get(name)
    if name == "actor_id":
        value = row["actor"] and row["actor"]["id"]
    told = "" if value is None else value if isinstance(value, str) else json.dumps(value)
    return f"'{told}" if told.startswith(("=", "+", "-", "@", "\t", "\r")) else told


async def _where(session: AsyncSession, filters: Filters) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [AuditEntry.number.is_not(None)]
    if filters.who:
        where.append(AuditEntry.actor_id == await _person_id(session, filters.who))
    for column, value in (
        (AuditEntry.action, filters.action),
        (AuditEntry.subject_kind, filters.kind),
        (AuditEntry.subject_id, filters.subject),
    ):
        if value:
            where.append(column == value)
    if filters.since:
        where.append(AuditEntry.at >= _midnight(filters.since))
    if filters.until:
        where.append(AuditEntry.at < _midnight(filters.until) + timedelta(days=1))
    return where


async def _person_id(session: AsyncSession, who: str) -> UUID | None:
    """The id that is meant; a nil one, which finds nothing, for an address nobody has."""
    try:
        return UUID(who)
    except ValueError:
        found = await session.execute(select(User.id).where(User.email_key == fold_email(who)))
        return found.scalar_one_or_none() or UUID(int=0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


async def _shown(session: AsyncSession, found: Sequence[AuditEntry]) -> list[AuditEntryShown]:
    opened = await keys.open_sealed(session, [entry.personal for entry in found])
    ids = {entry.actor_id for entry in found if entry.actor_id} | {person for each in opened for person in each}
    people = {user.id: user for user in (await session.execute(select(User).where(User.id.in_(ids)))).scalars()}
    return [_entry(entry, fields, people) for entry, fields in zip(found, opened, strict=True)]


def _entry(entry: AuditEntry, fields: dict[UUID, dict[str, str]], people: dict[UUID, User]) -> AuditEntryShown:
    who = people.get(entry.actor_id) if entry.actor_id else None
    name = who.name if who else "Somebody who is gone"
    return AuditEntryShown(
        number=entry.number or 0,
        at=entry.at,
        actor=PersonShown(id=entry.actor_id, name=name) if entry.actor_id else None,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        facts=entry.facts,
        personal={str(person): told for person, told in fields.items()},
        request_id=entry.request_id,
        digest=entry.digest.hex() if entry.digest else "",
    )
