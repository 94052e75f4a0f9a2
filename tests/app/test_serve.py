"""`holdout serve` as a person starts it: a process of its own on a database of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import pytest

PROGRAM = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--role", "web"]


@pytest.fixture
def data():
    folder = Path(tempfile.mkdtemp(prefix="holdout-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def start(data: Path, **more: str) -> tuple[subprocess.Popen[str], str]:
    """Start and wait until it says where it is; gives the process and all it said."""
    environ = {**os.environ, "HOLDOUT_DATA_DIR": str(data), "HOLDOUT_PORT": "0", **more}
    process = subprocess.Popen(PROGRAM, stderr=subprocess.PIPE, text=True, env=environ)
    said = ""
    assert process.stderr
    for line in process.stderr:
        said += line
        if "Holdout is at" in line:
            break
    return process, said


def address(said: str) -> str:
    found = re.search(r"http://\S+", said)
    assert found, said
    return found[0].rstrip("/")


def wait_until_up(url: str) -> None:
    for _ in range(100):
        try:
            httpx.get(f"{url}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return


def test_first_start_prints_a_sign_in_once_and_what_is_typed_survives_a_kill(data):
    process, said = start(data)
    url = address(said)
    wait_until_up(url)
    found = re.search(r"first sign-in: (\S+)   password: (\S+)", said)
    assert found, said
    with httpx.Client(base_url=url, headers={"sec-fetch-site": "same-origin"}) as browser:
        form = {"email": found[1], "password": found[2], "next": "/practice"}
        assert 303 == browser.post("/signin", data=form).status_code
        assert browser.get("/readyz").json()["ready"]
        page = browser.get("/practice").text
        problem = re.search(r'href="(/problems/[^"]+)"', page)
        assert problem, page
        attempt = re.search(r'"attempt": \{[^}]*"id": "([^"]+)"', browser.get(problem[1]).text)
        assert attempt
        draft = {"revision": 1, "solution": "kept = True\n", "checks": ""}
        assert 200 == browser.put(f"/api/attempts/{attempt[1]}/draft", json=draft).status_code
        process.kill()
        process.communicate()
        process, said = start(data)
        wait_until_up(address(said))
        browser.base_url = address(said)
        assert "password" not in said
        assert "kept = True\n" == browser.get(f"/api/attempts/{attempt[1]}/draft").json()["solution"]
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=30)
    assert 0 == process.returncode, rest
    assert "Traceback" not in rest
    assert not (data / "postgres" / "postmaster.pid").exists()


def ended(process: subprocess.Popen[str], said: str) -> tuple[int, str]:
    """The status and all that was said by a process that ends by itself."""
    _, rest = process.communicate(timeout=60)
    return process.returncode, said + rest


def test_a_taken_port_is_explained(data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        status, said = ended(*start(data, HOLDOUT_PORT=port))
    assert 1 == status
    assert f"127.0.0.1:{port}" in said
    assert "set HOLDOUT_PORT" in said
    assert "Traceback" not in said


def test_all_that_is_missing_where_the_settings_point_is_told_at_once_before_anything_is_begun(data):
    taken = data / "a file"
    taken.touch()
    status, said = ended(*start(data, HOLDOUT_DATA_DIR=str(taken / "data"), HOLDOUT_PROBLEMS_DIR="/nothing/there"))
    assert 2 == status
    assert f"HOLDOUT_DATA_DIR ('{taken}/data'): {taken} is no folder. Set it to a folder that can be written." in said
    assert "HOLDOUT_PROBLEMS_DIR ('/nothing/there'): there is no such folder" in said
    assert "Traceback" not in said
    assert [taken] == [*data.iterdir()]


def test_wrong_settings_are_told_at_once(data):
    status, said = ended(*start(data, HOLDOUT_SESSION_DAYS="0", HOLDOUT_LOG_FORMAT="xml", HOLDOUT_PROT="1"))
    assert 2 == status
    assert ["HOLDOUT_LOG_FORMAT", "HOLDOUT_PROT", "HOLDOUT_SESSION_DAYS"] == sorted(
        re.findall("^HOLDOUT_[A-Z_]+", said, re.MULTILINE)
    )


@pytest.mark.parametrize("name", ["HOLDOUT_HOST", "HOLDOUT_METRICS_HOST"])
def test_an_address_of_another_machine_is_named(data, name):
    status, said = ended(*start(data, **{"HOLDOUT_METRICS_PORT": "9464", name: "192.0.2.1"}))
    assert 1 == status
    assert "192.0.2.1" in said
    assert name in said
    assert "Traceback" not in said


def test_a_worker_alone_does_not_make_a_database_of_its_own(data):
    process = subprocess.Popen(
        [*PROGRAM[:-1], "worker"], stderr=subprocess.PIPE, text=True, env={**os.environ, "HOLDOUT_DATA_DIR": str(data)}
    )
    status, said = ended(process, "")
    assert 2 == status
    assert "DATABASE_URL: it is missing" in said
    assert [] == [*data.iterdir()]


def test_where_the_schema_is_brought_up_apart_an_older_one_is_refused_until_it_is(data):
    apart = {"HOLDOUT_MIGRATE_AT_START": "false"}
    status, said = ended(*start(data, **apart))
    assert 1 == status
    assert "schema is empty" in said
    assert "Run `holdout migrate` once" in said
    environ = {**os.environ, "HOLDOUT_DATA_DIR": str(data), **apart}
    subprocess.run([*PROGRAM[:-3], "migrate"], env=environ, check=True, capture_output=True)
    process, said = start(data, **apart)
    wait_until_up(address(said))
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert 0 == process.returncode


def test_a_database_that_does_not_answer_is_explained(data):
    status, said = ended(*start(data, DATABASE_URL="postgresql://nobody:secret@127.0.0.1:1/nothing"))
    assert 1 == status
    assert "Check DATABASE_URL" in said
    assert "secret" not in said
    assert "Traceback" not in said


def test_metrics_are_at_a_port_of_their_own_and_a_taken_one_is_named(data):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        status, said = ended(*start(data, HOLDOUT_METRICS_PORT=port))
        assert 1 == status
        assert f"127.0.0.1:{port}" in said
        assert "HOLDOUT_METRICS_PORT" in said
    process, said = start(data, HOLDOUT_METRICS_PORT=port)
    url = re.search(r"Holdout is at (http://\S+)/", said)
    assert url, said
    wait_until_up(url[1])
    told = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    assert 'holdout_http_seconds_count{method="GET",route="healthz",status="200"} 1.0' in told
    assert "holdout_queue_jobs" in told
    assert 404 == httpx.get(f"{url[1]}/metrics").status_code
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert 0 == process.returncode
