"""A backup's file: a zip with one entry per table, as COPY writes it, and a manifest that says what must be in there.

The text form of COPY is the same in every PostgreSQL, and tables are made by migrations: a backup can be restored on
another version of the server, and by a newer release.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from app.kit.explained import Explained

FORMAT = 1
MANIFEST = "manifest.json"
SUFFIX = ".holdout-backup"
MOST_MANIFEST = 4 << 20
CHUNK = 1 << 20


class NotABackup(Explained):
    """The file is no backup, or not whole any more."""


class BackupTooNew(Explained):
    """The backup was made by a newer release than this one."""


class Kept(BaseModel):
    """One table: the columns in the order they were written, and what the entry must be."""

    model_config = ConfigDict(frozen=True)

    columns: list[str]
    rows: int
    bytes: int
    sha256: str


class Erased(BaseModel):
    """Somebody who was erased when the backup was made, by id, and by whom."""

    model_config = ConfigDict(frozen=True)

    person: UUID
    by: UUID


class Manifest(BaseModel):
    """What a backup holds, and until when it may be kept."""

    model_config = ConfigDict(frozen=True)

    format: int
    release: str
    revision: str
    postgres: str
    made_at: datetime
    expires_at: datetime
    tables: dict[str, Kept]
    sequences: dict[str, int]
    erased: list[Erased]


def entry(table: str) -> str:
    """The name of a table's entry."""
    return f"tables/{table}.copy"


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and its manifest, which is read but not yet believed: `check` compares the entries with it.

    Raises:
        NotABackup, BackupTooNew
    """
    with _readable(path):
        archive = zipfile.ZipFile(path)
    with archive:
        with _readable(path):
            found = _manifest(path, archive)
        yield archive, found


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, EOFError) as error:
        raise NotABackup(f"{path} cannot be read as a backup: {error}. Take another one.") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as stream:
        told = json.loads(stream.read(MOST_MANIFEST))
    if isinstance(told, dict) and isinstance(told.get("format"), int) and told["format"] > FORMAT:
        raise BackupTooNew(
            f"{path} was written by release {told.get('release')}, in a form this one does not know. Restore it with "
            "that release or a newer one."
        )
    try:
        return Manifest.model_validate(told)
    except ValidationError as error:
        raise NotABackup(f"{path} has a manifest that cannot be used: {error.error_count()} faults.") from error


def check(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every entry and compare it with the manifest; NotABackup names the first that is not as it was written."""
    for table, kept in manifest.tables.items():
        digest, size = hashlib.sha256(), 0
        with _readable(Path(entry(table))), archive.open(entry(table)) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
        if (size, digest.hexdigest()) != (kept.bytes, kept.sha256):
            raise NotABackup(f"The table {table} of the backup is damaged. Nothing was changed; take another backup.")


def beside(path: Path) -> list[Manifest]:
    """The manifests of the other backups in the same folder, as far as they can be read."""
    found = []
    for other in sorted(path.parent.glob(f"*{SUFFIX}")):
        try:
            with opened(other) as (_, manifest):
                found.append(manifest)
        except Explained:
            continue
    return found
