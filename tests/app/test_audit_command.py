"""`holdout audit verify`: the chain is computed again by whoever has a shell."""

import asyncio

from sqlalchemy import text
from typer.testing import CliRunner

from app.audit import service as audit
from app.audit.actions import Action
from app.cli import cli
from app.kit import log


async def _write(sessions, clock, count):
    async with sessions.begin() as session:
        for _ in range(count):
            await audit.append(session, Action.DECISION_MADE, at=clock.now(), actor_id=None)


async def _verify(database_url, monkeypatch, *arguments: str):
    monkeypatch.setenv("DATABASE_URL", database_url)
    try:
        return await asyncio.to_thread(CliRunner().invoke, cli, ["audit", "verify", *arguments])
    finally:
        log.configure("console", "WARNING")


async def test_a_chain_that_holds_and_one_that_was_changed(app, sessions, clock, database_url, monkeypatch):
    await _write(sessions, clock, 3)
    found = await _verify(database_url, monkeypatch)
    assert (0, True) == (found.exit_code, found.stdout.startswith("The chain holds: 3 entries. The last digest: "))
    head = found.stdout.split()[-1]
    await _write(sessions, clock, 1)
    assert 0 == (await _verify(database_url, monkeypatch, "--head", head)).exit_code
    async with sessions.begin() as session:
        await session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_unchanged"))
        await session.execute(text("DELETE FROM audit_entries WHERE number > 2"))
        await session.execute(text("ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_unchanged"))
    assert 0 == (await _verify(database_url, monkeypatch)).exit_code
    cut = await _verify(database_url, monkeypatch, "--head", head)
    assert (1, True) == (cut.exit_code, "cut off" in cut.stderr)
    async with sessions.begin() as session:
        await session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_unchanged"))
        await session.execute(text("DELETE FROM audit_entries WHERE number = 1"))
        await session.execute(text("ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_unchanged"))
    broken = await _verify(database_url, monkeypatch)
    assert (1, True) == (broken.exit_code, "Entry 2 does not hold: 1 entries before it are missing" in broken.stderr)
