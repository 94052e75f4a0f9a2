import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from app.kit import embedded, migrate
from app.kit.db import sqlalchemy_url
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


def start_in_another_container(folder: Path) -> str:
    """What is said by a process that sees none of ours, as in a container with the same volume."""
    apart = ["unshare", "--pid", "--fork", "--mount-proc", *(["--user", "--map-root-user"] if os.geteuid() else [])]
    program = [sys.executable, "-c", HOLDER.replace("sleep(60)", "sleep(0)"), str(folder)]
    return subprocess.run([*apart, *program], capture_output=True, text=True, timeout=60, check=False).stderr


def test_a_folder_that_another_container_uses_is_refused_and_left_alone(folder):
    mine = EmbeddedPostgres(folder)
    url = mine.start()
    for _ in range(2):
        said = start_in_another_container(folder)
        assert f"is in use by another Holdout, on {socket.gethostname()}" in said
        assert "set HOLDOUT_DATA_DIR" in said
        assert answers(url)
    assert str(os.getpid()) in (folder / "postgres" / ".handle_pids.json").read_text()
    mine.stop()
    assert not answers(url)


def test_a_server_whose_holder_was_killed_is_not_taken_for_dead_by_another_container(folder):
    process, url = hold(folder)
    process.kill()
    process.communicate()
    said = start_in_another_container(folder)
    assert "outside of this container" in said
    assert answers(url)
    mine = EmbeddedPostgres(folder)
    assert url == mine.start()
    mine.stop()
    assert not answers(url)


def test_what_another_machine_left_is_taken_over(folder, monkeypatch):
    with monkeypatch.context() as there:
        there.setattr(embedded, "_where", lambda: "another kernel")
        other = EmbeddedPostgres(folder)
        other.start()
        there.undo()
        with pytest.raises(embedded.DataInUse):
            EmbeddedPostgres(folder).start()
        other.stop()
    mine = EmbeddedPostgres(folder)
    assert answers(mine.start())
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


def test_where_migrating_is_not_allowed_an_older_and_a_newer_schema_are_refused_with_the_remedy(database_url):
    migrate.require(database_url, MIGRATIONS)
    with psycopg.connect(database_url, autocommit=True) as connection:
        try:
            for version, refusal, told in (
                ("coach", migrate.SchemaTooOld, "schema is coach.* Run `holdout migrate` once"),
                ("from_the_future", migrate.SchemaTooNew, "newer release"),
            ):
                connection.execute("UPDATE alembic_version SET version_num = %s", [version])
                with pytest.raises(refusal, match=told):
                    migrate.require(database_url, MIGRATIONS)
        finally:
            connection.execute("UPDATE alembic_version SET version_num = %s", [migrate.head(MIGRATIONS)])


def test_an_account_that_may_not_migrate_is_explained(database_url):
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
        connection.execute("CREATE DATABASE not_ours")
    url = sqlalchemy_url(database_url).set(username="reader", database="not_ours")
    try:
        with pytest.raises(migrate.MayNotMigrate, match="owns the database"):
            migrate.upgrade(url.render_as_string(hide_password=False), MIGRATIONS)
    finally:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("DROP DATABASE not_ours")
            connection.execute("DROP ROLE reader")


def test_models_and_migrations_agree(database_url):
    from alembic import command

    command.check(migrate._config(MIGRATIONS, database_url))
