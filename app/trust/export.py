"""A person's data as a zip: what they are known by, what they typed and said, and what was done in their name.

What others wrote about them is theirs to give: of that only the feedback that was released is in it.
"""

import json
import zipfile
from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Execution
from app.audit import service as audit
from app.audit.actions import Action
from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.models import User
from app.identity.permissions import Permission
from app.interviews import blind
from app.interviews.models import Interview, InterviewPerson
from app.interviews.rights import Part
from app.kit.clock import Clock
from app.rooms import service as rooms
from app.trust import export_repository, repository
from app.trust.personal import REMOVED

IN_MEMORY = 8 * 1024 * 1024
README = """What Holdout keeps of you, in files that any editor opens.

person.json      who you are here, and what opens your account: sessions, tokens, passkeys, other sign-in services
practice/        each attempt: what you typed, ran and submitted, with the verdicts, and what was said to the
                 coach and by it; the drill, mock pairs, and solutions you opened
interviews/      each interview you had a part in: your part, what you said and did, your code as candidate, the
                 feedback that was released to you, and what you wrote yourself as interviewer or reviewer
plan.json        your plan of practice
written.json     reports of problems and saved comments
audit.json       what is on record as done by you

While an interview of yours is under way, what you have practised of its problems is left out, as you cannot open it
then either; it is in a file of after the interview.

Times are UTC. Where a text says "{removed}", it was removed when its time was over.
"""


class _Zip:
    """A zip that is written entry by entry."""

    def __init__(self, to: zipfile.ZipFile) -> None:
        self._zip = to

    def text(self, path: str, content: str) -> None:
        self._zip.writestr(path, content)

    def json(self, path: str, content: Any) -> None:
        plain = to_jsonable_python(content, serialize_unknown=True)
        self._zip.writestr(path, json.dumps(plain, indent=2, ensure_ascii=False) + "\n")


async def export(session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID) -> IO[bytes]:
    """The zip as an open file, for the person or an administrator.

    Raises:
        NotFound (there is nobody, or not any more), AccountNeeded (a guest), Forbidden
    """
    actor.require_more_than_a_link()
    if person_id != actor.id:
        actor.require(Permission.TRUST)
    person = await repository.person(session, person_id)
    if person is None:
        raise NotFound
    subject = audit.Subject("person", person_id)
    await audit.append(session, Action.PERSON_EXPORTED, at=clock.now(), actor_id=actor.id, subject=subject)
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as raw:
        zipped = _Zip(raw)
        zipped.text("README.txt", README.replace("{removed}", REMOVED))
        zipped.json("person.json", await _person(session, person))
        await _practice(session, zipped, person)
        await _interviews(session, zipped, person)
        zipped.json("plan.json", await export_repository.plan_of(session, person.id))
        zipped.json("written.json", await _written(session, person))
        zipped.json("audit.json", await export_repository.audit_of(session, person.id))
    file.seek(0)
    return file


async def _person(session: AsyncSession, person: User) -> Mapping[str, Any]:
    known = {name: getattr(person, name) for name in ("id", "name", "email", "roles", "active", "guest", "created_at")}
    return {**known, **await export_repository.ways_in(session, person.id)}


async def _practice(session: AsyncSession, zipped: _Zip, person: User) -> None:
    zipped.json("practice/drill.json", await export_repository.drill(session, person.id))
    zipped.json("practice/opened_solutions.json", await export_repository.opened_solutions(session, person.id))
    for number, (attempt, address) in enumerate(await export_repository.practice(session, person.id), 1):
        folder = f"practice/{number:03}-{address.replace('/', '-')}"
        executions = await export_repository.executions(session, attempt.id)
        zipped.json(f"{folder}/attempt.json", {**_attempt(attempt), "asked_for": [_execution(e) for e in executions]})
        if tried := await export_repository.trials(session, attempt.id):
            zipped.json(f"{folder}/tried.json", tried)
        if attempt.draft is not None:
            zipped.text(f"{folder}/solution.py", attempt.draft.solution)
            zipped.text(f"{folder}/checks.py", attempt.draft.checks)
        _sources(zipped, folder, executions)
        coached = await _coached(session, attempt)
        if any(coached.values()):
            zipped.json(f"{folder}/coach.json", coached)
    zipped.json("practice/readings.json", await export_repository.readings(session, person.id))
    zipped.json("practice/mock-pairs.json", await export_repository.mock_pairs(session, person.id))
    zipped.json("practice/check-bench.json", await export_repository.bench_runs(session, person.id))


async def _coached(session: AsyncSession, attempt: Attempt) -> Mapping[str, Any]:
    """What was said to the coach of an attempt, and by it."""
    queries = {
        "said": export_repository.said_to_the_coach,
        "asked": export_repository.asked_of_the_coach,
        "told": export_repository.told_by_the_coach,
        "clock": export_repository.clock_of,
    }
    return {name: await query(session, attempt.id) for name, query in queries.items()}


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {name: getattr(attempt, name) for name in ("id", "created_at", "superseded_at", "solved_at")}


def _execution(execution: Execution) -> dict[str, Any]:
    verdict = execution.verdict.verdict if execution.verdict else None
    return {**_asked(execution), "verdict": verdict}


def _asked(execution: Execution) -> dict[str, Any]:
    return {name: getattr(execution, name) for name in ("id", "kind", "status", "created_at", "finished_at")}


def _sources(zipped: _Zip, folder: str, executions: Iterable[Execution]) -> None:
    for number, each in enumerate(executions, 1):
        zipped.text(f"{folder}/{number:04}-{each.kind}/solution.py", each.solution)
        if each.checks:
            zipped.text(f"{folder}/{number:04}-{each.kind}/checks.py", each.checks)


async def _interviews(session: AsyncSession, zipped: _Zip, person: User) -> None:
    for seat in await export_repository.seats(session, person.id):
        interview = seat.interview
        folder = f"interviews/{interview.created_at:%Y-%m-%d}-{str(interview.id)[:8]}"
        zipped.json(f"{folder}/interview.json", _told(seat, interview))
        zipped.json(f"{folder}/said_and_done.json", await export_repository.events(session, interview.id, person.id))
        if seat.part == Part.CANDIDATE:
            await _as_candidate(session, zipped, folder, interview)
        else:
            zipped.json(f"{folder}/written.json", await export_repository.judged(session, interview.id, person.id))


def _told(seat: InterviewPerson, interview: Interview) -> dict[str, Any]:
    """A blind reviewer's without its title, which may name the candidate."""
    names = ("id", "kind", "state", "started_at", "ended_at", "recording_removed_at")
    title = None if blind.is_blind(seat) else interview.title
    return {"title": title, "part": seat.part, **{name: getattr(interview, name) for name in names}}


async def _as_candidate(session: AsyncSession, zipped: _Zip, folder: str, interview: Interview) -> None:
    """Own code, and what was released; how it was graded is for those who judge."""
    for attempt in await export_repository.attempts_in(session, interview.id):
        place = f"{folder}/problem-{(attempt.position or 0) + 1}"
        executions = await export_repository.executions(session, attempt.id)
        zipped.json(f"{place}/asked_for.json", [_asked(each) for each in executions])
        _sources(zipped, place, executions)
        if interview.recording_removed_at is None and attempt.position is not None:
            texts = await rooms.text(session, interview.id, attempt.position)
            zipped.text(f"{place}/solution.py", texts.solution)
            zipped.text(f"{place}/checks.py", texts.checks)
    if released := await export_repository.feedback(session, interview.id):
        zipped.text(f"{folder}/feedback.txt", released)


async def _written(session: AsyncSession, person: User) -> Mapping[str, Any]:
    return {
        "reports": await export_repository.reports(session, person.id),
        "saved_comments": await export_repository.saved_comments(session, person.id),
    }
