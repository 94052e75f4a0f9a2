"""What the measurement of capacity computes from what it reads; and that a small one runs. No speed is asserted."""

import json
import os
import subprocess
import sys

import pytest

from app.settings import ROOT
from benchmarks.capacity import bound, cost, counters, database, locusts, rooms, statements, stretch
from benchmarks.capacity.bound import Measured

EXECUTION = "11111111-1111-4111-8111-111111111111"
ATTEMPT = "22222222-2222-4222-8222-222222222222"
JOB = f'{{"(grading,attempts:grade,40,,,\\"{{\\"\\"execution_id\\"\\": \\"\\"{EXECUTION}\\"\\"}}\\",)"}}'


@pytest.mark.parametrize(
    ("seen", "name"),
    [
        ({"machine": 1.2, "cores": {"web": 0.95}}, "the web process"),
        ({"machine": 1.9, "cores": {"database": 0.8, "containers": 0.7}}, "the machine's processors: 1.90 of 2"),
        ({"machine": 1.0, "pools": {"web": (20, 20)}}, "the database pool of web: 20 of 20"),
        ({"machine": 1.0, "places": (3, 3)}, "the worker's places: 3.0 of 3"),
        ({"machine": 1.0, "queue_wait": 2.0}, "the queue"),
        ({"machine": 1.0, "loop_lag": 0.1}, "the event loop"),
        ({"machine": 1.0, "database_waits": "IO WalSync"}, "nothing that was measured is full; the database waits for"),
        ({"machine": 1.0}, "nothing that was measured is full"),
    ],
)
def test_the_bound_is_named_from_what_is_full(seen, name):
    assert bound.named(Measured(**{"machine_cores": 2, "cores": {}, **seen})).startswith(name)


def test_a_quantile_counts_only_what_came_between_two_readings():
    def read(*counts: float):
        bounds = ("0.1", "1.0", "+Inf")
        return {
            ("late_bucket", frozenset({("le", le), ("part", "web")})): count
            for le, count in zip(bounds, counts, strict=True)
        }

    before, after = read(100, 100, 100), read(100, 109, 110)
    assert 1.0 == counters.quantile(before, after, "late", 0.9, part="web")
    assert float("inf") == counters.quantile(before, after, "late", 0.99)
    assert counters.quantile(after, after, "late", 0.9) is None
    assert counters.quantile(before, after, "late", 0.9, part="worker") is None


def test_the_time_of_a_child_that_has_ended_is_its_parents():
    spin = [sys.executable, "-c", "import time\nwhile time.process_time() < 0.2: pass"]
    before = counters.processes()[os.getpid()].seconds
    subprocess.run(spin, check=True)
    assert 0.15 < counters.processes()[os.getpid()].seconds - before
    assert os.getpid() in {each.pid for each in counters.tree(counters.processes(), os.getppid())}


def test_an_aim_is_missed_by_what_people_saw_and_not_by_what_was_not_measured():
    assert [] == stretch.missed({"run_p95_ms": 900.0, "key_p99_ms": None})
    assert ["run_p95_ms 1200.0 > 1000", "2 errors"] == stretch.missed(
        {"run_p95_ms": 1200.0, "errors": {"runs: 500": 1}, "connections_lost": 1}
    )


def test_what_locust_counted_is_added_up():
    entry = {"num_requests": 4, "num_failures": 1, "response_times": {"10": 3, "200": 1}}
    found = locusts.added_up([entry, {**entry, "response_times": {"10": 4}}])
    assert (8, 2, 10.0, 200.0) == (found.requests, found.failures, found.share(0.5), found.share(0.99))
    assert locusts.added_up([]).share(0.5) is None


def test_the_end_of_a_stream_tells_whether_the_result_was_right():
    stream = 'event: started\ndata: {}\n\nevent: finished\nid: 7\ndata: {"verdict": "completed", "failed": 0}\n\n'
    assert ("finished", {"verdict": "completed", "failed": 0}) == rooms.last_event(stream)
    assert rooms.right(rooms.last_event(stream)[1])
    assert not rooms.right({"verdict": "rejected", "failed": 0})
    assert not rooms.right({"verdict": "completed", "failed": 1})


def _line(pid, message, detail=""):
    return json.dumps({"pid": pid, "message": message, "detail": detail})


def _recorded():
    return statements.sent(
        [
            _line(1, "statement: BEGIN"),
            _line(2, "execute <unnamed>: SELECT 1 + $1", "Parameters: $1 = '4'"),
            _line(2, "execute <unnamed>: COMMIT"),
            _line(2, "execute <unnamed>: SELECT now() - $1", "Parameters: $1 = '00:00:25'"),
            _line(1, "execute _pg3_0: INSERT INTO executions VALUES ($1::UUID, $2, $3)",
                  f"Parameters: $1 = '{EXECUTION}', $2 = 'it''s', $3 = NULL"),
            _line(1, "execute _pg3_1: SELECT procrastinate_defer_jobs_v1($1)", f"Parameters: $1 = '{JOB}'"),
            _line(1, "statement: COMMIT;"),
            _line(3, "execute _pg3_2: SELECT id, args FROM procrastinate_fetch_job_v2($1::varchar[], $2)",
                  "Parameters: $1 = '{grading}', $2 = '9'"),
            _line(3, "execute _pg3_2: SELECT id, args FROM procrastinate_fetch_job_v2($1::varchar[], $2)",
                  "Parameters: $1 = '{grading}', $2 = '9'"),
            _line(3, "execute _pg3_3: SELECT procrastinate_finish_job_v1($1, $2, $3)",
                  "Parameters: $1 = '77', $2 = 'succeeded', $3 = 't'"),
            _line(3, "checkpoint starting: time"),
        ]
    )  # fmt: skip


def test_recorded_statements_are_sent_again_with_ids_of_their_own():
    ordered = statements.transactions(_recorded())
    assert ["SELECT 1 + $1", "SELECT now() - $1", "BEGIN"] == [transaction[0].sql for transaction in ordered[:3]]
    assert [EXECUTION] == statements.fresh(_recorded(), {ATTEMPT})
    script = statements.Script({EXECUTION: "fresh0"}, worker=5)
    lines = script.text("", ordered).splitlines()
    assert "SELECT now() - :v1::interval;" in lines
    assert "INSERT INTO executions VALUES (:fresh0::UUID, :v2, NULL);" in lines
    assert f"SELECT procrastinate_defer_jobs_v1(replace(:v3, '{EXECUTION}', :fresh0));" in lines
    assert {"v0": "4", "v2": "it's", "v3": JOB}.items() <= script.variables.items()


def test_a_replayed_grade_finishes_the_job_it_fetched_and_takes_nobody_elses():
    lines = statements.Script({}, worker=5).text("", statements.transactions(_recorded())).splitlines()
    at = next(number for number, line in enumerate(lines) if "fetch" in line)
    assert lines[at].startswith("SELECT coalesce(id, 0) AS id, args ")
    assert "\\gset job_" == lines[at + 1]
    assert "fetch_job_v2('{nothing}'::varchar[], 5);" in lines[at + 2]
    assert "\\if :job_id" == lines[at + 3]  # where another client took its job, it finishes none
    assert "SELECT procrastinate_finish_job_v1(:job_id, " in lines[at + 4]
    assert "\\endif" == lines[at + 5]


def test_what_stopped_the_database_is_the_processors_or_what_it_waited_for(monkeypatch):
    monkeypatch.setattr(database.os, "cpu_count", lambda: 2)
    row = {"machine_cores": 1.95, "database_cores": 1.5, "load_cores": 0.4, "backends": {"IO WalSync": 3.0}}
    assert database.full(row).startswith("the processors: database 1.5, pgbench 0.4")
    assert "1.2 of 2 cores; most backends: IO WalSync" == database.full({**row, "machine_cores": 1.2})


def test_a_thousand_interviews_cost_what_their_parts_do():
    of = {kind: {"web": 20.0, "database": 10.0, "load": 50.0, "rest": 5.0} for kind in cost.PROFILE}
    busy, quiet = (cost.thousand(of, price=10.0, quiet=quiet) for quiet in (False, True))
    times = sum(cost.PROFILE.values())
    assert [round(30 * times), round(35 * times)] == [
        round(sum(found["processor_seconds_by_kind"].values())) for found in (busy, quiet)
    ]
    assert {"web", "database", "rest"} == set(quiet["processor_seconds_by_part"])
    assert pytest.approx(10 * 35 * times / 3600 / 1.2, abs=0.01) == quiet["price"]
    assert "price" not in cost.thousand(of, None, quiet=True)


@pytest.mark.timeout(900)  # a whole system comes up, beside whatever else is tested
def test_a_small_measurement_of_rooms_ends_with_figures_and_without_errors():
    command = [sys.executable, "-m", "benchmarks.capacity", "--only", "rooms-100", "--rooms", "2", "--every", "2"]
    run = subprocess.run([*command, "--seconds", "6"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == run.returncode, run.stderr[-3000:]
    found = json.loads(run.stdout.splitlines()[-1])["rooms-100"]
    assert ({}, 0, 2) == (found["errors"], found["connections_lost"], found["rooms"])
    assert min(found["runs"], found["keys"], found["mib"]["database"], found["took"]["cores"]["web"]) > 0
