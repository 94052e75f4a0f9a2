"""Erasing a person: what is asked first, what goes, what stays."""

import io
import json
import logging
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

from app.attempts.models import Attempt
from app.audit import keys
from app.audit import service as audit
from app.audit.models import AuditEntry, PersonKey
from app.errors import Forbidden, Invalid, NotErasable, NotFound, StillGraded
from app.identity import outbox
from app.identity.actor import Role
from app.identity.addresses import fold_email
from app.identity.models import Mail, User
from app.kit import log
from app.kit.clock import SystemClock
from app.kit.db import Base, SourceText
from app.kit.smtp import Letter
from app.trust import erasure
from app.trust.personal import PLACES
from tests.app import erasing, planting
from tests.app.erasing import EMAIL, NAME, become, erase
from tests.app.planting import WORD


@pytest.fixture
async def over(planned, sessions, clock):
    """An interview whose every text holds the word, and practice of everybody in it."""
    return await erasing.words_everywhere(planned, sessions, clock)


def _row(table, person_id, now, known):
    """A row of a person with the word in every place for words."""
    by_name = {"email_key": EMAIL, "state": "waiting", "to": f"{WORD}@example.com"}
    by_type = {
        LargeBinary: lambda column: _bytes(column, f"{WORD} {column.name}"),
        ARRAY: lambda _: [],
        JSON: lambda _: {"said": WORD},
        String: lambda column: by_name.get(column.name, f"{WORD} {column.name}" if column.name in words else "x"),
        Date: lambda _: now.date(),
        DateTime: lambda _: now,
        Integer: lambda _: 0,
        Boolean: lambda _: False,
        Uuid: lambda column: uuid4() if column.name == "id" else known.get(_target(column), person_id),
    }
    words = next(place.words for place in PLACES if place.table == table.name)
    values = {}
    for column in table.columns:
        kind = getattr(column.type, "impl", column.type)
        if not (column.server_default or (column.nullable and isinstance(kind, DateTime | Integer))):
            values[column.name] = next(value(column) for each, value in by_type.items() if isinstance(kind, each))
    return values


def _bytes(column, words):
    return words if isinstance(column.type, SourceText) else words.encode()


def _target(column):
    return next((key.column.table.name for key in column.foreign_keys), None)


async def test_every_table_that_holds_words_is_emptied_of_them(over, sessions, clock):
    """Nothing is taken for erased that was never there: the word stands in all of them before."""
    candidate = await become(sessions, clock, over, "candidate")
    known = {place.table for place in PLACES if place.words}
    async with sessions.begin() as session:
        await session.execute(text("DELETE FROM study_tasks"))  # of the same problem, without the word
    for name in sorted(
        known
        - await planting.found_in(sessions)
        - {"rooms", "evidence_states", "ablations", "debrief_trials", "sessions"}
    ):
        table = Base.metadata.tables[name]
        async with sessions.begin() as session:
            version, problem = (await session.execute(text("SELECT id, problem_id FROM problem_versions"))).one()
            own = select(Attempt.id).where(Attempt.user_id == candidate.actor.id).limit(1)
            attempt = (await session.execute(own)).scalar_one()
            theirs = {"attempts": attempt, "interviews": over.id}
            keys = {"problem_versions": version, "problems": problem, **theirs}
            values = _row(table, candidate.actor.id, clock.now(), keys)
            await session.execute(insert(table).values(values))
    async with sessions.begin() as session:
        await session.execute(text("UPDATE sessions SET device = :word, address = :word"), {"word": WORD})
        await session.execute(text("UPDATE rooms SET snapshot = :word"), {"word": WORD.encode()})
        ended = "SELECT id, now(), 'ready', :word, 0, 0, 1, jsonb_build_array(:word) FROM interviews"
        columns = "interview_id, ended_at, state, reason, done, total, version, shadow"
        await session.execute(
            text(f"INSERT INTO evidence_states ({columns}) {ended}").bindparams(bindparam("word", type_=Text)),
            {"word": WORD},
        )
        await session.execute(
            text("INSERT INTO ablations SELECT gen_random_uuid(), a.interview_id, 0, 1, :word, e.id, e.id "
                 "FROM executions e JOIN attempts a ON a.id = e.attempt_id WHERE a.interview_id IS NOT NULL"),
            {"word": WORD},
        )  # fmt: skip
        await session.execute(text("INSERT INTO debriefs SELECT id, now() FROM executions"))
        await session.execute(
            text("INSERT INTO debrief_trials SELECT gen_random_uuid(), submission_id, 'guard', 0, 1, :word, NULL, 'done', "
                 "jsonb_build_object('failing', jsonb_build_array(:word)) FROM debriefs")
            .bindparams(bindparam("word", type_=Text)),
            {"word": WORD},
        )  # fmt: skip
    assert set() == known - await planting.found_in(sessions)
    await erase(sessions, clock, over, candidate)
    others = {"saved_comments", "sessions"}  # of those who are still here
    assert others == await planting.found_in(sessions, WORD, "zimmervogel")


async def test_of_a_candidate_nothing_can_be_read_in_any_table(over, sessions, clock):
    candidate = await become(sessions, clock, over, "candidate")
    planted = await planting.found_in(sessions, WORD, "zimmervogel")
    assert {
        "users",
        "drafts",
        "room_updates",
        "scores",
        "decisions",
        "feedback",
        "sign_in_failures",
        "study_plans",
    } <= planted
    before = await planting.figures(sessions)
    await erase(sessions, clock, over, candidate)
    # what colleagues keep as their own wording names nobody's interview
    assert {"saved_comments"} == await planting.found_in(sessions, WORD, "zimmervogel")
    assert before == await planting.figures(sessions)


@pytest.mark.parametrize("who", ["lead", "interviewer", "reviewer"])
async def test_of_staff_nothing_they_wrote_can_be_read(over, sessions, clock, who):
    mine = "Immerholdrix"
    person = await become(sessions, clock, over, who)
    async with sessions.begin() as session:
        await session.execute(
            text("UPDATE scorecards SET summary = :word WHERE reviewer_id = :me"), {"word": mine, "me": person.actor.id}
        )
    for path, body in (("notes", {"text": mine, "anchor_at": clock.now().isoformat()}), ("discussion", {"text": mine})):
        await over.done(who, path, body)
    before = await planting.figures(sessions)
    await erase(sessions, clock, over, person)
    assert set() == await planting.found_in(sessions, mine, "zimmervogel")
    assert before == await planting.figures(sessions)
    for page in ("", "/plan", "/review", "/review/together", "/report"):
        answer = await over.browser("admin").get(f"/interviews/{over.id}{page}")
        assert answer.status_code in {200, 303, 403}, (page, answer.text)


async def test_mails_go_also_where_the_address_has_letters_that_fold_into_two(over, sessions, clock):
    candidate, email = over.people["candidate"], "Stra\u00dfe@example.com"
    async with sessions.begin() as session:
        user = (await session.execute(select(User).where(User.id == candidate.actor.id))).scalar_one()
        user.email, user.email_key = email, fold_email(email)
        later = clock.now() + timedelta(days=1)
        await outbox.post(session, clock, Letter(email, "Hello", "You"), kind="password", until=later, caused_by=None)
    await erase(sessions, clock, over, candidate, email)
    async with sessions() as session:
        assert 0 == (await session.execute(select(func.count()).select_from(Mail))).scalar_one()


async def test_the_account_opens_nothing_any_more_and_its_address_is_free(over, sessions, clock, sign_in):
    candidate = await become(sessions, clock, over, "candidate")
    await erase(sessions, clock, over, candidate)
    assert 303 == (await candidate.browser.get("/practice")).status_code
    assert 401 == (await candidate.browser.get(f"/api/interviews/{over.id}")).status_code
    again = await sign_in(EMAIL)
    assert candidate.actor.id != again.actor.id


async def test_the_audit_log_still_holds_and_no_longer_tells_who_it_was(over, sessions, clock):
    candidate = await become(sessions, clock, over, "candidate")
    await erase(sessions, clock, over, candidate)
    async with sessions() as session:
        verified = await audit.verify(session)
        assert verified.broken is None
        entries = (await session.execute(select(AuditEntry).order_by(AuditEntry.id))).scalars().all()
        told = await keys.open_sealed(session, [entry.personal for entry in entries])
        assert all(candidate.actor.id not in each for each in told)
        assert "person_erased" == entries[-1].action
        key = (await session.execute(select(PersonKey).where(PersonKey.person_id == candidate.actor.id))).scalar_one()
        assert key.key is None


async def test_neither_logs_nor_the_database_s_own_log_hold_words(over, sessions, clock, monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    log.configure("json", "DEBUG")
    try:
        candidate = await become(sessions, clock, over, "candidate")
        with pytest.raises(IntegrityError) as refused:
            async with sessions.begin() as session:
                await session.execute(
                    text("INSERT INTO users (id, email, email_key, name, password_hash, roles, active) "
                         "VALUES (gen_random_uuid(), :e, :e, :n, '!', '{}', true)"), {"e": EMAIL, "n": NAME}
                )  # fmt: skip
        logging.getLogger("tests").error("refused", exc_info=refused.value)
        await erase(sessions, clock, over, candidate)
    finally:
        monkeypatch.undo()
        log.configure("console", "WARNING")
    assert "request" in written.getvalue()
    assert "zimmervogel" not in written.getvalue().lower()
    async with sessions() as session:
        folder = Path((await session.execute(text("SHOW data_directory"))).scalar_one())
    assert b"zimmervogel" not in (folder / "log").read_bytes().lower()


async def test_a_preview_says_what_would_go(over, sessions, clock):
    candidate = await become(sessions, clock, over, "candidate")
    async with sessions() as session:
        shown = await erasure.preview(session, over.people["admin"].actor, candidate.actor.id)
    assert [over.id] == list(shown.interviews)
    assert shown.counts["statements, questions, messages and hints"] >= 5
    assert 1 == shown.counts["name, address and password"]
    assert "webhooks that they made" not in json.dumps(shown.counts)


async def test_who_asks_is_not_who_confirms(over, sessions, clock):
    admin, candidate = over.people["admin"].actor, over.people["candidate"].actor
    async with sessions.begin() as session:
        with pytest.raises(NotFound):  # nobody has asked for it
            await erasure.confirm(session, clock, admin, candidate.id, email=candidate.email)
        with pytest.raises(Forbidden):
            await erasure.ask(session, clock, over.people["lead"].actor, candidate.id)
        await erasure.ask(session, clock, candidate, candidate.id)
    async with sessions.begin() as session:
        for who in ("candidate", "lead"):
            with pytest.raises(Forbidden):
                await erasure.confirm(session, clock, over.people[who].actor, candidate.id, email=candidate.email)
        with pytest.raises(Invalid):
            await erasure.confirm(session, clock, admin, candidate.id, email="somebody@else.example")
        await erasure.withdraw(session, clock, candidate, candidate.id)
        with pytest.raises(NotFound):
            await erasure.confirm(session, clock, admin, candidate.id, email=candidate.email)


async def test_a_second_confirmation_finds_nothing(over, sessions, clock):
    candidate = over.people["candidate"]
    await erase(sessions, clock, over, candidate, candidate.actor.email)
    with pytest.raises(NotFound):
        await erase(sessions, clock, over, candidate, candidate.actor.email)


async def test_nobody_is_erased_in_the_middle_of_an_interview(held, sessions, clock):
    for who in ("candidate", "lead"):
        with pytest.raises(NotErasable, match="is not over"):
            await erase(sessions, clock, held, held.people[who], held.people[who].actor.email)


async def test_nor_while_something_is_graded(over, sessions, clock):
    async with sessions.begin() as session:
        await session.execute(text("UPDATE executions SET status = 'running'"))
    with pytest.raises(StillGraded):
        await erase(sessions, clock, over, over.people["candidate"], over.people["candidate"].actor.email)


async def test_what_was_under_way_meanwhile_is_swept_up(over, sessions, clock):
    candidate = await become(sessions, clock, over, "candidate")
    await erase(sessions, clock, over, candidate)
    async with sessions.begin() as session:  # a save that began before, and commits after
        await session.execute(text("UPDATE drafts SET solution = :code"), {"code": planting.CODE.encode()})
    assert "drafts" in await planting.found_in(sessions)
    clock.advance(timedelta(minutes=50))
    async with sessions.begin() as session:
        assert 1 == await erasure.sweep(session, clock.now())
    assert "drafts" not in await planting.found_in(sessions)
    clock.advance(timedelta(days=1))
    async with sessions.begin() as session:
        assert 0 == await erasure.sweep(session, clock.now())


async def test_it_is_one_moment_for_the_database_while_the_clock_goes_on(over, sessions):
    candidate = over.people["candidate"]
    await erase(sessions, SystemClock(), over, candidate, candidate.actor.email)
    assert set() == await planting.found_in(sessions, candidate.actor.email)


async def test_the_last_administrator_stays(over, sessions, clock, sign_in):
    admin = over.people["admin"].actor
    async with sessions.begin() as session:
        await erasure.ask(session, clock, admin, admin.id)
        with pytest.raises(NotErasable, match="another administrator"):
            await erasure.confirm(session, clock, admin, admin.id, email=admin.email)
    other = (await sign_in("other@example.com", Role.ADMIN)).actor
    async with sessions.begin() as session:
        await session.execute(text("UPDATE users SET active = false WHERE id = :id"), {"id": other.id})
        with pytest.raises(NotErasable, match="last administrator"):
            await erasure.confirm(session, clock, other, admin.id, email=admin.email)
