"""The `holdout` command. Each error says what to do and ends with a status; no traceback for what can be expected.

Statuses of `grade`: 0 accepted, 1 rejected, 2 bad usage, 3 platform error. Others: 0 done, 1 failed, 2 bad usage.
Commands import what they need when they run: `grade` and `--help` start without database and web libraries.
"""

import asyncio
import dataclasses
import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from app.errors import HoldoutError
from app.identity.actor import Role
from app.kit.explained import Explained
from app.problems import bank
from app.problems.package_error import PackageError
from app.settings import Part, Settings, SettingsError, load_settings
from sandbox.errors import SandboxFault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from docker import DockerClient
    from sqlalchemy.ext.asyncio import AsyncSession

BAD_USAGE = 2
T = TypeVar("T")
cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Holdout.")
users = typer.Typer(no_args_is_help=True, help="People with an account.")
problems = typer.Typer(no_args_is_help=True, help="Problem packages.")
log = typer.Typer(no_args_is_help=True, help="The audit log.")
images = typer.Typer(no_args_is_help=True, help="Images of the sandbox.")
cli.add_typer(users, name="user")
cli.add_typer(problems, name="problems")
cli.add_typer(images, name="images")
cli.add_typer(log, name="audit")


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
    except (Explained, SandboxFault) as error:
        _say(str(error))
        raise typer.Exit(1) from error


def _settings() -> Settings:
    from app.kit.log import configure

    settings = load_settings()
    configure(settings.log_format, settings.log_level)
    return settings


@cli.command()
def serve(role: Annotated[Part, typer.Option(help="Which part this process is.")] = Part.ALL) -> None:
    """Bring Holdout up: database, schema, problem bank, web and worker."""
    with _explained():
        from app import serve as serving

        serving.bring_up(_settings(), role, _say)


@cli.command()
def worker() -> None:
    """Grade only: the same as `serve --role worker`."""
    serve(Part.WORKER)


@cli.command()
def migrate() -> None:
    """Bring the database to this release's schema."""
    with _explained():
        from app import serve as serving

        with serving.migrated_database(_settings(), _say):
            _say("The database is at the newest revision.")


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


@users.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    name: Annotated[str, typer.Option(help="How the person is called.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="Repeat for several; candidate when left out.")] = None,
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
) -> None:
    """Make an account; without --password-stdin a random password is made and printed once."""
    with _explained():
        from app import serve as serving

        password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
        roles = role or [Role.CANDIDATE]
        with serving.migrated_database(_settings(), _say) as url:
            asyncio.run(serving.add_person(url, email=email, name=name, password=password, roles=roles))
        print(email if password_stdin else f"{email}   password: {password}   (shown only now)")


@users.command("forget-passkeys")
def forget_passkeys(email: Annotated[str, typer.Argument(help="The person's e-mail address.")]) -> None:
    """Take somebody's passkeys away, whose device is lost, and sign them out everywhere."""
    with _explained():
        from app import serve as serving

        with serving.migrated_database(_settings(), _say) as url:
            gone = asyncio.run(serving.forget_passkeys(url, email))
        print(f"{email}   {gone} passkeys forgotten")


@log.command("verify")
def verify_log(
    head: Annotated[str, typer.Option(help="The digest an earlier check printed: it must be in the chain.")] = "",
) -> None:
    """Compute the audit log's chain again; 1, and the entry by its number, when it does not hold."""
    with _explained():
        from app import serve as serving

        with serving.migrated_database(_settings(), _say) as url:
            verified, known = asyncio.run(serving.verify_audit(url, head))
    if verified.broken is not None:
        _say(f"Entry {verified.broken.number} does not hold: {verified.broken.fault}. {verified.entries} before it do.")
        raise typer.Exit(1)
    if not known:
        _say("The chain holds, but no entry has that digest: entries were cut off since, or the log was replaced.")
        raise typer.Exit(1)
    print(f"The chain holds: {verified.entries} entries. The last digest: {verified.head}")


@problems.command()
def verify(
    slugs: Annotated[list[str] | None, typer.Argument(help="<pattern>/<slug> or <pattern>/<n>.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every package of the bank.")] = False,
    only_changed: Annotated[bool, typer.Option("--changed", help="Those not yet passed as they stand now.")] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Try small changes of the accepted solutions too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The reports as one JSON array.")] = False,
) -> None:
    """Put packages through the gates: texts, solutions, checks, twists, repairs, what is hidden, tampering, mutants."""
    with _explained():
        from app.problems.verify import changed, verify_folders
        from sandbox.images import build

        if [bool(slugs), everything, only_changed].count(True) != 1:
            raise typer.BadParameter("Name packages, or say --all or --changed.")
        settings = _settings()
        folder = settings.problems_dir
        folders = [bank.find_folder(folder, slug) for slug in slugs] if slugs else bank.find_folders(folder)
        if only_changed:
            folders = changed.unverified(folders, mutants=mutants)
        if folders:
            build.build(_needed(), _say)
        every_pair = mutants or not everything
        slots = settings.sandbox_slots
        reports = asyncio.run(verify_folders(folders, slots, _say, mutants=mutants, every_pair=every_pair))
        if every_pair:
            changed.remember(reports, mutants=mutants)
        if as_json:
            print(json.dumps([report.as_json() for report in reports]))
        else:
            print("\n".join(report.as_text(in_full=bool(slugs)) for report in reports) or "Nothing has changed.")
        raise typer.Exit(0 if all(report.passed for report in reports) else 1)


@problems.command("new")
def new_problem(
    pattern: Annotated[str, typer.Argument(help="The pattern, e.g. metrics.")],
    slug: Annotated[str, typer.Argument(help="The folder's name in kebab-case, e.g. moving-average.")],
    title: Annotated[str, typer.Option(help="The problem's title; else made from the slug.")] = "",
    to: Annotated[Path | None, typer.Option(help="The bank to make it in; else the one in use.")] = None,
) -> None:
    """Make a package that already verifies, to be changed step by step."""
    with _explained():
        from app.problems import scaffold

        folder = scaffold.create(to or load_settings().problems_dir, pattern, slug, title)
        print(folder)
        _say(f"Next: change it, and put it through the gates with `holdout problems verify {pattern}/{slug}`.")


Slug = Annotated[str, typer.Argument(help="<pattern>/<slug>.")]
Draft = Annotated[bool, typer.Option("--draft", help="The problem's open draft, not the version candidates get.")]
Replace = Annotated[bool, typer.Option("--replace", help="Also where what is there differs.")]


@problems.command("import")
def import_problem(
    source: Annotated[Path, typer.Argument(help="A package's folder, or a zip file of it.")],
    email: Annotated[str, typer.Option("--as", help="The author whose draft it shall be.")],
    replace: Replace = False,
) -> None:
    """Put a package into a draft of the studio; one that is open and differs is left as it is."""
    with _explained():
        from app.studio import exchange

        package = exchange.read(source)
        done = _in_session(lambda session: exchange.import_as(session, email, package, replace=replace))
        print(f"/studio/{done.draft_id}")
        _say("a draft was begun" if done.began else f"{len(done.changed)} files of the open draft changed")


@problems.command("export")
def export_problem(
    slug: Slug,
    to: Annotated[Path | None, typer.Option(help="A bank's folder, or a file that ends with .zip.")] = None,
    draft: Draft = False,
    replace: Replace = False,
) -> None:
    """Write a package of the database into its folder or a zip file; what is there and differs is left as it is."""
    with _explained():
        from app.studio import exchange

        files = _in_session(lambda session: exchange.taken_out(session, slug, draft=draft))
        target = to if to is not None and to.suffix == ".zip" else (to or load_settings().problems_dir) / slug
        changed = exchange.write(target, slug, files, replace=replace)
        print(target)
        _say(f"{len(changed)} files changed" if changed else "nothing differs")


@problems.command("diff")
def diff_problem(
    slug: Slug,
    to: Annotated[Path | None, typer.Option("--in", help="The bank with the folder; else the one in use.")] = None,
    draft: Draft = False,
) -> None:
    """What differs from a package's folder to the database. 0 when nothing does, 1 when something does."""
    with _explained():
        from app.studio import exchange

        files = _in_session(lambda session: exchange.stored(session, slug, draft=draft))
        differing = exchange.differing_from((to or load_settings().problems_dir) / slug, files)
        if differing:
            print(exchange.as_text(differing, "folder", "draft" if draft else "database"))
        raise typer.Exit(1 if differing else 0)


@cli.command()
def grade(
    slug: Annotated[str, typer.Argument(help="<pattern>/<slug> or <pattern>/<n>, e.g. preprocessing/1.")],
    file: Annotated[Path, typer.Argument(help="The Python file to grade.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Grade a file exactly as a submission would be. Needs neither web server nor database."""
    with _explained():
        from app.problems import grade as grading

        package = bank.load_package(bank.find_folder(load_settings().problems_dir, slug))
        source = grading.read_source(file)
        result = asyncio.run(grading.grade_once(package, source))
        print(json.dumps(result.as_json()) if as_json else result.as_text())
        raise typer.Exit(result.status)


@images.command("build")
def build_images(
    environments: Annotated[list[str] | None, typer.Argument(help="Which; else the bank's and the judge's.")] = None,
) -> None:
    """Build images that are missing on this machine: the named, or those the problem bank needs and the judge's."""
    with _explained():
        from sandbox.images import build

        for image in build.build(environments or _needed(), _say):
            print(image.tag)


@images.command("list")
def list_images(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array on standard output.")] = False,
) -> None:
    """Each environment and whether its image is here: present, missing, mismatched, or stale (of another release)."""
    with _explained(), _engine() as client:
        from sandbox.images import store

        rows = store.rows(client)
        print(json.dumps([asdict(row) for row in rows]) if as_json else "\n".join(row.as_text() for row in rows))


@images.command("export")
def export_images(
    to: Annotated[Path, typer.Option(help="The file to write.")],
    environments: Annotated[list[str] | None, typer.Argument(help="Which; else the bank's and the judge's.")] = None,
) -> None:
    """Write images into one file, for a machine of the same release that cannot build them."""
    with _explained(), _engine() as client:
        from sandbox.images import archive, catalogue

        size = archive.export(client, [catalogue.image(name) for name in environments or _needed()], to, _say)
        print(f"{to}   {size >> 20} MiB")


@images.command("import")
def import_images(file: Annotated[Path, typer.Argument(help="A file of `holdout images export`.")]) -> None:
    """Bring the images of a file into this machine's engine, if they are this release's."""
    with _explained(), _engine() as client:
        from sandbox.images import archive

        for image in archive.load(client, file, _say):
            print(image.tag)


@images.command("prune")
def prune_images(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only name what would be removed.")] = False,
) -> None:
    """Remove the images of other releases; one that is in use stays."""
    with _explained(), _engine() as client:
        from sandbox.images import store

        found = store.superfluous(client)
        if dry_run:
            print("\n".join(f"{one.tag or one.digest} would be removed" for one in found) or "nothing to remove")
            return
        pruned = store.remove(client, found, _say)
        print(f"{len(pruned.removed)} removed, {len(pruned.kept)} in use, about {pruned.freed >> 20} MiB freed")


def _needed() -> list[str]:
    from sandbox.images import catalogue

    return sorted({catalogue.JUDGE, *bank.environments(load_settings().problems_dir)})


def _in_session(work: "Callable[[AsyncSession], Awaitable[T]]") -> T:
    """Work in one transaction on the migrated database."""
    from app import serve as serving

    async def whole(url: str) -> T:
        async with serving.one_session(url) as session:
            return await work(session)

    with serving.migrated_database(_settings(), _say) as url:
        return asyncio.run(whole(url))


@contextmanager
def _engine() -> Iterator["DockerClient"]:
    from sandbox import containers

    with closing(containers.connect()) as client:
        yield client
