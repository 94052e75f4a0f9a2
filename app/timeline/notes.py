"""Private notes: anchored to moments, in Markdown, for the staff of the interview and nobody else, ever."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid
from app.events.talk import NoteChanged, NoteRemoved, NoteWritten
from app.identity.actor import Actor
from app.interviews import service, talk
from app.interviews.models import Interview
from app.interviews.rights import Right
from app.interviews.talk_schemas import NoteIn
from app.kit.clock import Clock
from app.kit.markdown import MarkdownError, to_html
from app.kit.waiting import Places
from app.timeline import repository
from app.timeline.authors import authors
from app.timeline.models import Note
from app.timeline.staff import NoteForStaff

MAX_NOTES = 2000
MOST_HTML = 40_000  # characters; a note of 4,000 that becomes more is not meant to be read
MOST_AHEAD = timedelta(seconds=10)  # of a page that guesses what time it is here
AT_ONCE = 20  # notes; some take a tenth of a second each, and who asked may be gone after that
PLACES = Places(2, waiting=8)  # whoever waits holds a connection to the database


async def listed(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> list[NoteForStaff]:
    """All notes of the interview, by the moments they are about."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.NOTE)
    return await views(session, seat.interview, actor)


async def views(
    session: AsyncSession, interview: Interview, reader: Actor, only: list[UUID] | None = None
) -> list[NoteForStaff]:
    """Notes as one of the staff reads them. TooManyRequests where many others wait for theirs."""
    found = await repository.notes(session, interview.id, only=only, limit=MAX_NOTES)
    by = await authors(session, interview, [note.author_id for note in found])
    cover = interview.veil.text if interview.veil else str
    texts = [cover(note.text) for note in found]
    shown = await _shown(texts)
    return [
        NoteForStaff(
            id=note.id,
            author=by.get(note.author_id),
            mine=note.author_id == reader.id,
            text=text,
            text_html=html,
            anchor_at=note.anchor_at,
            created_at=note.created_at,
            changed_at=note.changed_at,
        )
        for note, text, html in zip(found, texts, shown, strict=True)
    ]


async def _shown(texts: Sequence[str]) -> list[str]:
    shown: list[str] = []
    for start in range(0, len(texts), AT_ONCE):
        async with PLACES.one():
            shown += await asyncio.to_thread(
                lambda some: [_html(each) for each in some], texts[start : start + AT_ONCE]
            )
    return shown


@lru_cache(maxsize=MAX_NOTES)  # all of an interview: they are read again with every page of its timeline
def _html(text: str) -> str:
    """The note as it was written, where its maths cannot be typeset or it would grow beyond measure."""
    as_written = f"<pre>{escape(text)}</pre>"
    try:
        html = to_html(text)
    except MarkdownError:
        return as_written
    return html if len(html) <= MOST_HTML else as_written


async def write(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: NoteIn) -> NoteForStaff:
    """Keep a note. Invalid for a moment that is not of this interview, or when there are too many."""
    seat = await talk.held(session, clock, actor, interview_id, Right.NOTE, kind="note_written")
    now = clock.now()
    if await repository.count_notes(session, interview_id) >= MAX_NOTES:
        raise Invalid.of("text", f"An interview has at most {MAX_NOTES} notes.")
    note = Note(
        id=uuid4(),
        interview_id=interview_id,
        author_id=actor.id,
        text=given.text,
        anchor_at=_anchor(seat.interview, given, now),
        created_at=now,
    )
    await repository.add_note(session, note)
    written = NoteWritten(note_id=note.id, anchor_at=note.anchor_at)
    await service.record(session, seat.interview, written, at=now, by=actor)
    return (await views(session, seat.interview, actor, [note.id]))[0]


async def change(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, note_id: UUID, *, given: NoteIn
) -> NoteForStaff:
    """Change an own note; where no moment is given, it stays at its own."""
    seat = await talk.held(session, clock, actor, interview_id, Right.NOTE, kind="note_changed")
    note = await repository.own_note(session, interview_id, actor.id, note_id)
    now = clock.now()
    if given.anchor_at is not None:
        note.anchor_at = _anchor(seat.interview, given, now)
    note.text, note.changed_at = given.text, now
    changed = NoteChanged(note_id=note.id, anchor_at=note.anchor_at)
    await service.record(session, seat.interview, changed, at=now, by=actor)
    return (await views(session, seat.interview, actor, [note.id]))[0]


async def remove(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, note_id: UUID) -> None:
    """Forget an own note; that there was one stays on record."""
    seat = await talk.held(session, clock, actor, interview_id, Right.NOTE, kind="note_removed")
    note = await repository.own_note(session, interview_id, actor.id, note_id)
    await repository.delete_note(session, note)
    await service.record(session, seat.interview, NoteRemoved(note_id=note.id), at=clock.now(), by=actor)


def _anchor(interview: Interview, given: NoteIn, now: datetime) -> datetime:
    moment = given.anchor_at or now
    if now < moment <= now + MOST_AHEAD:
        return now
    if not interview.created_at <= moment <= now:
        raise Invalid.of("anchor_at", "That moment is before the interview was planned, or not yet.")
    return moment
