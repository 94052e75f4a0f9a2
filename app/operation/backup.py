"""Writing a backup of the whole database, as it was in one moment, while everything goes on."""

import hashlib
import os
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from app.kit.db import libpq_url
from app.kit.explained import Explained
from app.operation import manifest
from app.operation.manifest import MANIFEST, SUFFIX, Erased, Kept, Manifest

CUT_OFF = timedelta(days=1)  # a file that nobody has written to for so long belongs to no backup under way
Connection = psycopg.Connection[tuple[Any, ...]]
_TABLES: LiteralString = """
SELECT class.relname FROM pg_class AS class
WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'p') AND class.relname <> 'alembic_version'
ORDER BY class.relname
"""
_COLUMNS: LiteralString = """
SELECT attname FROM pg_attribute
WHERE attrelid = ('public.' || quote_ident(%s))::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum
"""
_SEQUENCES: LiteralString = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_MIGRATED: LiteralString = "SELECT FROM pg_class WHERE oid = to_regclass('public.alembic_version')"
_KNOWS_ERASURE: LiteralString = "SELECT FROM pg_class WHERE oid = to_regclass('public.erasures')"
_ERASED: LiteralString = "SELECT person_id, done_by FROM erasures WHERE done_at IS NOT NULL ORDER BY done_at"


class CannotBackUp(Explained):
    """A backup cannot be made of this, or there."""


def write(url: str, target: Path, days: int) -> tuple[Path, Manifest]:
    """Write a backup: to a new file, or into a folder under a name of its own. Gives where it is, and what it holds.

    Raises:
        CannotBackUp
    """
    made_at = datetime.now(UTC)
    path = target / f"{made_at:%Y-%m-%dT%H%M%SZ}{SUFFIX}" if target.is_dir() else target
    if path.exists():
        raise CannotBackUp(f"{path} is there already. Name another file, or a folder.")
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds everything there is
    except OSError as error:
        raise CannotBackUp(f"{part} cannot be written ({error.strerror}). Was another backup cut off?") from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                found = _fill(archive, url, made_at, made_at + timedelta(days=days))
            stream.flush()
            os.fsync(stream.fileno())
        part.rename(path)
    except (OSError, psycopg.Error) as error:
        raise CannotBackUp(f"No backup was made: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return path, found


def expired(folder: Path, now: datetime) -> list[Path]:
    """Remove backups of a folder whose time is over; gives which they were. What cannot be read stays.

    So does what backups that were cut off have left, for a day.
    """
    cut_off = (now - CUT_OFF).timestamp()
    gone = [path for path in sorted(folder.glob(f"*{SUFFIX}.part")) if path.stat().st_mtime <= cut_off]
    for path in gone:
        path.unlink()
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            with manifest.opened(path) as (_, found):
                over = found.expires_at <= now
        except Explained:
            continue
        if over:
            path.unlink()
            gone.append(path)
    return gone


def _fill(archive: zipfile.ZipFile, url: str, made_at: datetime, expires_at: datetime) -> Manifest:
    with psycopg.connect(libpq_url(url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        revision = _revision(connection)
        tables = [name for (name,) in connection.execute(_TABLES)]
        written = Manifest(
            format=manifest.FORMAT,
            release=version("holdout"),
            revision=revision,
            postgres=str(connection.info.parameter_status("server_version")),
            made_at=made_at,
            expires_at=expires_at,
            tables={table: _copy(archive, connection, table) for table in tables},
            sequences={name: value for name, value in connection.execute(_SEQUENCES) if value is not None},
            erased=_erased(connection),
        )
    archive.writestr(MANIFEST, written.model_dump_json(indent=1))
    return written


def _revision(connection: Connection) -> str:
    if connection.execute(_MIGRATED).fetchall():
        for (revision,) in connection.execute("SELECT version_num FROM public.alembic_version"):
            return str(revision)
    raise CannotBackUp("The database is empty: there is nothing to back up.")


def _erased(connection: Connection) -> list[Erased]:
    if not connection.execute(_KNOWS_ERASURE).fetchall():
        return []
    return [Erased(person=person, by=by) for person, by in connection.execute(_ERASED)]


def _copy(archive: zipfile.ZipFile, connection: Connection, table: str) -> Kept:
    columns = [name for (name,) in connection.execute(_COLUMNS, [table])]
    digest, size = hashlib.sha256(), 0
    with archive.open(manifest.entry(table), "w", force_zip64=True) as stream, connection.cursor() as cursor:
        with cursor.copy(copying(table, columns, "TO STDOUT")) as copy:
            for chunk in copy:
                stream.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        rows = cursor.rowcount
    return Kept(columns=columns, rows=rows, bytes=size, sha256=digest.hexdigest())


def copying(table: str, columns: Sequence[str], way: LiteralString) -> sql.Composed:
    """The statement that writes or reads a table; text, in UTF-8."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) {} WITH (FORMAT text, ENCODING 'UTF8')").format(
        sql.Identifier("public", table), names, sql.SQL(way)
    )
