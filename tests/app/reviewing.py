"""Scorecards in tests: an interview that is over, and what its reviewers say of it."""

from typing import Any
from uuid import UUID, uuid4

from app.evidence.models import Stored
from app.problems.patterns import Criterion
from tests.app.interview import Interviewing

LINK = str(uuid4())
EVERY = [str(criterion) for criterion in Criterion]


def score(criterion: str, level: int | None = 3, **more: Any) -> dict[str, Any]:
    """A score with a link where one is needed."""
    given = {"criterion": criterion, "level": level, "no_evidence": level is None, "comment": "", "evidence": []}
    return {**given, **({"evidence": [LINK]} if level in {1, 4} else {}), **more}


def card(revision: int = 0, *, level: int | None = 3, summary: str = "", **levels: int | None) -> dict[str, Any]:
    """A scorecard with an answer to every criterion: `level`, or what is named."""
    scores = [score(each, levels.get(each, level)) for each in EVERY]
    return {"revision": revision, "summary": summary, "scores": scores}


def found(held: Interviewing, **more: Any) -> Stored:
    """A row of evidence that scores can link to."""
    values: dict[str, Any] = {
        "id": UUID(LINK),
        "interview_id": held.id,
        "kind": "first_passing_version",
        "about": "incremental",
        "claim": "A first version passed the examples at 12:30.",
        "stands": "for",
        "grade": "A",
        "how": "The first run that passed.",
        "at_seconds": 750.0,
        "problem": 0,
        "data": {},
        "proxy": False,
        "computed_at": held.clock.now(),
        "version": 1,
    }
    return Stored(**{**values, **more})


async def finish(held: Interviewing) -> Interviewing:
    """To the end, from before its lobby."""
    await held.start()
    await held.step("lead", "end")
    async with held.sessions.begin() as session:
        session.add(found(held))
    return held


async def put(held: Interviewing, who: str, body: dict[str, Any]) -> Any:
    return await held.browser(who).put(f"/api/interviews/{held.id}/scorecard", json=body)


async def hand_in(held: Interviewing, who: str, **more: Any) -> dict[str, Any]:
    """A whole scorecard, handed in; gives it as it is kept."""
    before = (await held.get(who, "scorecard")).json()
    return await held.done(who, "scorecard/submit", card(before["revision"], **more))
