"""`holdout problems`: problem packages, in folders and in the database."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli import work
from app.problems import bank
from app.settings import load_settings

problems = typer.Typer(no_args_is_help=True, help="Problem packages.")


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
    with work.explained():
        from app.problems.verify import changed, verify_folders
        from sandbox.images import build

        if [bool(slugs), everything, only_changed].count(True) != 1:
            raise typer.BadParameter("Name packages, or say --all or --changed.")
        settings = work.settings()
        folder = settings.problems_dir
        folders = [bank.find_folder(folder, slug) for slug in slugs] if slugs else bank.find_folders(folder)
        if only_changed:
            folders = changed.unverified(folders, mutants=mutants)
        if folders:
            build.build(work.needed(), work.say)
        every_pair = mutants or not everything
        slots, memory_mb = settings.sandbox_slots, settings.sandbox_slot_memory_mb
        asked = {"mutants": mutants, "every_pair": every_pair}
        reports = asyncio.run(verify_folders(folders, slots, work.say, **asked, memory_mb=memory_mb))
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
    with work.explained():
        from app.problems import scaffold

        folder = scaffold.create(to or load_settings().problems_dir, pattern, slug, title)
        print(folder)
        work.say(f"Next: change it, and put it through the gates with `holdout problems verify {pattern}/{slug}`.")


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
    with work.explained():
        from app.studio import exchange

        package = exchange.read(source)
        done = work.in_session(lambda session: exchange.import_as(session, email, package, replace=replace))
        print(f"/studio/{done.draft_id}")
        work.say("a draft was begun" if done.began else f"{len(done.changed)} files of the open draft changed")


@problems.command("export")
def export_problem(
    slug: Slug,
    to: Annotated[Path | None, typer.Option(help="A bank's folder, or a file that ends with .zip.")] = None,
    draft: Draft = False,
    replace: Replace = False,
) -> None:
    """Write a package of the database into its folder or a zip file; what is there and differs is left as it is."""
    with work.explained():
        from app.studio import exchange

        files = work.in_session(lambda session: exchange.taken_out(session, slug, draft=draft))
        target = to if to is not None and to.suffix == ".zip" else (to or load_settings().problems_dir) / slug
        changed = exchange.write(target, slug, files, replace=replace)
        print(target)
        work.say(f"{len(changed)} files changed" if changed else "nothing differs")


@problems.command("diff")
def diff_problem(
    slug: Slug,
    to: Annotated[Path | None, typer.Option("--in", help="The bank with the folder; else the one in use.")] = None,
    draft: Draft = False,
) -> None:
    """What differs from a package's folder to the database. 0 when nothing does, 1 when something does."""
    with work.explained():
        from app.studio import exchange

        files = work.in_session(lambda session: exchange.stored(session, slug, draft=draft))
        differing = exchange.differing_from((to or load_settings().problems_dir) / slug, files)
        if differing:
            print(exchange.as_text(differing, "folder", "draft" if draft else "database"))
        raise typer.Exit(1 if differing else 0)
