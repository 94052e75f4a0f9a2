"""What the database alone is loaded with: a run and a submission as recorded, keystrokes by the product's statement."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text

from app.attempts.models import Attempt
from app.rooms import log as keystrokes
from benchmarks.capacity import cast, statements
from benchmarks.capacity.cast import Interview
from benchmarks.capacity.rooms import Habits, Rooms
from benchmarks.capacity.statements import Script, Statement
from benchmarks.capacity.system import System
from benchmarks.rooms.typists import keystroke

TARGETS, CLIENTS = 400, 32  # each client has its own: of one attempt one run is under way at a time
TIMES = 8
NODES = 8  # with rooms of their own
_TARGETS = """
CREATE TABLE capacity_targets AS
SELECT row_number() OVER () AS n, a.interview_id AS interview, a.user_id AS candidate, a.id AS attempt,
    i.created_by AS lead
FROM attempts a JOIN interviews i ON i.id = a.interview_id
"""
_HEAD = """\\set n random(0, {each}) * {clients} + :client_id + 1
SELECT interview, candidate, lead, attempt FROM capacity_targets WHERE n = :n
\\gset
SELECT {fresh}
\\gset
"""


@dataclass(frozen=True)
class Load:
    """What pgbench sends: a script, the values it names, and how many statements of the product are in it."""

    script: Path
    variables: dict[str, str]
    statements: int


async def grade(system: System, what: str, worker: int) -> Load:
    """The load of one of `runs` or `submissions`, recorded on a system that runs."""
    held = await cast.interview(system.sessions, 0)
    recorded, new = await _record(system, held, what)
    async with system.sessions() as session:
        attempt = await session.scalar(select(Attempt.id).where(Attempt.interview_id == held.id))
    names = {str(held.id): "interview", str(held.candidate.actor.id): "candidate", str(held.lead.actor.id): "lead"}
    names |= {str(attempt): "attempt"} | {id_: f"fresh{number}" for number, id_ in enumerate(new)}
    script = Script(names, worker)
    made = ", ".join(f"gen_random_uuid() AS fresh{number}" for number in range(len(new)))
    path = system.folder / f"{what}.sql"
    path.write_text(script.text(_HEAD.format(each=TARGETS // CLIENTS - 1, clients=CLIENTS, fresh=made), recorded))
    return Load(path, script.variables, sum(map(len, recorded)))


async def _record(system: System, held: Interview, what: str) -> tuple[list[list[Statement]], list[str]]:
    """The transactions of one, of a few the one with the least of other work beside it; and ids that were new in it."""
    rooms, log, kept = Rooms(system.port, Habits()), system.folder / statements.LOG, []
    await rooms.join(held)
    for _ in range(2 * TIMES):  # the first ones until every statement is prepared
        before = log.stat().st_size
        await rooms.ask(held, what, rooms.seen.runs)
        await asyncio.sleep(1.0)
        kept.append((before, log.stat().st_size))
    await rooms.leave()
    if rooms.seen.errors:
        raise RuntimeError(f"the {what} did not work: {rooms.seen.errors}")
    written = log.read_bytes()
    begin, end = _alone(written, kept[TIMES:])
    found = statements.sent(written[begin:end].decode().splitlines())
    known = statements.ids(statements.sent(written[:begin].decode().splitlines()))
    return statements.transactions(found), statements.fresh(found, known)


def _alone(written: bytes, kept: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The shortest of those in which one job ended: where another did, what a worker does now and then is among it."""
    ended = statements.FINISH.encode()
    found = [(begin, end) for begin, end in kept if written[begin:end].count(ended) == 1]
    if not found:
        raise RuntimeError("other jobs ended beside each one that was recorded: ask again on a quieter machine")
    return min(found, key=lambda each: each[1] - each[0])


async def register_worker(system: System) -> int:
    """A worker the queue knows, for as long as nobody looks for silent ones."""
    async with system.sessions.begin() as session:
        return int((await session.execute(text("SELECT * FROM procrastinate_register_worker_v1()"))).scalar_one())


async def targets(system: System) -> list[Interview]:
    """Interviews, each with an attempt, over which the load is spread; the recorded ones are among them."""
    found = [await cast.interview(system.sessions, 0) for _ in range(TARGETS)]
    async with system.sessions.begin() as session:
        first = (await session.execute(select(Attempt).limit(1))).scalar_one()
        pinned = {"problem_id": first.problem_id, "problem_version_id": first.problem_version_id}
        for each in found:
            place = {"interview_id": each.id, "position": 0, "user_id": each.candidate.actor.id}
            session.add(Attempt(**pinned, **place, created_at=cast.CLOCK.now()))
    async with system.sessions.begin() as session:
        for statement in (_TARGETS, "CREATE UNIQUE INDEX ON capacity_targets (n)", "ANALYZE"):
            await session.execute(text(statement))
    return found


def typing(system: System, rooms: int, held: Sequence[Interview]) -> Load:
    """The load of keystrokes: so many rooms with one key each to a statement, as a web node gathers them."""
    variables, lines = _shared(rooms), []
    for node in range(NODES):
        own = held[node * rooms : (node + 1) * rooms]
        variables[f"rooms{node}"] = _array(str(each.id) for each in own)
        variables[f"authors{node}"] = _array(str(each.candidate.actor.id) for each in own)
        statement = keystrokes._APPEND.strip()  # noqa: SLF001 - the very statement
        for name in ("rooms", "authors"):
            statement = statement.replace(f"%({name})s", f":{name}{node}")
        lines.append(f"\\if :client_id = {node}\n" + re.sub(r"%\((\w+)\)s", r":\1", statement) + ";\n\\endif\n")
    path = system.folder / f"keys-{rooms}.sql"
    path.write_text("".join(lines))
    return Load(path, variables, 1)


def _shared(rooms: int) -> dict[str, str]:
    payloads = (f'"\\\\x{keystroke(2_000_000_000 + number, 1000).hex()}"' for number in range(rooms))
    return {
        "channel": "capacity",
        "head": '{"node": "capacity", "log": ',
        "together": str(keystrokes.TOGETHER),
        "at": datetime.now(UTC).isoformat(),
        "places": _array("1" for _ in range(rooms)),
        "clients": _array(str(2_000_000_000 + number) for number in range(rooms)),
        "payloads": _array(payloads),
    }


def _array(values: Iterable[str]) -> str:
    return "{" + ",".join(values) + "}"
