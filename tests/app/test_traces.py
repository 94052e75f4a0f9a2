"""Traces from the click to the verdict, as a collector in this process gets them by OTLP; and none when there is none."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from sqlalchemy import select

from app.attempts import grading
from app.attempts.models import Execution
from app.kit import traces
from sandbox import events
from sandbox.events import PlatformError
from tests.app.standin import ACCEPTED
from tests.app.workspace import open_workspace, submit


class Collector:
    """What an OTLP collector is to a sender."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.services: set[str] = set()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert "/v1/traces" == self.path
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.take(ExportTraceServiceRequest.FromString(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def take(self, request: ExportTraceServiceRequest) -> None:
        for resource in request.resource_spans:
            self.services |= {
                each.value.string_value for each in resource.resource.attributes if each.key == "service.name"
            }
            for scope in resource.scope_spans:
                self.spans += scope.spans

    def named(self, name: str) -> list[Span]:
        return [span for span in self.spans if span.name == name]


@pytest.fixture
def collector() -> Iterator[Collector]:
    collecting = Collector()
    thread = threading.Thread(target=collecting.server.serve_forever, daemon=True)
    thread.start()
    yield collecting
    collecting.server.shutdown()
    collecting.server.server_close()


def facts(span: Span) -> dict[str, str]:
    return {each.key: each.value.string_value or str(each.value.int_value) for each in span.attributes}


async def test_one_trace_goes_from_the_click_to_the_stored_verdict(ada, problem, worker_of, collector, sessions):
    group = events.PhaseUsage(phase="oracle/random", state="ok", cause="", wall_ms=3.0, cpu_ms=2.0, peak_mb=30.0)
    played = [*ACCEPTED[:-1], ACCEPTED[-1].model_copy(update={"usage": [group]})]
    with traces.sent_to(collector.url, "all", "0.1.0"):
        execution = await submit(ada.browser, problem)
        await grading.grade(worker_of(played), execution)
    assert {"holdout-all"} == collector.services
    (click,) = [
        each for each in collector.named("request") if facts(each).get("http.route", "").endswith("/submissions")
    ]
    assert ("POST", "201") == (facts(click)["http.request.method"], facts(click)["http.response.status_code"])
    names = ("enqueue", "queue", "grading", "turn", "lease", "judge", "store")
    spans = {name: collector.named(name) for name in names}
    assert dict.fromkeys(names, 1) == {name: len(found) for name, found in spans.items()}
    one = {name: found[0] for name, found in spans.items()}
    checks = collector.named("check")
    assert {"oracle/random", "oracle/secret"} == {facts(each)["check"] for each in checks}
    assert {click.trace_id} == {each.trace_id for each in (*one.values(), *checks)}
    for name, parent in (("enqueue", click), ("queue", click), ("grading", click), ("turn", one["grading"])):
        assert parent.span_id == one[name].parent_span_id, name
    for each in (one["lease"], one["judge"], one["store"], *checks):
        assert one["grading"].span_id == each.parent_span_id
    order = [one[name].start_time_unix_nano for name in ("queue", "turn", "lease", "judge", "store")]
    assert sorted(order) == order
    assert all(span.end_time_unix_nano >= span.start_time_unix_nano for span in collector.spans)
    assert ("accepted", str(execution)) == (facts(one["grading"])["end"], facts(one["grading"])["execution"])
    assert ["group of calls"] == [event.name for event in one["judge"].events]
    assert facts(click)["request_id"] == facts(one["grading"])["request_id"]


async def test_a_second_try_belongs_to_the_same_trace(ada, problem, worker_of, collector):
    with traces.sent_to(collector.url, "all", "0.1.0"):
        execution = await submit(ada.browser, problem)
        worker = worker_of([PlatformError(message="broken")], ACCEPTED)
        for _ in range(2):
            await grading.grade(worker, execution)
    tries = collector.named("grading")
    assert ["again", "accepted"] == [facts(each)["end"] for each in tries]
    assert 1 == len({each.trace_id for each in tries}) == len(collector.named("queue"))


async def test_no_span_holds_who_somebody_is_or_what_they_wrote(ada, problem, worker_of, collector):
    with traces.sent_to(collector.url, "all", "0.1.0"):
        await grading.grade(worker_of(ACCEPTED), await submit(ada.browser, problem, "SECRET = 1"))
    told = str(collector.spans)
    assert "http.route" in told
    for word in ("SECRET", "ada@", "HIDDEN", str(ada.actor.id)):
        assert word not in told


async def test_the_trace_a_stranger_names_is_not_continued(anybody, collector):
    strangers = "0af7651916cd43dd8448eb211c80319c"
    with traces.sent_to(collector.url, "web", "0.1.0"):
        await anybody.get("/signin", headers={"traceparent": f"00-{strangers}-b7ad6b7169203331-01"})
    (span,) = collector.named("request")
    assert strangers != span.trace_id.hex()
    assert b"" == span.parent_span_id


async def test_without_a_collector_nothing_is_kept_and_an_unreachable_one_keeps_nothing_waiting(
    ada, problem, worker_of, sessions
):
    await grading.grade(worker_of(ACCEPTED), await submit(ada.browser, problem))
    async with sessions() as session:
        assert [None] == list((await session.execute(select(Execution.trace))).scalars())
    with traces.sent_to("http://127.0.0.1:9", "all", "0.1.0"):
        assert (await open_workspace(ada.browser, problem))["attempt"]["solved"]


def test_without_the_setting_nothing_of_the_sdk_is_loaded():
    program = (
        "import sys, app.serve\nfrom app.kit import traces\n"
        "with traces.sent_to(None, 'web', '0'):\n    part = traces.Part('x'); part.note(a=1); part.end(); traces.here()\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()
