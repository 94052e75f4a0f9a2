"""The `holdout` command. Each error says what to do and ends with a status; no traceback for what can be expected.

Statuses of `grade`: 0 accepted, 1 rejected, 2 bad usage, 3 platform error. Others: 0 done, 1 failed, 2 bad usage.
Commands import what they need when they run: `grade` and `--help` start without database and web libraries.
"""

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli import work
from app.cli.audit import log
from app.cli.backups import backup, restore
from app.cli.images import images
from app.cli.people import users
from app.cli.problems import problems
from app.problems import bank
from app.settings import Part, load_settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Holdout.")
cli.add_typer(users, name="user")
cli.add_typer(problems, name="problems")
cli.add_typer(images, name="images")
cli.add_typer(log, name="audit")
cli.command()(backup)
cli.command()(restore)


def main() -> None:
    """The program `holdout`."""
    cli()


@cli.command()
def serve(role: Annotated[Part, typer.Option(help="Which part this process is.")] = Part.ALL) -> None:
    """Bring Holdout up: database, schema, problem bank, web and worker."""
    with work.explained():
        from app import serve as serving

        serving.bring_up(work.settings(), role, work.say)


@cli.command()
def worker() -> None:
    """Grade only: the same as `serve --role worker`."""
    serve(Part.WORKER)


@cli.command()
def migrate() -> None:
    """Bring the database to this release's schema."""
    with work.explained():
        from app import serve as serving
        from app.kit import migrate as migrating
        from app.web import MIGRATIONS

        with serving.database(work.settings(), work.say) as url:
            migrating.upgrade(url, MIGRATIONS)
            work.say("The database is at the newest revision.")


@cli.command("doctor")
def look_at_everything(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array on standard output.")] = False,
) -> None:
    """Look at everything Holdout stands on and say what is wrong, with the remedy. 1 when there is a problem."""
    from app import doctor

    found = []
    for finding in doctor.examine():
        found.append(finding)
        if not as_json:
            print(doctor.as_line(finding, coloured=doctor.coloured()), flush=True)
    if as_json:
        print(json.dumps([dataclasses.asdict(finding) for finding in found]))
    raise typer.Exit(any(finding.state == "problem" for finding in found))


@cli.command()
def grade(
    slug: Annotated[str, typer.Argument(help="<pattern>/<slug> or <pattern>/<n>, e.g. preprocessing/1.")],
    file: Annotated[Path, typer.Argument(help="The Python file to grade.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Grade a file exactly as a submission would be. Needs neither web server nor database."""
    with work.explained():
        from app.problems import grade as grading

        settings = load_settings()
        package = bank.load_package(bank.find_folder(settings.problems_dir, slug))
        source = grading.read_source(file)
        result = asyncio.run(grading.grade_once(package, source, settings.sandbox_slot_memory_mb))
        print(json.dumps(result.as_json()) if as_json else result.as_text())
        raise typer.Exit(result.status)
