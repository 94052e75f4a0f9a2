"""The `holdout` command. Each error says what to do and ends with a status; no traceback for what can be expected.

Statuses of `grade`: 0 accepted, 1 rejected, 2 bad usage, 3 platform error. Others: 0 done, 1 failed, 2 bad usage.
"""

import asyncio
import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.errors import HoldoutError
from app.identity import service as identity
from app.identity.actor import Role
from app.kit import log, migrate
from app.kit.db import create_engine, create_sessionmaker
from app.kit.embedded import EmbeddedPostgresError
from app.problems import grade as grading
from app.problems import service as problems
from app.problems import verify as verifying
from app.problems.package_error import PackageError
from app.serve import PortTaken, database, prepare, run
from app.serve import Role as ProcessRole
from app.settings import Settings, SettingsError, load_settings
from app.web import MIGRATIONS
from sandbox.errors import SandboxFault
from sandbox.images import build as image_builder
from sandbox.images import catalogue

BAD_USAGE = 2
cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
users = typer.Typer(no_args_is_help=True, help="People with an account.")
problem_commands = typer.Typer(no_args_is_help=True, help="Problem packages.")
images = typer.Typer(no_args_is_help=True, help="Images of the sandbox.")
cli.add_typer(users, name="user")
cli.add_typer(problem_commands, name="problems")
cli.add_typer(images, name="images")


def main() -> None:
    """The program `holdout`."""
    cli()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def _explained() -> Iterator[None]:
    """Errors that can be expected end the program with their message; the usual exits pass."""
    try:
        yield
    except SettingsError as error:
        _say(f"The settings cannot be used:\n{error}")
        raise typer.Exit(BAD_USAGE) from error
    except (HoldoutError, PackageError) as error:
        _say(str(error))
        raise typer.Exit(BAD_USAGE) from error
    except (EmbeddedPostgresError, migrate.SchemaTooNew, PortTaken, SandboxFault) as error:
        _say(str(error))
        raise typer.Exit(1) from error


def _settings() -> Settings:
    settings = load_settings()
    log.configure(settings.log_format, settings.log_level)
    return settings


@cli.command()
def serve(role: Annotated[ProcessRole, typer.Option(help="Which part this process is.")] = ProcessRole.ALL) -> None:
    """Bring Holdout up: database, schema, problem bank, web and worker."""
    with _explained():
        settings = _settings()
        with database(settings, _say) as url:
            asyncio.run(_serve(settings, url, role))


async def _serve(settings: Settings, url: str, role: ProcessRole) -> None:
    await prepare(settings, url, _say)
    await run(settings, url, role, _say)


@cli.command()
def worker() -> None:
    """Grade only: the same as `serve --role worker`."""
    serve(ProcessRole.WORKER)


@cli.command(name="migrate")
def migrate_command() -> None:
    """Bring the database to this release's schema."""
    with _explained():
        with database(_settings(), _say) as url:
            migrate.upgrade(url, MIGRATIONS)
        _say("The database is at the newest revision.")


@users.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    name: Annotated[str, typer.Option(help="How the person is called.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="Repeat for several; candidate when left out.")] = None,
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
) -> None:
    """Make an account; without --password-stdin a random password is made and printed once."""
    with _explained():
        password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
        with database(_settings(), _say) as url:
            migrate.upgrade(url, MIGRATIONS)
            asyncio.run(_add_user(url, email, name, password, role or [Role.CANDIDATE]))
        print(f"{email}" if password_stdin else f"{email}   password: {password}   (shown only now)")


async def _add_user(url: str, email: str, name: str, password: str, roles: list[Role]) -> None:
    engine = create_engine(url)
    try:
        async with create_sessionmaker(engine).begin() as session:
            await identity.add_user(session, email=email, name=name, password=password, roles=roles)
    finally:
        await engine.dispose()


@problem_commands.command("verify")
def verify(
    slugs: Annotated[list[str] | None, typer.Argument(help="<pattern>/<slug> or <pattern>/<n>.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every package of the bank.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Put packages through the gates: schema, solutions, checks, statement, visible examples."""
    with _explained():
        settings = _settings()
        if bool(slugs) == everything:
            raise typer.BadParameter("Name packages, or say --all.")
        bank = settings.problems_dir
        folders = (
            problems.find_folders(bank) if everything else [problems.find_folder(bank, slug) for slug in slugs or []]
        )
        reports = asyncio.run(verifying.verify_folders(folders, settings.worker_concurrency, _say))
        if as_json:
            print(json.dumps([report.as_json() for report in reports]))
        else:
            for report in reports:
                print(report.as_text())
        raise typer.Exit(0 if all(report.passed for report in reports) else 1)


@cli.command()
def grade(
    slug: Annotated[str, typer.Argument(help="<pattern>/<slug> or <pattern>/<n>, e.g. preprocessing/1.")],
    file: Annotated[Path, typer.Argument(help="The Python file to grade.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Grade a file exactly as a submission would be. Needs neither web server nor database."""
    with _explained():
        settings = _settings()
        package = problems.load_package(problems.find_folder(settings.problems_dir, slug))
        source = grading.read_source(file)
        result = asyncio.run(grading.grade_once(package, source))
        print(json.dumps(result.as_json()) if as_json else result.as_text())
        raise typer.Exit(result.status)


@images.command("build")
def build_images(
    environments: Annotated[list[str] | None, typer.Argument(help="Which; all when left out.")] = None,
) -> None:
    """Build the sandbox's images that are missing on this machine."""
    with _explained():
        for image in image_builder.build(environments or catalogue.environments(), _say):
            print(image.tag)
