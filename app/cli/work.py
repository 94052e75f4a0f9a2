"""What commands have in common: settings, errors that end the program, the database, words for people."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from app.errors import HoldoutError
from app.kit.explained import Explained
from app.problems import bank
from app.problems.package_error import PackageError
from app.settings import Settings, SettingsError, load_settings
from sandbox.errors import SandboxFault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

BAD_USAGE = 2
T = TypeVar("T")


def say(line: str) -> None:
    """Words for the person at the terminal; standard output is for results."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def explained() -> Iterator[None]:
    """Errors that can be expected end the program with their message; the usual exits pass."""
    try:
        yield
    except SettingsError as error:
        say(f"The settings cannot be used:\n{error}")
        raise typer.Exit(BAD_USAGE) from error
    except (HoldoutError, PackageError) as error:
        say(str(error))
        raise typer.Exit(BAD_USAGE) from error
    except (Explained, SandboxFault) as error:
        say(str(error))
        raise typer.Exit(1) from error


def settings() -> Settings:
    """This process's settings, with logging set up by them."""
    from app.kit.log import configure

    settings = load_settings()
    configure(settings.log_format, settings.log_level)
    return settings


def needed() -> list[str]:
    """The environments of the problem bank, and the judge's."""
    from sandbox.images import catalogue

    return sorted({catalogue.JUDGE, *bank.environments(load_settings().problems_dir)})


def in_session(work: "Callable[[AsyncSession], Awaitable[T]]") -> T:
    """Work in one transaction on the migrated database."""
    from app import serve as serving

    async def whole(url: str) -> T:
        async with serving.one_session(url) as session:
            return await work(session)

    with serving.migrated_database(settings(), say) as url:
        return asyncio.run(whole(url))
