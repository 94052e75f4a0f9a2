"""`holdout backup` and `holdout restore`."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import work


def backup(
    path: Annotated[Path, typer.Argument(help="A file to write, or a folder: then its expired backups are removed.")],
) -> None:
    """Write all there is into one file, as it is in one moment; nobody has to stop."""
    with work.explained():
        from datetime import UTC, datetime

        from app import serve as serving
        from app.operation import backup as backing_up

        settings = work.settings()
        with serving.database(settings, work.say) as url:
            written, found = backing_up.write(url, path, settings.backup_days)
        print(written)
        work.say(
            f"{sum(kept.rows for kept in found.tables.values())} rows; to be kept until {found.expires_at:%Y-%m-%d}"
        )
        for gone in backing_up.expired(path, datetime.now(UTC)) if path.is_dir() else []:
            work.say(f"{gone.name} was removed: its time is over")


def restore(
    path: Annotated[Path, typer.Argument(help="A file of `holdout backup`.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what is in the database now.")] = False,
    expired: Annotated[bool, typer.Option("--expired", help="Also a backup whose time is over.")] = False,
) -> None:
    """Fill an empty database with a backup, also one of an older release; whole or not at all."""
    with work.explained():
        from app import serve as serving
        from app.kit.clock import SystemClock
        from app.operation import restore as restoring
        from app.web import MIGRATIONS

        with serving.database(work.settings(), work.say) as url:
            found = restoring.restore(url, path, MIGRATIONS, replace=replace, expired=expired)
            work.say(f"restored as it was on {found.made_at:%Y-%m-%d at %H:%M} UTC, made by release {found.release}")
            chain, again = restoring.finished(url, SystemClock(), path)
        if again:
            work.say(f"{again} people were erased again, whom newer backups beside this one tell as erased")
        if chain.broken is not None:
            work.say(f"The audit log does not hold at entry {chain.broken.number}: {chain.broken.fault}.")
            raise typer.Exit(1)
        print(f"The audit log holds: {chain.entries} entries. The last digest: {chain.head}")
