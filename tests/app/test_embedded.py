import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from app.kit import migrate
from app.kit.embedded import EmbeddedPostgres, EmbeddedPostgresError
from app.web import MIGRATIONS


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="holdout-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def test_it_starts_stops_and_keeps_what_was_written(folder):
    first = EmbeddedPostgres(folder)
    url = first.start()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    assert not answers(url)
    second = EmbeddedPostgres(folder)
    with psycopg.connect(second.start()) as connection:
        assert (42,) == connection.execute("SELECT answer FROM kept").fetchone()
    second.stop()


HOLDER = """
import sys, time
from pathlib import Path
from app.kit.embedded import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1])).start(), flush=True)
time.sleep(60)
"""


def hold(folder: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, process.stdout.readline().strip()


def test_two_processes_share_it_and_the_last_one_stops_it(folder):
    process, url = hold(folder)
    mine = EmbeddedPostgres(folder)
    assert url == mine.start()
    mine.stop()
    assert answers(url)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert not answers(url)


def test_a_killed_process_and_a_killed_server_do_no_harm(folder):
    process, url = hold(folder)
    process.kill()
    process.communicate()
    assert answers(url)  # the server outlives its holder
    os.kill(postmaster(folder), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while answers(url) and time.monotonic() < deadline:
        time.sleep(0.05)
    mine = EmbeddedPostgres(folder)
    assert answers(mine.start())
    mine.stop()
    assert not answers(url)  # the handle of the killed process does not keep it running


def test_a_process_id_that_now_belongs_to_somebody_else_is_seen_through(folder):
    mine = EmbeddedPostgres(folder)
    url = mine.start()
    mine.stop()
    lines = [str(os.getpid()), str(folder / "postgres"), "1", "5432", str(folder / "postgres"), "", "1 1", "ready"]
    (folder / "postgres" / "postmaster.pid").write_text("\n".join(lines))
    assert answers(mine.start())
    mine.stop()
    (folder / "postgres" / "postmaster.pid").write_text("12")  # cut off in the middle of writing
    assert url == mine.start()
    mine.stop()


def test_an_interrupted_first_start_is_begun_anew(folder):
    half = folder / "postgres.new-half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    mine = EmbeddedPostgres(folder)
    assert answers(mine.start())
    mine.stop()
    assert not half.exists()


def test_a_folder_with_other_things_is_left_alone(folder):
    (folder / "postgres").mkdir()
    (folder / "postgres" / "thesis.txt").write_text("years of work")
    with pytest.raises(EmbeddedPostgresError, match="Move it away"):
        EmbeddedPostgres(folder).start()
    assert "years of work" == (folder / "postgres" / "thesis.txt").read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folders are opened by the wheel")
def test_parent_folders_do_not_become_readable(folder):
    folder.chmod(0o700)
    mine = EmbeddedPostgres(folder / "home" / "data")
    mine.start()
    mine.stop()
    assert 0o711 == folder.stat().st_mode & 0o777


def test_migrating_twice_or_at_once_does_no_harm_and_a_newer_schema_is_named(database_url):
    program = "import sys; from app.kit import migrate; from app.web import MIGRATIONS; migrate.upgrade(*sys.argv[1:], MIGRATIONS)"
    processes = [subprocess.Popen([sys.executable, "-c", program, database_url]) for _ in range(2)]
    assert [0, 0] == [process.wait() for process in processes]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
        try:
            with pytest.raises(migrate.SchemaTooNew, match="newer release"):
                migrate.upgrade(database_url, MIGRATIONS)
        finally:
            connection.execute("UPDATE alembic_version SET version_num = %s", [migrate.head(MIGRATIONS)])


def test_models_and_migrations_agree(database_url):
    from alembic import command

    command.check(migrate._config(MIGRATIONS, database_url))
