"""A person's readiness: what is estimated, what it is computed from, what to practise next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.patterns import PATTERNS, Criterion, Pattern
from app.readiness import repository
from app.readiness.advice import OpenProblem, Ranked, Suggestion, advise, most_urgent, unseen
from app.readiness.estimate import Estimate, estimate
from app.readiness.observed import Observed
from app.readiness.occasions import occasions, offered


@dataclass(frozen=True, slots=True)
class Source:
    """One problem that is counted, and where its submission is looked at."""

    observed: Observed
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OfPattern:
    """What is known of a pattern; `unseen` are criteria its problems ask for, of which nothing is known."""

    pattern: Pattern
    estimates: list[Estimate]
    unseen: list[Criterion]
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Readiness:
    """All of it, by pattern. There is no figure over all patterns, on purpose."""

    at: datetime
    patterns: list[OfPattern]
    suggestions: list[Suggestion]


async def readiness(session: AsyncSession, clock: Clock, actor: Actor) -> Readiness:
    """A person's own; nobody reads another's."""
    now = clock.now()
    sources = [_source(row) for row in await repository.first_submissions(session, actor.id)]
    estimates = estimate([source.observed for source in sources], now=now)
    there = await _open_problems(session, actor)
    patterns = [_of_pattern(pattern, estimates, there, sources) for pattern in PATTERNS.values()]
    return Readiness(now, patterns, advise(estimates, there))


async def needs(
    session: AsyncSession, clock: Clock, actor: Actor
) -> tuple[dict[str, Ranked | None], list[OpenProblem]]:
    """For whoever plans practice: what matters most of each pattern, and the problems there are."""
    sources = [_source(row) for row in await repository.first_submissions(session, actor.id)]
    estimates = estimate([source.observed for source in sources], now=clock.now())
    there = await _open_problems(session, actor)
    return {pattern: most_urgent(*_of(pattern, estimates, there)) for pattern in PATTERNS}, there


def _of(
    pattern: str, estimates: Sequence[Estimate], there: Sequence[OpenProblem]
) -> tuple[list[Estimate], list[OpenProblem]]:
    known = [each for each in estimates if each.pattern == pattern]
    return known, [problem for problem in there if problem.pattern == pattern]


def _source(row: Row[Any]) -> Source:
    observed = Observed(
        problem=f"{row.pattern}/{row.slug}",
        pattern=row.pattern,
        level=row.level,
        at=row.at,
        occasions=occasions(row.spec, row.checks, row.policies),
    )
    return Source(observed, row.title, f"/attempts/{row.attempt_id}?execution={row.execution_id}")


def _of_pattern(
    pattern: Pattern, estimates: Sequence[Estimate], there: Sequence[OpenProblem], sources: Sequence[Source]
) -> OfPattern:
    known, asking = _of(pattern.id, estimates, there)
    counted = [source for source in sources if source.observed.pattern == pattern.id]
    return OfPattern(pattern, known, unseen(known, asking), counted)


async def _open_problems(session: AsyncSession, actor: Actor) -> list[OpenProblem]:
    found = await problems.browse(session, actor, pattern=None, level=None, minutes=None, text=None)
    current = [(problem, problem.current) for problem in found if problem.current is not None]
    specs = await repository.specs(session, [version.id for _, version in current])
    familiar = await repository.familiar(session, actor.id)
    return [
        OpenProblem(
            pattern=problem.pattern,
            slug=problem.slug,
            title=version.title,
            level=version.level,
            minutes=version.minutes,
            offers=offered(specs[version.id]),
            familiar=problem.id in familiar,
        )
        for problem, version in current
    ]
