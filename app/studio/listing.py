"""The studio's list: every problem of the bank and every draft, with its state and how it behaves among candidates."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.problems.lifecycle import State
from app.problems.patterns import PATTERNS
from app.statistics import service as statistics
from app.studio import repository
from app.studio.models import PackageDraft

PAGE = 40
STATES = ("draft", "new", "bank", "closed")
HEALTH = ("never", "faults", "untried")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; an empty text shows all."""

    pattern: str = ""
    state: str = ""
    health: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A problem, or a draft of one, which has no `version` before it was published; `gone`: retired or leaked since.

    `never` are checks that never failed.
    """

    pattern: str
    slug: str
    title: str
    version: str | None = None
    version_id: UUID | None = None
    gone: str = ""
    draft: PackageDraft | None = None
    attempts: int = 0
    submitted: int = 0
    solved: int = 0
    faults: int = 0
    never: tuple[str, ...] = ()

    def fits(self, filters: Filters) -> bool:
        """Whether the row is to be shown."""
        is_closed = self.draft is not None and self.draft.closed_at is not None
        state = {
            "": not is_closed,
            "draft": self.draft is not None and not is_closed,
            "new": self.version is None and not is_closed,
            "bank": self.version is not None and not self.gone and not is_closed,
            "closed": is_closed,
        }[filters.state]
        health = {
            "": True,
            "never": bool(self.never),
            "faults": self.faults > 0,
            "untried": self.version is not None and not self.attempts,
        }[filters.health]
        said = f"{self.title} {self.pattern}/{self.slug}".casefold()
        return state and health and filters.pattern in {"", self.pattern} and filters.q.casefold() in said


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of rows, and how many there are in all."""

    rows: list[Row]
    total: int
    pages: int


async def listing(session: AsyncSession, actor: Actor, filters: Filters, *, limit: int, offset: int) -> Listed:
    """The rows that fit. NotFound for whoever is no author."""
    repository.require(actor)
    found = list(await repository.titled(session, actor))
    opened = {draft.problem_id: (draft, title) for draft, title in found if draft.closed_at is None}
    rows = await _problems(session, actor, opened)
    in_bank = {row.draft.id for row in rows if row.draft}
    rows += [_alone(draft, title) for draft, title in found if draft.id not in in_bank]
    fitting = [row for row in _ordered(rows) if row.fits(filters)]
    shown = fitting[offset : offset + limit]
    return Listed(shown, len(fitting), -(-len(fitting) // PAGE))


async def _problems(session: AsyncSession, actor: Actor, opened: dict[UUID, tuple[PackageDraft, str]]) -> list[Row]:
    never = await statistics.never_failing(session, actor)
    rows = []
    for line in await statistics.overview(session, actor, "all"):
        version, problem = line.version, line.version.problem
        draft, _ = opened.get(problem.id, (None, ""))
        rows.append(
            Row(
                problem.pattern,
                problem.slug,
                version.title,
                version=version.version,
                version_id=version.id,
                gone="" if version.state == State.PUBLISHED else version.state,
                draft=draft,
                attempts=line.attempts,
                submitted=line.submitted,
                solved=line.solved,
                faults=line.faults,
                never=tuple(never.get(problem.id, ())),
            )
        )
    return rows


def _alone(draft: PackageDraft, title: str) -> Row:
    return Row(draft.pattern, draft.slug, title or draft.slug, draft=draft)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """By pattern, those of the bank in its order first, then drafts by name."""
    places = {pattern: place for place, pattern in enumerate(PATTERNS)}
    return sorted(rows, key=lambda row: (places.get(row.pattern, 0), row.version is None))
