"""The whole way on real parts: API, queue, worker, containers."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import select

from app.attempts import tasks
from app.attempts.grading import Worker
from app.attempts.models import Verdict
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from tests.app.packages import RIGHT
from tests.app.workspace import submit, view, work

FAILING = "def double(x):\n    print('hidden')\n    return 3 * x\n"


@pytest.fixture
async def drain(engine, sessions, clock, database_url):
    """Work until the queue is empty."""
    queue = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(queue)
    async with queue.open_async():
        yield lambda: work(queue, Worker(sessions, clock, engine))


async def test_a_right_solution_is_accepted(ada, problem, drain, sessions, engine):
    execution = await submit(ada.browser, problem)
    await drain()
    result = await view(ada.browser, execution)
    assert ("finished", "accepted", 2, 2) == tuple(result[key] for key in ("status", "verdict", "passed", "total"))
    assert {"empty": "empty"} == {
        name: each["option"] for name, each in result["events"][-1]["data"]["policies"].items()
    }
    async with sessions() as session:
        verdict = (await session.execute(select(Verdict))).scalar_one()
    assert {"passed"} == set(verdict.checks.values())
    assert verdict.environment["fingerprint"]
    assert verdict.environment["digest"].startswith("sha256:")
    assert engine.jail.current == verdict.environment["jail"]
    assert verdict.environment["runtime"]


async def test_a_wrong_one_learns_the_property_and_never_the_data(ada, problem, drain):
    execution = await submit(ada.browser, problem, FAILING)
    await drain()
    result = await view(ada.browser, execution)
    assert "rejected" == result["verdict"]
    failed = [event["data"] for event in result["events"] if event["data"].get("state") == "failed_silently"]
    assert ["Every value is doubled."] == [each["property"] for each in failed]
    assert "oracle/secret" not in json.dumps(result)
    assert "hidden" not in json.dumps(result["events"])


async def test_a_run_shows_examples_own_checks_and_prints(ada, problem, drain):
    execution = await submit(ada.browser, problem, FAILING, kind="runs")
    await drain()
    examples = [
        event["data"] for event in (await view(ada.browser, execution))["events"] if event["type"] == "example_done"
    ]
    assert ["failed", "failed"] == [example["state"] for example in examples]
    assert all("hidden" in example["output"] for example in examples)


@pytest.mark.parametrize("code", ["def double(:", "x\x00y", "import nothing_like_it", "def other(x): return x"])
async def test_code_that_cannot_be_loaded_is_rejected_with_its_own_error(ada, problem, drain, code):
    execution = await submit(ada.browser, problem, code)
    await drain()
    result = await view(ada.browser, execution)
    assert ("finished", "rejected", 0) == tuple(result[key] for key in ("status", "verdict", "passed"))


def holdout(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from app.cli import main; main()", *arguments]
    return subprocess.run(program, capture_output=True, text=True, check=False, env={**os.environ, **environ})


@pytest.mark.parametrize(
    ("code", "status", "verdict"),
    [(RIGHT, 0, "accepted"), (FAILING, 1, "rejected"), ("def f(:", 1, "rejected"), ("", 1, "rejected")],
)
def test_grading_a_file_says_it_by_its_status_and_one_json_object(*, engine, bank, tmp_path, code, status, verdict):
    (tmp_path / "x.py").write_text(code)
    result = holdout("grade", "metrics/7", str(tmp_path / "x.py"), "--json", HOLDOUT_PROBLEMS_DIR=bank)
    assert status == result.returncode, result.stderr
    said = json.loads(result.stdout)
    assert ["problem", "version", "verdict", "checks", "policies", "timing"] == list(said)
    assert ("metrics/double", "1.0.0", verdict) == tuple(said[key] for key in ("problem", "version", "verdict"))
    assert [{"id", "primitive", "criterion", "state", "hint"}] * 3 == [set(check) for check in said["checks"]]
    if code == "def f(:":
        assert {"not_reached"} == {check["state"] for check in said["checks"]}


def test_no_engine_is_3_and_never_a_rejection(bank, tmp_path):
    (tmp_path / "x.py").write_text(RIGHT)
    result = holdout(
        "grade",
        "metrics/7",
        str(tmp_path / "x.py"),
        "--json",
        HOLDOUT_PROBLEMS_DIR=bank,
        DOCKER_HOST="tcp://127.0.0.1:1",
    )
    assert 3 == result.returncode, result.stderr
    said = json.loads(result.stdout)
    assert "platform_error" == said["verdict"]
    assert {"platform_error"} == {check["state"] for check in said["checks"]}
    assert "Traceback" not in result.stderr


async def test_a_counterexample_is_found_by_the_real_judge_on_the_same_hidden_inputs(ada, problem, drain):
    execution = await submit(ada.browser, problem, "def double(x):\n    return [abs(v) for v in x]\n")
    await drain()
    asked = await ada.browser.post(f"/api/executions/{execution}/counterexamples", json={"check": "oracle/random"})
    await drain()
    shown = next(
        each for each in (await view(ada.browser, asked.json()["id"]))["events"] if each["type"] == "counterexample"
    )
    assert ["Input", "Expected", "Got"] == [part["name"] for part in shown["data"]["parts"]]
    assert shown["data"]["parts"][0]["text"].startswith("x = [")
