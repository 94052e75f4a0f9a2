"""What stood in a room's texts, burst by burst, from its log."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.rooms import repository
from app.rooms.document import KINDS, Document
from app.rooms.service import LONGEST, PAUSE

UPDATES_AT_ONCE = 10_000
MOST_BYTES = 64 * 1024 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Typed:
    """Both texts of a problem after a burst of one person's typing that changed one (author None: the starters)."""

    author: UUID | None
    position: int
    seq: int
    at: datetime
    until: datetime
    solution: str
    checks: str


async def of(session: AsyncSession, interview_id: UUID) -> list[Typed]:
    """Every burst in order; of very long histories of very long texts only some. None without a room."""
    if not await repository.exists(session, interview_id):
        return []
    found = await repository.stored(session, interview_id)
    reader = _Reader(found.problems)
    after, more = 0, True
    while more:
        rows = await repository.log_page(session, interview_id, after=after, limit=UPDATES_AT_ONCE)
        await asyncio.to_thread(reader.read, rows)
        after, more = rows[-1].seq if rows else after, len(rows) == UPDATES_AT_ONCE
    reader.end()
    return reader.found


class _Reader:
    """Applies a log to an empty document and remembers the texts wherever a burst ends."""

    def __init__(self, problems: int) -> None:
        self.found: list[Typed] = []
        self._document = Document(problems)
        self._texts = dict.fromkeys(range(problems), ("", ""))
        self._author: UUID | None = None
        self._first = self._last = _EPOCH
        self._seq = 0
        self._bytes = 0

    def read(self, rows: Iterable[Row[int, int, str | None, bytes]]) -> None:
        """Go on with the next page."""
        for seq, milliseconds, author_id, payload in rows:
            author = UUID(author_id) if author_id else None
            at = _EPOCH + timedelta(milliseconds=milliseconds)
            if abs(at - self._last) <= PAUSE:
                at = max(at, self._last)  # nodes' clocks differ a little; by more, each time stands as it is
            if self._seq and self._begins(author, at):
                self.end()
                self._first = at
            elif not self._seq:
                self._first = at
            self._document.absorb(payload)
            self._author, self._last, self._seq = author, at, seq

    def _begins(self, author: UUID | None, at: datetime) -> bool:
        """Whether another burst begins: the rule of `repository.bursts`."""
        halves = (at - _EPOCH) // LONGEST != (self._last - _EPOCH) // LONGEST
        return author != self._author or abs(at - self._last) > PAUSE or halves

    def end(self) -> None:
        """Note the texts that changed since the last burst."""
        for position, before in self._texts.items():
            solution, checks = (self._document.text(f"{kind}:{position}") for kind in KINDS)
            if (solution, checks) == before and self._author is not None:
                continue
            self._texts[position] = solution, checks
            self._bytes += len(solution) + len(checks)
            self.found.append(Typed(self._author, position, self._seq, self._first, self._last, solution, checks))
        if self._bytes > MOST_BYTES:
            self._thin()

    def _thin(self) -> None:
        """Forget every other text, but the starters and the latest."""
        starters, latest = len(self._texts), len(self.found) - len(self._texts)
        del self.found[starters:latest:2]
        self._bytes = sum(len(typed.solution) + len(typed.checks) for typed in self.found)
