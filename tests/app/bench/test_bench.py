"""The check bench: what may be asked of it, what it shows, and the whole way on real parts."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from app.attempts.models import OpenedSolution
from app.bench import exercise, tasks, work
from app.bench.models import BenchRun, GivenUp
from app.bench.schemas import MOST_CHECKS_BYTES
from app.problems import upgrades
from sandbox import events
from tests.app.bench.asking import SHARP, ask
from tests.app.packages import CHECKS_THEMSELVES, bank
from tests.app.workspace import open_workspace, save

ALARM = "def test_type():\n    assert roc_auc(np.array([0, 1]), np.array([1.0, 2.0])) == 2\n"


# --- asking ---------------------------------------------------------------------------------------------------


async def test_before_a_run_only_counts_are_told(ada, auc) -> None:
    told = (await ada.browser.get(f"/api{auc}/bench")).json()
    assert (4, 14, "", None) == tuple(told[key] for key in ("right", "wrong", "why_not", "run"))
    page = (await ada.browser.get(f"{auc}/bench")).text
    assert "ranking metric" not in page
    assert "Its code" not in page


async def test_a_run_makes_the_problem_a_familiar_one(ada, auc, session) -> None:
    assert 201 == (await ask(ada)).status_code
    assert 1 == (await session.execute(select(func.count()).select_from(OpenedSolution))).scalar_one()


async def test_one_run_at_a_time_and_so_many_a_minute(ada, auc, sessions) -> None:
    assert 201 == (await ask(ada)).status_code
    refused = await ask(ada)
    assert (409, "about:holdout:already-running") == (refused.status_code, refused.json()["type"])
    for _ in range(5):
        await _end(sessions)
        assert 201 == (await ask(ada)).status_code
    await _end(sessions)
    refused = await ask(ada)
    assert (429, True) == (refused.status_code, int(refused.headers["retry-after"]) > 0)


async def _end(sessions) -> None:
    async with sessions.begin() as session:
        for run in (await session.execute(select(BenchRun))).scalars():
            run.status = "platform_error"


async def test_two_tabs_at_once_make_one_run(ada, auc) -> None:
    answers = await asyncio.gather(*(ask(ada) for _ in range(4)))
    assert [201, 409, 409, 409] == sorted(each.status_code for each in answers)


@pytest.mark.parametrize(("checks", "code"), [(" \n", 422), ("#" * (MOST_CHECKS_BYTES + 1), 413)])
async def test_checks_that_are_none_or_too_long_are_refused(ada, auc, checks, code) -> None:
    assert code == (await ask(ada, checks=checks)).status_code


async def test_a_refused_form_keeps_what_was_typed(ada, auc) -> None:
    await ask(ada)
    page = await ada.browser.post(f"{auc}/bench", data={"checks": "def test_mine():\r\n    pass\r\n"})
    assert 409 == page.status_code
    assert "def test_mine():\n    pass" in page.text
    assert "Wait for its result" in page.text


@pytest.mark.parametrize("name", sorted(CHECKS_THEMSELVES))
async def test_a_problem_that_is_a_bench_says_so_and_leads_to_its_workspace(ada, sessions, name) -> None:
    async with sessions.begin() as session:
        await upgrades.sync_package(session, bank(name))
    told = (await ada.browser.get(f"/api/problems/{name}/bench")).json()
    assert "is itself a check bench" in told["why_not"]
    assert f"/problems/{name}" == told["workspace"]
    page = unescape((await ada.browser.get(f"/problems/{name}/bench")).text)
    assert f"{bank(name).spec.title}.</strong> {told['why_not']}" in page
    assert re.search(rf'<a class="button[^"]*" href="{told["workspace"]}">Open the workspace</a>', page)
    assert 200 == (await ada.browser.get(told["workspace"], follow_redirects=True)).status_code
    assert 409 == (await ask(ada, f"/problems/{name}")).status_code


async def test_nobody_reads_another_ones_run(ada, auc, sign_in) -> None:
    run = (await ask(ada)).json()["id"]
    bob = await sign_in("bob@example.com")
    assert 404 == (await bob.browser.get(f"/api/bench/runs/{run}")).status_code
    assert (await bob.browser.get(f"/api{auc}/bench")).json()["run"] is None


async def test_old_runs_are_forgotten(ada, auc, sessions, monkeypatch) -> None:
    monkeypatch.setattr("app.bench.service.KEEP", 2)
    for _ in range(4):
        await ask(ada)
        await _end(sessions)
    async with sessions() as session:
        assert 3 == (await session.execute(select(func.count()).select_from(BenchRun))).scalar_one()


async def test_the_page_begins_with_the_own_checks_of_the_workspace(ada, auc) -> None:
    boot = await open_workspace(ada.browser, auc)
    await save(ada.browser, boot, checks="def test_of_the_workspace(): ...")
    assert "test_of_the_workspace" in (await ada.browser.get(f"{auc}/bench")).text
    await ask(ada)
    page = (await ada.browser.get(f"{auc}/bench")).text
    assert "test_of_the_workspace" not in page
    assert "test_order" in page
    assert "test_of_the_workspace" in (await ada.browser.get(f"{auc}/bench?take=own")).text


# --- what the worker does -------------------------------------------------------------------------------------


def done(path: str, *, got: str | None, kind: str | None = None, message: str = "", state: str = "runtime_error"):
    error = None if got == "accepted" else events.CodeError(state=state, kind=kind, message=message)
    common = {"input": "", "expected": "", "output": "", "truncated": False, "note": None}
    return events.ExampleDone(name=path, state="passed", got=got, error=error, **common)


async def test_a_fault_of_ours_is_tried_again_and_then_told_as_one(ada, auc, sessions, clock, worker_of) -> None:
    run = (await ask(ada)).json()["id"]
    worker = worker_of(*[[events.PlatformError(message="no place")]] * work.MAX_TRIES)
    for _ in range(work.MAX_TRIES):
        wait = await work.run(worker, run)
    assert wait is None
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    assert ("platform_error", None, []) == (told["status"], told["false_alarms"], told["right"])
    assert "fault on our side" in (await ada.browser.get(f"{auc}/bench")).text


async def test_being_stopped_is_no_try_and_what_hangs_is_one(ada, auc, sessions, worker_of, monkeypatch) -> None:
    run = (await ask(ada)).json()["id"]
    for _ in range(work.MAX_TRIES):
        worker = worker_of([3600.0])
        working = asyncio.create_task(work.run(worker, run))
        while not worker.grader.jobs:  # noqa: ASYNC110 - the stand-in tells nobody
            await asyncio.sleep(0.01)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    monkeypatch.setattr(work, "MOST_SECONDS", 0.2)
    async with asyncio.timeout(20):
        assert timedelta(seconds=1) == await work.run(worker_of([3600.0]), run)
    async with sessions() as session:
        kept = (await session.execute(select(BenchRun))).scalar_one()
    assert ("queued", 1) == (kept.status, kept.tries)


async def test_checks_without_end_stop_after_three(ada, auc, worker_of) -> None:
    run = (await ask(ada)).json()["id"]
    on = exercise.of(bank("metrics/roc-auc"))
    late = [
        done(each.path, got=None, state="time_limit", message="Your code ran into the time limit.") for each in on.right
    ]
    await work.run(worker_of([events.Started(), events.Compiled(ok=True), *late]), run)
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    assert ["stopped", "stopped", "stopped", "not_run"] == [each["state"] for each in told["right"]]
    assert {"not_run"} == {each["state"] for each in told["wrong"]}
    assert 3 == told["false_alarms"]


async def test_a_run_that_was_left_is_taken_up_again_and_an_old_try_writes_nothing(
    ada, auc, sessions, clock, worker_of
) -> None:
    run = (await ask(ada)).json()["id"]
    worker = worker_of([events.Compiled(ok=True), events.Finished(verdict="completed")])
    old = await work._take_up(worker, run)
    clock.advance(timedelta(minutes=1))
    assert [run] == [str(each) for each in await tasks.rescue_abandoned(worker)]
    assert await work.run(worker, run) is None
    await work._finish(worker, old, {"error": None, "implementations": [{"path": "x"}]})
    async with sessions() as session:
        kept = (await session.execute(select(BenchRun))).scalar_one()
    assert ("finished", 2) == (kept.status, kept.tries)
    assert "x" not in {each["path"] for each in kept.found["implementations"]}


# --- on real parts --------------------------------------------------------------------------------------------


async def test_own_checks_are_told_what_they_catch_and_what_they_refuse(ada, auc, drain) -> None:
    run = (await ask(ada, checks=SHARP + ALARM)).json()["id"]
    await drain()
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    assert "finished" == told["status"]
    assert 4 == told["false_alarms"]
    assert {"caught"} == {each["state"] for each in told["right"]}
    assert [{"test": "test_type", "kind": "AssertionError", "line": 13}] == told["right"][0]["failed"]
    by = {each["name"]: each for each in told["tests"]}
    assert (0, 4) == (by["test_order"]["false_alarms"], by["test_type"]["false_alarms"])
    assert "accepted/" not in str(told)
    assert "False alarm" in (await ada.browser.get(f"{auc}/bench")).text


async def test_bugs_are_named_by_misconception_and_shown_when_caught_or_given_up(ada, auc, drain, sessions) -> None:
    run = (await ask(ada)).json()["id"]
    await drain()
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    assert 0 == told["false_alarms"]
    assert 0 < told["caught"] < 14
    assert all((each["code"] is None) == (not each["sound"]) for each in told["wrong"])
    assert all(each["misconception"] for each in told["wrong"])
    missed = next(each for each in told["wrong"] if each["state"] != "caught")
    assert missed["number"] == told["hunt_next"]
    page = await ada.browser.post(f"{auc}/bench/bugs/{missed['number']}")
    assert 303 == page.status_code
    after = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    shown = next(each for each in after["wrong"] if each["number"] == missed["number"])
    assert (True, True) == (shown["given_up"], "def roc_auc" in shown["code"])
    assert after["hunt_next"] != missed["number"]
    caught = next(each["number"] for each in told["wrong"] if each["state"] == "caught")
    assert "def roc_auc" in (await ada.browser.post(f"/api{auc}/bench/bugs/{caught}")).json()["code"]
    async with sessions() as session:
        assert 1 == (await session.execute(select(func.count()).select_from(GivenUp))).scalar_one()


async def test_a_class_is_served_too(ada, sessions, drain) -> None:
    async with sessions.begin() as session:
        await upgrades.sync_package(session, bank("metrics/streaming-macro-f1"))
    checks = """
def test_two_batches():
    one = StreamingMacroF1(2)
    one.update(np.array([0, 1]), np.array([0, 1]))
    one.update(np.array([1]), np.array([0]))
    assert abs(one.compute() - 2 / 3) < 1e-9
"""
    run = (await ask(ada, "/problems/metrics/streaming-macro-f1", checks)).json()["id"]
    await drain()
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    assert (0, True) == (told["false_alarms"], told["caught"] >= 3)


@pytest.mark.parametrize(
    ("checks", "wanted"), [("x = 1\ndef test_a(:\n", ("SyntaxError", 2)), ("\x00", ("ValueError", None))]
)
async def test_checks_that_cannot_be_loaded_say_where(ada, auc, drain, checks, wanted) -> None:
    run = (await ask(ada, checks=checks)).json()["id"]
    await drain()
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    assert wanted == (told["error"]["kind"], told["error"]["line"])
    assert "could not be loaded" in (await ada.browser.get(f"{auc}/bench")).text


HOSTILE = {
    "leaves": "import os\nos._exit(0)",
    "looks for the code": "def test_x():\n    import sys, gc\n    assert not any('argsort' in str(o) for o in gc.get_objects() if isinstance(o, str) and len(o) > 200)",
    "speaks for another": "raise AssertionError('1 AssertionError 1')",
}


@pytest.mark.parametrize("checks", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_checks_learn_nothing_of_the_code(ada, auc, drain, checks) -> None:
    run = (await ask(ada, checks=checks)).json()["id"]
    await drain()
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    assert "finished" == told["status"]
    if "gc" in checks:
        assert {"accepted"} == {each["state"] for each in (*told["right"], *told["wrong"])}
    else:
        assert 4 == told["false_alarms"]
        assert {None} == {each["code"] for each in told["wrong"]}
        assert 1 == told["hunt_next"]
