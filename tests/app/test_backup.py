"""A system is backed up under load, destroyed, and restored: what was acknowledged before is there, whole and in order."""

import asyncio
import contextlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from alembic.script import ScriptDirectory
from psycopg import sql

from app.attempts import grading
from app.audit import service as audit
from app.identity.actor import Role
from app.kit import migrate
from app.kit.clock import ManualClock, SystemClock
from app.kit.db import create_engine, create_sessionmaker, libpq_url
from app.kit.embedded import EmbeddedPostgres
from app.kit.explained import Explained
from app.main import create_app
from app.operation import backup, manifest, restore
from app.settings import Settings
from app.web import MIGRATIONS
from tests.app.conftest import Person, browser
from tests.app.standin import ACCEPTED, StandIn
from tests.app.workspace import open_workspace, save, submit


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="holdout-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def empty(database_url: str) -> Iterator[str]:
    """Another database of the cluster, without anything in it."""
    url = libpq_url(database_url).replace("/holdout?", "/restored?")
    make_anew(url)
    yield url
    with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
        connection.execute("DROP DATABASE restored WITH (FORCE)")


def make_anew(url: str) -> None:
    """Destroy the database, whoever uses it, and make another one of its name."""
    with psycopg.connect(url.replace("/restored?", "/holdout?"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        connection.execute("CREATE DATABASE restored")


@pytest.fixture
async def submitted(ada, problem, worker_of) -> Person:
    """Somebody with a submission that was graded."""
    await grading.grade(worker_of(ACCEPTED), await submit(ada.browser, problem, "SECRET = 'of ada'"))
    return ada


@pytest.fixture
async def admin(sign_in) -> Person:
    return await sign_in("root@example.com", Role.ADMIN)


@pytest.fixture
async def backed_up(submitted, folder, database_url) -> tuple[Path, manifest.Manifest]:
    return backup.write(database_url, folder / "one.holdout-backup", 30)


def one(url: str, query: str, *values: Any) -> Any:
    with psycopg.connect(libpq_url(url)) as connection:
        row = connection.execute(query.encode(), values).fetchone()
        return row and row[0]


def everything(url: str) -> dict[str, Any]:
    """Rows of every table, as text, in one order."""
    with psycopg.connect(libpq_url(url)) as connection:
        names = [name for (name,) in connection.execute(backup._TABLES)]
        digest = sql.SQL("SELECT count(*), md5(string_agg(one::text, '' ORDER BY one::text)) FROM {} AS one")
        return {name: connection.execute(digest.format(sql.Identifier(name))).fetchone() for name in names}


@contextlib.asynccontextmanager
async def serving(url: str) -> AsyncIterator[Any]:
    app = create_app(Settings(executions_per_minute=10_000, rate_factor=0), url, SystemClock())
    async with app.router.lifespan_context(app):
        yield app


async def busy(app: Any, cookies: dict[str, str], problem: str, done: list[tuple[UUID, datetime]]) -> None:
    """Types, submits and has it graded, without a pause; tells what was acknowledged, and when."""
    async with browser(app) as client:
        client.cookies.update(cookies)
        while True:
            execution = await submit(client, problem)
            done.append((execution, datetime.now(UTC)))
            await grading.grade(grading.Worker(app.state.sessionmaker, SystemClock(), StandIn(ACCEPTED)), execution)


async def test_a_system_that_is_destroyed_under_load_comes_back_from_its_backup(backed_up, submitted, folder, empty):
    restore.restore(empty, backed_up[0], MIGRATIONS)
    done: list[tuple[UUID, datetime]] = []
    problem, cookies = "/problems/metrics/double", dict(submitted.browser.cookies)
    async with serving(empty) as app:
        load = asyncio.create_task(busy(app, cookies, problem, done))
        await _until(lambda: len(done) >= 3)
        begun = datetime.now(UTC)
        path, found = await asyncio.to_thread(backup.write, empty, folder, 30)
        after = len(done)
        await _until(lambda: len(done) > after)
        await asyncio.to_thread(make_anew, empty)
        load.cancel()
        await asyncio.gather(load, return_exceptions=True)
    assert 0o600 == path.stat().st_mode & 0o777
    await asyncio.to_thread(restore.restore, empty, path, MIGRATIONS)
    before = [str(execution) for execution, at in done if at < begun]
    there = set(one(empty, "SELECT array_agg(id::text) FROM executions"))
    assert set(before) <= there
    assert one(empty, "SELECT count(*) FROM verdicts") == one(
        empty, "SELECT count(*) FROM executions WHERE status = 'finished'"
    )
    assert found.tables["executions"].rows == len(there)
    chain, again = await restore.afterwards(empty, SystemClock(), [])
    assert (None, 0) == (chain.broken, again)
    async with serving(empty) as app, browser(app) as client:  # and it works: the person goes on where they were
        client.cookies.update(cookies)
        boot = await open_workspace(client, problem)
        await save(client, boot, "# after the restore\n")
        later = ManualClock(datetime.now(UTC) + timedelta(minutes=1))  # the worker of before has fallen silent
        for waiting in one(empty, "SELECT array_agg(id) FROM executions WHERE status <> 'finished'") or []:
            await grading.grade(grading.Worker(app.state.sessionmaker, later, StandIn(ACCEPTED)), waiting)
        execution = await submit(client, problem)
        await grading.grade(grading.Worker(app.state.sessionmaker, SystemClock(), StandIn(ACCEPTED)), execution)
        assert "accepted" == (await client.get(f"/api/executions/{execution}")).json()["verdict"]


async def test_an_embedded_cluster_that_was_removed_is_restored_row_for_row(ada, problem, folder, database_url):
    await submit(ada.browser, problem)
    await ada.browser.post("/account/data/erasure")  # with a line in the audit log
    path, _ = backup.write(database_url, folder / "one.holdout-backup", 30)
    expected = everything(database_url)
    cluster = EmbeddedPostgres(folder / "new")
    url = cluster.start()
    try:
        restore.restore(url, path, MIGRATIONS)
        assert expected == everything(url)
    finally:
        cluster.stop()
    shutil.rmtree(folder / "new")
    cluster = EmbeddedPostgres(folder / "new")
    url = cluster.start()
    try:
        restore.restore(url, path, MIGRATIONS)
        assert expected == everything(url)
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RaiseException):
            connection.execute("UPDATE audit_entries SET action = 'nothing'")  # triggers are in force again
        number = one(url, "SELECT nextval(pg_get_serial_sequence('procrastinate_jobs', 'id'))")
        assert number > one(url, "SELECT max(id) FROM procrastinate_jobs")
    finally:
        cluster.stop()


async def test_a_backup_of_an_older_release_is_brought_to_this_schema(empty, folder):
    revisions = [each.revision for each in migrate_revisions()]
    migrate.upgrade(empty, MIGRATIONS, revisions[1])
    with psycopg.connect(empty) as connection:
        connection.execute(
            "INSERT INTO problems (id, pattern, slug, number) VALUES (gen_random_uuid(), 'metrics', 'of-before', 1)"
        )
    path, found = backup.write(empty, folder / "old.holdout-backup", 30)
    assert revisions[1] == found.revision
    restore.restore(empty, path, MIGRATIONS, replace=True)
    assert migrate.head(MIGRATIONS) == one(empty, "SELECT version_num FROM alembic_version")
    assert "of-before" == one(empty, "SELECT slug FROM problems")


@pytest.mark.parametrize("what", ["filled", "connected", "newer", "newer form", "damaged", "cut", "expired", "no zip"])
async def test_what_must_not_be_restored_is_refused_and_nothing_is_changed(backed_up, empty, what):
    path, found = backed_up
    migrate.upgrade(empty, MIGRATIONS)
    before = everything(empty)
    message = _spoil(what, path, found)
    with contextlib.ExitStack() as stack:
        if what == "connected":
            stack.enter_context(psycopg.connect(empty))
        with pytest.raises(Explained, match=message):
            restore.restore(empty, path, MIGRATIONS, replace=what != "filled")
    assert before == everything(empty)
    assert migrate.head(MIGRATIONS) == one(empty, "SELECT version_num FROM alembic_version")


def _spoil(what: str, path: Path, found: manifest.Manifest) -> str:
    """Make it so; gives how it is to be refused."""
    told = {
        "newer": found.model_copy(update={"revision": "of_tomorrow"}),
        "newer form": found.model_copy(update={"format": manifest.FORMAT + 1}),
        "expired": found.model_copy(update={"expires_at": datetime.now(UTC) - timedelta(days=1)}),
        "damaged": found,
    }
    if what in told:
        _rewrite(path, told[what], damaged=what == "damaged")
    elif what == "cut":
        path.write_bytes(path.read_bytes()[:-2000])
    elif what == "no zip":
        path.write_text("not a backup")
    return {
        "filled": "not empty",
        "connected": "connected",
        "newer": "newer one",
        "newer form": "newer one",
        "expired": "time of this backup was over",
        "damaged": "users of the backup is damaged",
    }.get(what, "cannot be read as a backup")


def _rewrite(path: Path, told: manifest.Manifest, *, damaged: bool) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries[manifest.MANIFEST] = told.model_dump_json().encode()
    if damaged:
        entries[manifest.entry("users")] += b"one line more\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


async def test_a_restore_that_fails_or_was_cut_off_leaves_what_was_there(backed_up, empty, monkeypatch):
    path, _ = backed_up
    migrate.upgrade(empty, MIGRATIONS)
    with psycopg.connect(empty) as connection:
        connection.execute("CREATE TABLE precious AS SELECT 42 AS answer")
    real = restore._load

    def breaks(*given: Any) -> None:
        real(*given)
        raise psycopg.errors.DiskFull("no space left on device")

    monkeypatch.setattr(restore, "_load", breaks)
    with pytest.raises(restore.CannotRestore, match="no space left"):
        restore.restore(empty, path, MIGRATIONS, replace=True)
    assert 42 == one(empty, "SELECT answer FROM precious")
    with psycopg.connect(empty, autocommit=True) as connection:  # as when the program is killed in the middle
        connection.execute("ALTER SCHEMA public RENAME TO replaced_by_restore")
        connection.execute("CREATE SCHEMA public")
    monkeypatch.setattr(restore, "_load", real)
    with pytest.raises(restore.CannotRestore, match="not empty"):
        restore.restore(empty, path, MIGRATIONS)
    assert 42 == one(empty, "SELECT answer FROM precious")
    restore.restore(empty, path, MIGRATIONS, replace=True)
    assert 1 == one(empty, "SELECT count(*) FROM users WHERE email = 'ada@example.com'")


async def test_expired_backups_of_the_folder_go_and_others_stay(app, folder, database_url):
    first, _ = backup.write(database_url, folder / f"first{manifest.SUFFIX}", 1)
    second, _ = backup.write(database_url, folder / f"second{manifest.SUFFIX}", 30)
    strange = folder / f"strange{manifest.SUFFIX}"
    strange.write_text("nobody knows what this is")
    assert [] == backup.expired(folder, datetime.now(UTC))
    assert [first] == backup.expired(folder, datetime.now(UTC) + timedelta(days=2))
    assert {second, strange} == set(folder.iterdir())
    with pytest.raises(backup.CannotBackUp, match="there already"):
        backup.write(database_url, second, 30)


def test_what_a_backup_that_was_cut_off_left_goes_after_a_day(tmp_path):
    left, new = tmp_path / f"left{manifest.SUFFIX}.part", tmp_path / f"new{manifest.SUFFIX}.part"
    left.touch()
    new.touch()
    old = (datetime.now(UTC) - timedelta(days=1, minutes=1)).timestamp()
    os.utime(left, (old, old))
    assert [left] == backup.expired(tmp_path, datetime.now(UTC))
    assert [new] == list(tmp_path.iterdir())


async def test_whom_a_newer_backup_tells_as_erased_is_erased_again(submitted, admin, folder, database_url, empty):
    ada = submitted
    older, _ = backup.write(database_url, folder / f"1{manifest.SUFFIX}", 30)
    await ada.browser.post("/account/data/erasure")
    body = {"email": "ada@example.com"}
    assert 303 == (await admin.browser.post(f"/trust/erasures/{ada.actor.id}/confirm", data=body)).status_code
    backup.write(database_url, folder / f"2{manifest.SUFFIX}", 30)
    restore.restore(empty, older, MIGRATIONS)
    assert b"SECRET" in one(empty, "SELECT solution FROM executions")
    chain, again = await restore.afterwards(empty, SystemClock(), restore.erased_since(older))
    assert (None, 1) == (chain.broken, again)
    assert 0 == one(empty, "SELECT count(*) FROM executions WHERE position('SECRET'::bytea IN solution) > 0")
    assert one(empty, "SELECT name FROM users WHERE id = %s", ada.actor.id).startswith("Erased")
    assert one(empty, "SELECT destroyed_at IS NOT NULL FROM person_keys WHERE person_id = %s", ada.actor.id)
    engine = create_engine(empty)
    async with create_sessionmaker(engine)() as session:
        assert 0 < (await audit.verify(session)).entries
    await engine.dispose()


def migrate_revisions() -> list[Any]:
    return list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())[::-1]


async def _until(condition: Any) -> None:
    async with asyncio.timeout(120):
        while not condition():  # noqa: ASYNC110 - what is waited for is in a list
            await asyncio.sleep(0.05)
