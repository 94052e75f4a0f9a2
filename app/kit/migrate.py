"""Bringing a database to the newest schema, and telling whether it is there. Synchronous: call it in a thread."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.explained import Explained


class DatabaseUnreachable(Explained):
    """No database answers at the URL."""


class SchemaTooNew(Explained):
    """The database was migrated by a newer release than this one."""


def _config(folder: Path, url: str | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, folder: Path, revision: str = "head") -> None:
    """Run every migration that is missing, up to a revision.

    Raises:
        SchemaTooNew: the database knows revisions this release does not.
        DatabaseUnreachable
    """
    try:
        command.upgrade(_config(folder, url), revision)
    except OperationalError as error:
        raise DatabaseUnreachable(
            f"The database does not answer: {error.orig}\nCheck DATABASE_URL and that the server is up, or leave "
            "DATABASE_URL out to use the embedded one."
        ) from error
    except CommandError as error:
        raise SchemaTooNew(
            f"{error}. The database belongs to a newer release of Holdout: start that one, or restore a backup."
        ) from error


def head(folder: Path) -> str | None:
    """The newest revision this release knows."""
    return ScriptDirectory.from_config(_config(folder)).get_current_head()


def knows(folder: Path, revision: str) -> bool:
    """Whether this release has that revision."""
    return revision in {each.revision for each in ScriptDirectory.from_config(_config(folder)).walk_revisions()}


async def current(session: AsyncSession) -> str | None:
    """The revision the database is at; None before the first migration."""
    exists = await session.execute(text("SELECT to_regclass('alembic_version')"))
    if exists.scalar_one() is None:
        return None
    return (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
