"""What the browse page shows: patterns with their problems and how far the person got with each."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.identity.actor import Actor
from app.problems import service as problems
from app.problems.models import Problem
from app.problems.patterns import PATTERNS

STATUSES = ("new", "started", "submitted", "solved")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; None shows all. `minutes` is the most a problem may take."""

    pattern: str | None = None
    level: str | None = None
    status: str | None = None
    minutes: int | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Browsed:
    """Patterns in order, each with the problems that match, and the counts."""

    patterns: list[dict[str, Any]]
    shown: int
    total: int


async def browse(session: AsyncSession, actor: Actor, filters: Filters) -> Browsed:
    """The problems the person may open, by pattern."""
    found = await problems.browse(
        session, actor, pattern=filters.pattern, level=filters.level, minutes=filters.minutes, text=filters.q
    )
    everything = await problems.browse(session, actor, pattern=None, level=None, minutes=None, text=None)
    reached = await attempts.statuses(session, actor)
    cards = [card for card in (_card(problem, reached.get(problem.id, "new")) for problem in found) if card]
    if filters.status:
        cards = [card for card in cards if card["status"] == filters.status]
    patterns = [
        {
            "id": pattern.id,
            "title": pattern.title,
            "tests": pattern.tests,
            "strong": pattern.strong,
            "mistake": pattern.mistake,
            "problems": [card for card in cards if card["pattern"] == pattern.id],
        }
        for pattern in PATTERNS.values()
    ]
    return Browsed(patterns=patterns, shown=len(cards), total=len(everything))


def _card(problem: Problem, status: str) -> dict[str, Any] | None:
    version = problem.current
    if version is None:
        return None
    return {
        "pattern": problem.pattern,
        "id": problem.id,
        "slug": problem.slug,
        "number": problem.number,
        "title": version.title,
        "summary": version.summary,
        "level": version.level,
        "minutes": version.minutes,
        "status": status,
        "url": f"/problems/{problem.pattern}/{problem.slug}",
    }
