"""The built files of every release that ran lately, so that any web process serves the pages of any of them.

While two releases run side by side, a page of one asks for its scripts wherever the balancer sends it; and a page that
was opened before an upgrade loads parts of its script after it.
"""

from collections.abc import Sequence
from datetime import timedelta

from procrastinate import App, JobContext
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.templates import Assets
from app.operation.models import StaticFile

FORGOTTEN_AFTER = timedelta(days=30)
CRON = "23 4 * * *"
LONGEST = 200  # characters of a name


async def keep(sessionmaker: SessionMaker, clock: Clock, assets: Assets) -> None:
    """Keep those of this release, and forget what no release that runs has had for a month."""
    now = clock.now()
    rows = [
        {"name": name, "content": (assets.folder / name).read_bytes(), "kept_at": now} for name in assets.unchanging()
    ]
    async with sessionmaker.begin() as session:
        if rows:  # in the order of their names: several processes start at once
            made = insert(StaticFile).values(rows)
            await session.execute(made.on_conflict_do_update(index_elements=["name"], set_={"kept_at": now}))
        await session.execute(delete(StaticFile).where(StaticFile.kept_at < now - FORGOTTEN_AFTER))


async def find(sessionmaker: SessionMaker, names: Sequence[str]) -> dict[str, bytes]:
    """Those of these files that there are."""
    asked = [name for name in names if "\0" not in name and len(name) <= LONGEST]
    async with sessionmaker() as session:
        wanted = select(StaticFile.name, StaticFile.content).where(StaticFile.name.in_(asked))
        return {row.name: row.content for row in await session.execute(wanted)}


def register(app: App, assets: Assets, *, queue: str) -> None:
    """Teach a queue to keep those of a release that runs for longer than a month."""

    async def tidy(context: JobContext, timestamp: int) -> None:
        del timestamp
        worker = context.additional_context["worker"]
        await keep(worker.sessionmaker, worker.clock, assets)

    options = app.task(name="operation:static", queue=queue, pass_context=True, queueing_lock="static")
    app.periodic(cron=CRON, periodic_id="static")(options(tidy))
