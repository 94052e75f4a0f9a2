"""`holdout backup` and `holdout restore`, as whoever has a shell uses them."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.kit import log
from tests.app.test_backup import empty, folder, one, submitted  # noqa: F401 - fixtures


@pytest.fixture
def run(monkeypatch):
    """A command on a database."""
    monkeypatch.setenv("HOLDOUT_BACKUP_DAYS", "7")

    async def command(url: str, *arguments: str):
        monkeypatch.setenv("DATABASE_URL", url)
        try:
            return await asyncio.to_thread(CliRunner().invoke, cli, list(arguments))
        finally:
            log.configure("console", "WARNING")

    return command


@pytest.mark.usefixtures("submitted")
async def test_a_folder_gets_a_backup_and_a_database_is_filled_from_it(run, database_url, request):
    target, fresh = request.getfixturevalue("folder"), request.getfixturevalue("empty")
    made = await run(database_url, "backup", str(target))
    assert 0 == made.exit_code, made.stderr
    path = Path(made.stdout.strip())
    assert [path] == list(target.iterdir())
    assert "rows; to be kept until" in made.stderr
    back = await run(fresh, "restore", str(path))
    assert 0 == back.exit_code, back.stderr
    assert "The audit log holds" in back.stdout
    assert "accepted" == one(fresh, "SELECT verdict FROM verdicts")
    again = await run(fresh, "restore", str(path))
    assert (1, True) == (again.exit_code, "--replace" in again.stderr)
    nothing = await run(fresh, "restore", str(target / "missing"))
    assert (1, True) == (nothing.exit_code, "cannot be read as a backup" in nothing.stderr)


async def test_an_empty_database_has_nothing_to_back_up(run, request):
    target, fresh = request.getfixturevalue("folder"), request.getfixturevalue("empty")
    refused = await run(fresh, "backup", str(target / "one.holdout-backup"))
    assert (1, True) == (refused.exit_code, "nothing to back up" in refused.stderr)
    assert [] == list(target.iterdir())
