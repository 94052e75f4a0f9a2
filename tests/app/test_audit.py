import asyncio
import base64
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit import keys, service
from app.audit.actions import Action
from app.audit.models import AuditEntry, PersonKey
from app.kit import origin


async def _write(sessions, clock, count=1, **fields: object):
    async with sessions.begin() as session:
        for _ in range(count):
            values = {"actor_id": uuid4(), "subject": service.Subject("interview", uuid4()), **fields}
            await service.append(session, Action.DECISION_MADE, at=clock.now(), **values)


async def _verified(sessions):
    async with sessions() as session:
        return await service.verify(session)


async def _tamper(sessions, statement):
    async with sessions.begin() as session:
        await session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_unchanged"))
        await session.execute(text(statement))
        await session.execute(text("ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_unchanged"))


async def test_entries_are_chained_in_the_order_of_their_commits(app, sessions, clock):
    await _write(sessions, clock, 3, facts={"outcome": "hire", "n": 2, "none": None})
    await asyncio.gather(*(_write(sessions, clock, 2) for _ in range(8)))
    verified = await _verified(sessions)
    assert (19, None) == (verified.entries, verified.broken)


async def test_what_is_rolled_back_leaves_no_gap(app, sessions, clock):
    await _write(sessions, clock)
    async with sessions() as session:
        await service.append(session, Action.DECISION_MADE, at=clock.now(), actor_id=None)
        await session.flush()
        await session.rollback()
    await _write(sessions, clock)
    verified = await _verified(sessions)
    assert (2, None) == (verified.entries, verified.broken)


async def test_an_empty_log_is_whole(app, sessions):
    verified = await _verified(sessions)
    assert (0, service.GENESIS.hex(), None) == (verified.entries, verified.head, verified.broken)


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
async def test_the_database_refuses_a_change(app, sessions, clock, change):
    await _write(sessions, clock)
    async with sessions() as session:
        with pytest.raises(DBAPIError, match="never changed"):
            await session.execute(text(change))


@pytest.mark.parametrize(
    ("change", "number", "fault"),
    [
        ('UPDATE audit_entries SET facts = \'{"outcome": "no hire"}\' WHERE number = 3', 3, "content"),
        ("UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE number = 2", 2, "content"),
        ("UPDATE audit_entries SET actor_id = NULL WHERE number = 1", 1, "content"),
        ("DELETE FROM audit_entries WHERE number = 2", 3, "1 entries before it are missing"),
        ("UPDATE audit_entries SET previous = digest WHERE number = 4", 4, "not chained"),
    ],
)
@pytest.mark.usefixtures("app")
async def test_whoever_switches_the_refusal_off_is_found_at_the_entry(sessions, clock, change, number, fault):
    await _write(sessions, clock, 5, facts={"outcome": "hire"})
    await _tamper(sessions, change)
    broken = (await _verified(sessions)).broken
    assert number == broken.number
    assert fault in broken.fault


async def test_a_chain_longer_than_one_page_is_verified_whole(app, sessions, clock, monkeypatch):
    monkeypatch.setattr(service, "_PAGE", 2)
    await _write(sessions, clock, 5)
    await _tamper(sessions, "UPDATE audit_entries SET action = 'x' WHERE number = 5")
    verified = await _verified(sessions)
    assert (4, 5) == (verified.entries, verified.broken.number)


async def test_personal_fields_open_by_their_persons_key_only_and_never_after_it_is_gone(app, sessions, clock):
    ada, bob = uuid4(), uuid4()
    await _write(sessions, clock, personal={ada: {"email": "ada@example.com"}, bob: {"name": "Bøb"}})
    async with sessions.begin() as session:
        entry = (await session.execute(text("SELECT personal FROM audit_entries"))).scalar_one()
        assert b"ada@" not in base64.b64decode(entry[str(ada)])
        assert [{ada: {"email": "ada@example.com"}, bob: {"name": "Bøb"}}] == await keys.open_sealed(session, [entry])
        await keys.destroy(session, ada, clock.now())
        assert [{bob: {"name": "Bøb"}}] == await keys.open_sealed(session, [entry])
    await _write(sessions, clock, personal={ada: {"email": "ada@example.com"}})
    async with sessions() as session:
        assert None is (await session.get(PersonKey, ada)).key
        assert {} == (await session.get(AuditEntry, 2)).personal
    assert None is (await _verified(sessions)).broken


async def test_a_field_moved_to_another_person_is_said_to_be_unreadable(app, sessions, clock):
    ada, bob = uuid4(), uuid4()
    async with sessions.begin() as session:
        sealed = await keys.seal(session, {ada: {"a": "1"}, bob: {"b": "2"}}, clock.now())
        [opened] = await keys.open_sealed(session, [{str(ada): sealed[str(bob)]}])
    assert ["unreadable"] == list(opened[ada])


async def test_the_address_and_the_request_are_recorded(app, sessions, clock):
    ada = uuid4()
    token = origin.current.set(origin.Origin("192.0.2.7", "abc"))
    await _write(sessions, clock, actor_id=ada)
    origin.current.reset(token)
    async with sessions() as session:
        entry = await session.get(AuditEntry, 1)
        assert "abc" == entry.request_id
        assert [{ada: {"address": "192.0.2.7"}}] == await keys.open_sealed(session, [entry.personal])
