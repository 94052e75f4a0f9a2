"""`holdout images`: images of the sandbox."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import work

if TYPE_CHECKING:
    from docker import DockerClient

images = typer.Typer(no_args_is_help=True, help="Images of the sandbox.")


@images.command("build")
def build_images(
    environments: Annotated[list[str] | None, typer.Argument(help="Which; else the bank's and the judge's.")] = None,
) -> None:
    """Build images that are missing on this machine: the named, or those the problem bank needs and the judge's."""
    with work.explained():
        from sandbox.images import build

        for image in build.build(environments or work.needed(), work.say):
            print(image.tag)


@images.command("list")
def list_images(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array on standard output.")] = False,
) -> None:
    """Each environment and whether its image is here: present, missing, mismatched, or stale (of another release)."""
    with work.explained(), _engine() as client:
        from sandbox.images import store

        rows = store.rows(client)
        print(json.dumps([asdict(row) for row in rows]) if as_json else "\n".join(row.as_text() for row in rows))


@images.command("export")
def export_images(
    to: Annotated[Path, typer.Option(help="The file to write.")],
    environments: Annotated[list[str] | None, typer.Argument(help="Which; else the bank's and the judge's.")] = None,
) -> None:
    """Write images into one file, for a machine of the same release that cannot build them."""
    with work.explained(), _engine() as client:
        from sandbox.images import archive, catalogue

        size = archive.export(client, [catalogue.image(name) for name in environments or work.needed()], to, work.say)
        print(f"{to}   {size >> 20} MiB")


@images.command("import")
def import_images(file: Annotated[Path, typer.Argument(help="A file of `holdout images export`.")]) -> None:
    """Bring the images of a file into this machine's engine, if they are this release's."""
    with work.explained(), _engine() as client:
        from sandbox.images import archive

        for image in archive.load(client, file, work.say):
            print(image.tag)


@images.command("prune")
def prune_images(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only name what would be removed.")] = False,
) -> None:
    """Remove the images of other releases; one that is in use stays."""
    with work.explained(), _engine() as client:
        from sandbox.images import store

        found = store.superfluous(client)
        if dry_run:
            print("\n".join(f"{one.tag or one.digest} would be removed" for one in found) or "nothing to remove")
            return
        pruned = store.remove(client, found, work.say)
        print(f"{len(pruned.removed)} removed, {len(pruned.kept)} in use, about {pruned.freed >> 20} MiB freed")


@contextmanager
def _engine() -> Iterator["DockerClient"]:
    from sandbox import containers

    with closing(containers.connect()) as client:
        yield client
