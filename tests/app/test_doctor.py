"""`holdout doctor` as a person runs it, on a machine that lacks something."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from app import doctor
from app.attempts import presence_repository
from app.kit import migrate
from app.kit.embedded import EmbeddedPostgres
from app.settings import Settings
from app.web import MIGRATIONS
from sandbox.diagnosis.finding import ok
from sandbox.diagnosis.finding import problem as a_problem
from tests.app.workspace import submit

ROOT = Path(__file__).parents[2]
MAIN = "from app.cli import main; main()"
NO_ENGINE = {"DOCKER_HOST": "unix:///nowhere/engine.sock"}


@pytest.fixture
def holdout(bank, tmp_path):
    """Run it with a bank of one problem and a data folder of its own; gives the findings by name, and the process."""

    def run(*, program: str = MAIN, arguments: tuple[str, ...] = ("doctor", "--json"), **environ: str):
        result = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
                "HOLDOUT_PROBLEMS_DIR": bank,
                "HOLDOUT_DATA_DIR": str(tmp_path / "data"),
                "HOLDOUT_PORT": "0",
                **environ,
            },
        )
        assert "Traceback" not in result.stdout + result.stderr
        found = json.loads(result.stdout) if "--json" in arguments else []
        assert all(each["state"] == "ok" or each["remedy"] for each in found)
        return {each["name"]: each for each in found}, result

    return run


def test_on_a_machine_where_all_is_well_it_ends_with_a_grading(holdout, database_url):
    found, result = holdout(DATABASE_URL=database_url)
    assert 0 == result.returncode, result.stdout
    assert {"settings", "problems", "database", "clock", "workers", "port", "engine", "runc", "jail"} <= set(found)
    assert {"image numpy", "image judge", "cgroups", "seccomp", "storage", "runtime", "room", "disk"} <= set(found)
    assert "grading" == list(found)[-1]
    assert found["grading"]["detail"].startswith("a grading works: ")


def test_without_engine_and_database_the_rest_is_still_looked_at(holdout):
    found, result = holdout(**NO_ENGINE, DATABASE_URL="postgresql://ada:refused@127.0.0.1:1/nothing")
    assert 1 == result.returncode
    states = {name: each["state"] for name, each in found.items()}
    assert {"engine": "problem", "database": "problem", "problems": "ok", "port": "ok", "grading": "warning"} == {
        name: states[name] for name in ("engine", "database", "problems", "port", "grading")
    }
    assert "refused" not in result.stdout + result.stderr  # the password, also where the server says the same word


def test_wrong_settings_are_lines_and_the_right_ones_count(holdout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found, result = holdout(**NO_ENGINE, HOLDOUT_PORT=port, HOLDOUT_SESSION_DAYS="x", HOLDOUT_PROT="1")
    assert 1 == result.returncode
    assert 2 == sum(each["name"] == "settings" for each in json.loads(result.stdout))
    assert ("problem", True) == (found["port"]["state"], port in found["port"]["detail"])
    assert "HOLDOUT_PORT" in found["port"]["remedy"]


def test_a_broken_package_and_a_missing_bank_are_problems(holdout, bank, tmp_path):
    found, _ = holdout(**NO_ENGINE, HOLDOUT_PROBLEMS_DIR=str(tmp_path / "none"))
    assert ("problem", "Set HOLDOUT_PROBLEMS_DIR.") == (found["problems"]["state"], found["problems"]["remedy"])
    (Path(bank) / "metrics" / "double" / "problem.yaml").write_text("x: 1\n")
    _, result = holdout(**NO_ENGINE)
    assert "metrics/double/problem.yaml" in result.stdout


def test_a_problem_that_no_container_has_the_memory_for_is_told_with_the_setting(holdout, bank):
    file = Path(bank) / "metrics" / "double" / "problem.yaml"
    file.write_text(file.read_text().replace("memory_mb: 256", "memory_mb: 600"))
    _, result = holdout(**NO_ENGINE, HOLDOUT_SANDBOX_SLOT_MEMORY_MB="700")
    (told,) = [each for each in json.loads(result.stdout) if each["name"] == "problems" and each["state"] == "warning"]
    assert "metrics/double grants 600 MiB, a container has 700" in told["detail"]
    assert "HOLDOUT_SANDBOX_SLOT_MEMORY_MB to 1024" in told["remedy"]


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming somebody else takes root")
def test_somebody_without_rights_gets_lines_too(holdout, tmp_path):
    program = """
        import os
        import app.cli, app.doctor
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
        app.cli.main()
    """
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(0o755)
    found, result = holdout(program=program, HOLDOUT_PORT="81")
    assert 1 == result.returncode
    assert "usermod -aG" in found["engine"]["remedy"]
    assert ("problem", "problem") == (found["data"]["state"], found["port"]["state"])


def test_people_read_a_table_and_colours_only_on_a_terminal(holdout):
    _, result = holdout(**NO_ENGINE, arguments=("doctor",))
    assert "\033" not in result.stdout
    assert "ok       settings         understood\n" in result.stdout
    assert "                          → Start Docker" in result.stdout
    assert "\033[31mproblem" in doctor.as_line(a_problem("x", "y", "z"), coloured=True)
    assert "\033[32mok" in doctor.as_line(ok("x", "y"), coloured=True)


def test_a_look_that_hangs_or_fails_is_a_line():
    (hung,) = doctor._bounded("disk", lambda: time.sleep(5) or [], 0.05)
    assert ("problem", "no answer within 0 s") == (hung.state, hung.detail)
    (failed,) = doctor._bounded("disk", lambda: [1 / 0])
    assert ("problem", True) == (failed.state, "ZeroDivisionError" in failed.detail)


async def test_workers_are_told_and_waiting_gradings_too(database_url, ada, problem, sessions):
    assert "none is running" == (await doctor._look_into(database_url))[-1].detail
    await submit(ada.browser, problem)
    waiting = (await doctor._look_into(database_url))[-1]
    assert ("warning", "none, and 1 gradings wait") == (waiting.state, waiting.detail)
    row = {"id": uuid4(), "host": "h", "pid": 7, "version": "0", "trouble": None}
    async with sessions.begin() as session:
        await presence_repository.see_worker(session, {**row, "sandbox": {"jail": "userns", "runtime": "runc"}})
    assert "1: h (7) userns, runc" == (await doctor._look_into(database_url))[-1].detail
    async with sessions.begin() as session:
        await presence_repository.see_worker(session, {**row, "trouble": "no Docker", "sandbox": {}})
    troubled = (await doctor._look_into(database_url))[-1]
    assert ("warning", "h (7): no Docker") == (troubled.state, troubled.detail)


@pytest.mark.parametrize(
    ("revision", "remedy"), [("coach", "`holdout migrate`"), ("from_the_future", "Start the newer release")]
)
async def test_a_schema_of_another_release_is_a_problem_with_what_to_do(database_url, sessions, revision, remedy):
    change = text("UPDATE alembic_version SET version_num = :revision")
    try:
        async with sessions.begin() as session:
            await session.execute(change, {"revision": revision})
        found = (await doctor._look_into(database_url))[0]
    finally:
        async with sessions.begin() as session:
            await session.execute(change, {"revision": migrate.head(MIGRATIONS)})
    assert ("database", "problem") == (found.name, found.state)
    assert revision in found.detail
    assert found.remedy.startswith(remedy)


@pytest.mark.parametrize(("seconds", "state"), [(0, "ok"), (5, "warning"), (-3600, "warning")])
def test_clocks_that_differ_are_told(seconds, state):
    assert state == doctor._clock("the database", datetime.now(UTC) - timedelta(seconds=seconds)).state


def test_the_embedded_database_is_looked_into_and_left_as_it_was():
    folder = Path(tempfile.mkdtemp(prefix="holdout-test-"))
    try:
        assert "made at the first start" in doctor._database(Settings(data_dir=folder))[0].detail
        assert [] == list(folder.iterdir())
        cluster = EmbeddedPostgres(folder)
        cluster.start()
        cluster.stop()
        found = doctor._database(Settings(data_dir=folder))[0]
        assert ("problem", "`holdout migrate`") == (found.state, found.remedy)
        assert not (folder / "postgres" / "postmaster.pid").exists()
    finally:
        shutil.rmtree(folder)
