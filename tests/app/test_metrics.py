"""What Prometheus reads: times, queues, rooms, errors; and that nobody's id or word ever is a label."""

import asyncio
import contextlib
import re
import subprocess
import sys
from datetime import timedelta

import httpx
import pytest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from app.attempts import grading, tasks
from app.attempts.lines import queues
from app.attempts.trail import engine_source
from app.kit import jobs, metrics
from app.kit.db import libpq_url
from app.kit.log import counted
from sandbox.engine import Engine, EngineSettings
from sandbox.events import PlatformError
from tests.app.standin import ACCEPTED, REJECTED
from tests.app.test_lines import plant_worker
from tests.app.workspace import submit

SOMEBODYS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{16}|@|ada")


async def read() -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = (await metrics.text()).decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def value(name: str, **labels: str) -> float:
    return (await read()).get((name, tuple(sorted(labels.items()))), 0.0)


async def test_a_request_is_timed_by_its_routes_template(anybody, ada, problem):
    labels = {"method": "GET", "route": "/problems/{pattern}/{name}", "status": "200"}
    before = await value("holdout_http_seconds_count", **labels)
    await ada.browser.get(problem)
    assert before + 1 == await value("holdout_http_seconds_count", **labels)


async def test_no_address_method_or_header_of_a_stranger_makes_a_new_series(anybody, ada, problem, worker_of):
    await grading.grade(worker_of(ACCEPTED), await submit(ada.browser, problem))
    for path in ("/nothing", "/static/nothing", "/join/x", "/api/nothing"):
        await anybody.get(path)
        await anybody.request("BREW", path)
    before = set(await read())
    for number in range(30):
        for path in (f"/nothing/{number}", f"/static/nothing{number}", f"/join/x{number}", f"/api/nothing{number}"):
            await anybody.get(path, headers={"user-agent": f"agent {number}", "x-request-id": str(number)})
            await anybody.request(f"BREW{number}", path)
        counted(None, "warning", {"event": f"a text with {number}"})
    await grading.grade(worker_of(REJECTED), await submit(ada.browser, problem))
    grown = set(await read()) - before
    assert {"rejected", "other"} >= {dict(labels).get("end", "other") for _, labels in grown}
    assert [] == [labels for _, labels in await read() if SOMEBODYS.search(str(labels))]


async def test_what_waits_is_counted_by_line_and_how_long_its_first_has(ada, problem, app, sessions):
    await submit(ada.browser, problem)
    line = {"queue": "grading", "priority": "practice"}
    assert 1 == await value("holdout_queue_jobs", **line, state="waiting")
    assert 0 < await value("holdout_queue_oldest_seconds", **line, taken="false") < 60
    await plant_worker(sessions, ["numpy"])
    assert 0 < await value("holdout_queue_oldest_seconds", **line, taken="true") < 60
    assert 1 <= await value("holdout_database_connections", part="web", state="idle")
    assert 20 == await value("holdout_database_connections_most", part="web")
    assert 0 == await value("holdout_room_sockets")


async def test_a_grading_is_timed_from_the_click_by_how_it_ends(ada, problem, worker_of, clock):
    answered = await value("holdout_click_to_result_seconds_count", priority="practice")
    passed = await value("holdout_checks_total", state="passed")
    rejected = await value("holdout_grading_seconds_count", kind="submission", end="rejected")
    again = await value("holdout_grading_seconds_count", kind="submission", end="again")
    waited = await value("holdout_queue_wait_seconds_sum", priority="practice")
    worker = worker_of([PlatformError(message="broken")], REJECTED)
    execution = await submit(ada.browser, problem)
    clock.advance(timedelta(seconds=3))
    assert await grading.grade(worker, execution)
    assert answered == await value("holdout_click_to_result_seconds_count", priority="practice")
    await grading.grade(worker, execution)
    assert answered + 1 == await value("holdout_click_to_result_seconds_count", priority="practice")
    assert rejected + 1 == await value("holdout_grading_seconds_count", kind="submission", end="rejected")
    assert again + 1 == await value("holdout_grading_seconds_count", kind="submission", end="again")
    assert waited + 3 == pytest.approx(await value("holdout_queue_wait_seconds_sum", priority="practice"), abs=0.5)
    assert passed == await value("holdout_checks_total", state="passed")


async def test_a_warning_is_counted_by_its_name(ada, problem, worker_of):
    before = await value("holdout_log_lines_total", level="warning", event="an_event")
    counted(None, "warning", {"event": "an_event"})
    counted(None, "info", {"event": "an_event"})
    assert before + 1 == await value("holdout_log_lines_total", level="warning", event="an_event")


async def test_what_cannot_be_read_is_counted_and_keeps_nothing_else_away(app):
    async def lost():
        raise ConnectionError("no database")

    before = await value("holdout_metrics_unread_total", source="lost")
    with metrics.read_from("lost", lost):
        assert before + 1 == await value("holdout_metrics_unread_total", source="lost")
        assert ("holdout_rooms", ()) in await read()


async def test_an_engine_tells_of_its_pools(app):
    engine = Engine(EngineSettings(slots=2))
    with contextlib.suppress(Exception):  # with or without Docker
        engine._pool("numpy")
    with metrics.read_from("engine", engine_source(engine)):
        assert engine.settings.places == await value("holdout_engine_places", state="all")
        assert ("holdout_pool_pairs", (("environment", "numpy"), ("state", "spare"))) in await read()
        assert ("holdout_pool_started_total", (("environment", "numpy"),)) in await read()
    await engine.close()


async def test_the_application_itself_answers_nobody_who_asks_for_metrics(anybody, ada):
    for browser in (anybody, ada.browser):
        assert 404 == (await browser.get("/metrics")).status_code


async def test_the_port_of_the_metrics_has_nothing_but_them(app):
    transport = httpx.ASGITransport(metrics.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://metrics") as client:
        assert b"holdout_http_seconds" in (await client.get("/metrics")).content
        assert [404, 404] == [(await client.get(path)).status_code for path in ("/", "/practice")]


async def test_a_process_without_a_port_of_its_own_says_there_that_it_lives_whatever_the_database_does():
    async def never() -> list[Metric]:
        await asyncio.Event().wait()
        return []

    transport = httpx.ASGITransport(metrics.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://metrics") as client:
        with metrics.read_from("never", never):
            async with asyncio.timeout(metrics.READ_SECONDS / 2):
                assert "ok" == (await client.get("/healthz")).text


async def test_a_loop_that_is_held_up_shows_in_the_lag():
    before = await value("holdout_loop_lag_seconds_sum")
    watching = asyncio.create_task(metrics.watch_loop())
    await asyncio.sleep(0)
    subprocess.run([sys.executable, "-c", "import time; time.sleep(0.6)"], check=True)  # noqa: ASYNC221 - that is the fault
    await asyncio.sleep(0.01)
    watching.cancel()
    assert 0.3 < await value("holdout_loop_lag_seconds_sum") - before


async def test_the_requests_id_is_in_every_line_up_to_the_verdict(ada, problem, worker_of, database_url, sessions):
    with capture_logs([merge_contextvars]) as lines:
        execution = await submit(ada.browser, problem)
        queue = jobs.new_app(libpq_url(database_url), pool_size=3)
        tasks.register(queue)
        async with queue.open_async():
            await queue.run_worker_async(
                queues=list(queues()),
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                additional_context={"worker": worker_of(ACCEPTED)},
                worker_middleware=[jobs.named_in_log],
            )
    (asked,) = [line for line in lines if line.get("path", "").endswith("/submissions")]
    (taken,) = [line for line in lines if line["event"] == "execution_taken_up"]
    (left,) = [line for line in lines if line["event"] == "execution_left"]
    (enqueued,) = [line for line in lines if line["event"] == "execution_enqueued"]
    assert str(execution) == enqueued["execution"] == taken["execution"] == left["execution"]
    assert asked["request_id"] == enqueued["request_id"] == taken["request_id"] == left["request_id"]
    assert enqueued["job"] == taken["job"] == left["job"]
    assert enqueued["attempt"] == left["attempt"]
    assert "accepted" == left["end"]
    assert [] == [line for line in lines if "ada" in str({**line, "path": ""})]
