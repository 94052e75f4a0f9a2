"""`holdout audit`: the audit log."""

import asyncio
from typing import Annotated

import typer

from app.cli import work

log = typer.Typer(no_args_is_help=True, help="The audit log.")


@log.command("verify")
def verify_log(
    head: Annotated[str, typer.Option(help="The digest an earlier check printed: it must be in the chain.")] = "",
) -> None:
    """Compute the audit log's chain again; 1, and the entry by its number, when it does not hold."""
    with work.explained():
        from app import serve as serving

        with serving.migrated_database(work.settings(), work.say) as url:
            verified, known = asyncio.run(serving.verify_audit(url, head))
    if verified.broken is not None:
        work.say(
            f"Entry {verified.broken.number} does not hold: {verified.broken.fault}. {verified.entries} before it do."
        )
        raise typer.Exit(1)
    if not known:
        work.say("The chain holds, but no entry has that digest: entries were cut off since, or the log was replaced.")
        raise typer.Exit(1)
    print(f"The chain holds: {verified.entries} entries. The last digest: {verified.head}")
