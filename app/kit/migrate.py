"""Bringing a database to the newest schema, and telling whether it is there. Synchronous: call it in a thread."""

from functools import cache
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.db import sqlalchemy_url
from app.kit.explained import Explained


class DatabaseUnreachable(Explained):
    """No database answers at the URL."""


class SchemaTooNew(Explained):
    """The database was migrated by a newer release than this one."""


class MayNotMigrate(Explained):
    """The database's account has no right to change the schema."""


class SchemaInUse(Explained):
    """Somebody uses a table for longer than a change of it may keep everybody waiting."""


class SchemaTooOld(Explained):
    """The database has not been migrated to this release's schema."""


def _config(folder: Path, url: str | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, folder: Path, revision: str = "head") -> None:
    """Run every migration that is missing, up to a revision.

    Raises:
        SchemaTooNew: the database knows revisions this release does not.
        DatabaseUnreachable, MayNotMigrate, SchemaInUse
    """
    try:
        command.upgrade(_config(folder, url), revision)
    except OperationalError as error:
        raise _in_use() if isinstance(error.orig, psycopg.errors.LockNotAvailable) else _unreachable(error) from error
    except CommandError as error:
        raise _too_new(str(error)) from error
    except ProgrammingError as error:
        if not isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise
        raise MayNotMigrate(
            f"The account in DATABASE_URL may not change the schema: {error.orig}\nRun `holdout migrate` with one that "
            "owns the database, or make this one its owner."
        ) from error


def require(url: str, folder: Path) -> None:
    """Change nothing.

    Raises:
        SchemaTooOld: migrations are missing. SchemaTooNew, DatabaseUnreachable
    """
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise _unreachable(error) from error
    if revision is not None and not knows(folder, revision):
        raise _too_new(f"Its schema is {revision!r}, which this release does not know")
    if revision != head(folder):
        raise SchemaTooOld(
            f"The database's schema is {revision or 'empty'}, this release needs {head(folder)}. Run `holdout migrate` "
            "once, then start this again; processes of the release before may go on meanwhile."
        )


def _unreachable(error: OperationalError) -> DatabaseUnreachable:
    return DatabaseUnreachable(
        f"The database does not answer: {error.orig}\nCheck DATABASE_URL and that the server is up, or leave "
        "DATABASE_URL out to use the embedded one."
    )


def _in_use() -> SchemaInUse:
    return SchemaInUse(
        "The schema was left as it was: something has kept a table for over five seconds, a backup or a long query as "
        "a rule, and everybody would have waited behind the change. Run this again when that is over; "
        "`SELECT pid, state, query FROM pg_stat_activity` shows what is under way."
    )


def _too_new(why: str) -> SchemaTooNew:
    return SchemaTooNew(
        f"{why}. The database belongs to a newer release of Holdout: start that one, or restore a backup."
    )


@cache
def _known(folder: Path) -> tuple[str | None, frozenset[str]]:
    """The newest revision, and all of them. Read once: they do not change under a process, and are read from files."""
    scripts = ScriptDirectory.from_config(_config(folder))
    return scripts.get_current_head(), frozenset(each.revision for each in scripts.walk_revisions())


def head(folder: Path) -> str | None:
    """The newest revision this release knows."""
    return _known(folder)[0]


def knows(folder: Path, revision: str) -> bool:
    """Whether this release has that revision."""
    return revision in _known(folder)[1]


async def current(session: AsyncSession) -> str | None:
    """The revision the database is at; None before the first migration."""
    exists = await session.execute(text("SELECT to_regclass('alembic_version')"))
    if exists.scalar_one() is None:
        return None
    return (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
