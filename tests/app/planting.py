"""Words of people planted wherever there is room for some, and the search for them in every table."""

from typing import Any

from sqlalchemy import text

from app.kit.db import SessionMaker
from tests.app.interview import Interviewing

WORD = "Quenzorblat"  # stands in no other text
CODE = f"def double(values):\n    # {WORD}\n    return [2 * each for each in values]\n"


async def speak(held: Interviewing) -> None:
    """Let everybody in a running interview say, type, run and note something."""
    await held.type("candidate", CODE)
    await held.done("candidate", "statements", {"kind": "assumption", "problem": 0, "text": f"I assume {WORD}"})
    await held.done("candidate", "messages", {"text": f"Hello from {WORD}"})
    await held.done("lead", "messages", {"text": f"Welcome, {WORD}"})
    await held.done("lead", "feedback", {"text": f"Well said, {WORD}"})
    await held.done("interviewer", "notes", {"text": f"{WORD} seems calm", "anchor_at": held.clock.now().isoformat()})
    await held.done("candidate", "problems/0/reports", {"about": "question", "text": f"{WORD} does not understand"})
    await held.done("candidate", "problems/0/runs", {})
    await held.done("candidate", "problems/0/submissions", {})
    async with held.sessions.begin() as session:
        for table in ("execution_events", "execution_staff_details"):
            await session.execute(text(_GRADED[table]), {"data": f'{{"output": "{WORD}"}}'})
        await session.execute(text("UPDATE executions SET status = 'finished', finished_at = created_at"))
        await session.execute(text(_VERDICTS))


_GRADED = {
    "execution_events": "INSERT INTO execution_events SELECT id, 900, 'output', CAST(:data AS jsonb), created_at "
    "FROM executions",
    "execution_staff_details": "INSERT INTO execution_staff_details SELECT gen_random_uuid(), id, 1, 'output', "
    "CAST(:data AS jsonb), created_at FROM executions",
}
_VERDICTS = """
INSERT INTO verdicts SELECT e.id, a.problem_version_id, 'accepted', '{"means": "passed"}', '{}', '{}', '{}', '1', 's',
    e.created_at FROM executions e JOIN attempts a ON a.id = e.attempt_id WHERE e.kind = 'submission'
"""


async def found_in(sessions: SessionMaker, *words: str) -> set[str]:
    """The tables of the whole database, the planner's samples too, in which a word can be read, as text or as bytes."""
    async with sessions() as session:
        tables = (
            await session.execute(
                text("SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' "
                     "AND table_schema NOT IN ('pg_catalog', 'information_schema')")
            )
        ).all()  # fmt: skip
        found = set()
        for schema, table in [*tables, ("pg_catalog", "pg_statistic")]:
            rows = (await session.execute(text(f'SELECT t::text FROM "{schema}"."{table}" t'))).scalars()  # noqa: S608 - names of the catalogue
            if any(_told(row.lower(), word.lower()) for row in rows for word in words or (WORD,)):
                found.add(table)
        return found


def _told(row: str, word: str) -> bool:
    """Whether a row, whose bytes PostgreSQL writes as hexadecimal digits, has the word in either way of writing."""
    spelt = (word, word.capitalize(), word.title(), word.upper())
    return word in row or any(each.encode().hex() in row for each in spelt)


async def figures(sessions: SessionMaker) -> list[Any]:
    """What aggregate statistics are made of."""
    async with sessions() as session:
        return [
            (await session.execute(text(statement))).all()
            for statement in (
                "SELECT problem_id, problem_version_id, created_at, solved_at FROM attempts ORDER BY id",
                "SELECT attempt_id, kind, status, created_at FROM executions ORDER BY id",
                "SELECT * FROM verdicts ORDER BY execution_id",
                "SELECT criterion, level, no_evidence FROM scores ORDER BY scorecard_id, criterion",
                "SELECT interview_id, outcome FROM decisions",
                "SELECT kind, at, actor_id FROM timeline_events ORDER BY id",
            )
        ]
