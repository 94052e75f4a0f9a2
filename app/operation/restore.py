"""Restoring a backup: the schema by its migrations, the rows, then whatever migrations came since.

What was there before is set aside and comes back when anything fails: a restore happens whole or not at all.
"""

import asyncio
import contextlib
import zipfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

from app.audit import service as audit
from app.kit import migrate
from app.kit.clock import Clock
from app.kit.db import create_engine, create_sessionmaker, libpq_url
from app.kit.explained import Explained
from app.operation import manifest
from app.operation.backup import copying
from app.operation.manifest import BackupTooNew, Erased, Manifest
from app.trust import erasure

ASIDE = "replaced_by_restore"
Connection = psycopg.Connection[tuple[Any, ...]]
_OTHERS: LiteralString = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_CUT_OFF: LiteralString = "SELECT count(*) FROM pg_namespace WHERE nspname = 'replaced_by_restore'"
_FILLED: LiteralString = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
_KEYS: LiteralString = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0
"""


class CannotRestore(Explained):
    """The backup is well, and still must not be restored like this."""


def restore(url: str, path: Path, migrations: Path, *, replace: bool = False, expired: bool = False) -> Manifest:
    """Fill the database with a backup and bring it to this release's schema; gives what the backup said of itself.

    Raises:
        NotABackup, BackupTooNew, CannotRestore
    """
    with manifest.opened(path) as (archive, found):
        _refuse_what_must_not_be(found, migrations, expired=expired)
        manifest.check(archive, found)
        try:
            with psycopg.connect(libpq_url(url), autocommit=True) as connection, _room(connection, replace=replace):
                migrate.upgrade(url, migrations, found.revision)
                with connection.transaction():
                    _load(connection, archive, found)
                migrate.upgrade(url, migrations)
                connection.execute("ANALYZE")
        except psycopg.Error as error:
            raise CannotRestore(f"The database did not take it, and is as it was: {error}") from error
    return found


async def afterwards(url: str, clock: Clock, erased: Collection[Erased]) -> tuple[audit.Verified, int]:
    """Check the audit log's chain, and erase again whom the backup still knows; gives the chain, and how many."""
    engine = create_engine(url)
    try:
        async with create_sessionmaker(engine).begin() as session:
            again = await erasure.again(session, clock, {each.person: each.by for each in erased})
        async with create_sessionmaker(engine)() as session:
            return await audit.verify(session), again
    finally:
        await engine.dispose()


def erased_since(path: Path) -> list[Erased]:
    """Everybody whom any backup in the same folder tells as erased."""
    people: dict[UUID, Erased] = {each.person: each for found in manifest.beside(path) for each in found.erased}
    return list(people.values())


def finished(url: str, clock: Clock, path: Path) -> tuple[audit.Verified, int]:
    """The same as `afterwards`, for whom the backups beside this one tell of."""
    return asyncio.run(afterwards(url, clock, erased_since(path)))


def _refuse_what_must_not_be(found: Manifest, migrations: Path, *, expired: bool) -> None:
    if not migrate.knows(migrations, found.revision):
        raise BackupTooNew(
            f"The backup was made by release {found.release}, whose schema ({found.revision}) this release does not "
            "know. Restore it with that release or a newer one."
        )
    if found.expires_at <= datetime.now(UTC) and not expired:
        raise CannotRestore(
            f"The time of this backup was over on {found.expires_at:%Y-%m-%d}: people were told that what was removed "
            "is gone by then. Take a newer one, or say --expired."
        )


@contextlib.contextmanager
def _room(connection: Connection, *, replace: bool) -> Iterator[None]:
    """An empty schema `public`; what was in it comes back when something fails, and goes when nothing does."""
    if others := _one(connection, _OTHERS):
        raise CannotRestore(f"{others} others are connected to this database. Stop every web and worker process first.")
    aside, public = sql.Identifier(ASIDE), sql.Identifier("public")
    if _one(connection, _CUT_OFF):
        _bring_back(connection)
    if _one(connection, _FILLED) and not replace:
        raise CannotRestore("The database is not empty. Name an empty one, or say --replace to lose what is in it.")
    with connection.transaction():
        connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(public, aside))
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(public))
    try:
        yield
    except BaseException:
        _bring_back(connection)
        raise
    connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(aside))


def _bring_back(connection: Connection) -> None:
    """What was set aside is what there is again; also where an earlier restore was cut off."""
    aside, public = sql.Identifier(ASIDE), sql.Identifier("public")
    with connection.transaction():
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(public))
        connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(aside, public))


def _one(connection: Connection, query: LiteralString) -> Any:
    row = connection.execute(query).fetchone()
    return None if row is None else row[0]


def _load(connection: Connection, archive: zipfile.ZipFile, found: Manifest) -> None:
    """All rows, with no trigger and no foreign key in the way; the keys are checked when they come back."""
    tables = [sql.Identifier("public", table) for table in found.tables]
    keys = connection.execute(_KEYS).fetchall()
    for table, name, _ in keys:
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(table), sql.Identifier(name)))
    for table in tables:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))  # what migrations put in
    for name, kept in found.tables.items():
        with connection.cursor() as cursor, archive.open(manifest.entry(name)) as stream:
            with cursor.copy(copying(name, kept.columns, "FROM STDIN")) as copy:
                while chunk := stream.read(manifest.CHUNK):
                    copy.write(chunk)
            if cursor.rowcount != kept.rows:
                raise CannotRestore(f"{cursor.rowcount} rows came into {name}, {kept.rows} were backed up.")
    for table in tables:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
    for table, name, definition in keys:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.SQL(table), sql.Identifier(name), sql.SQL(definition)
            )
        )
    for name, value in found.sequences.items():
        connection.execute("SELECT setval(to_regclass('public.' || quote_ident(%s)), %s)", [name, value])
