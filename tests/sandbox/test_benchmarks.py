"""The engine's benchmark runs and says what it promises to say. How fast anything is, is not asserted here."""

import json
import secrets
import subprocess
import sys

import pytest

from benchmarks.engine import grading, inprocess, job
from benchmarks.engine.report import markdown
from benchmarks.engine.ways import ROOT

TINY = ["--quick", "--jail", "uid", "--rounds", "1", "--ways", "--skip", "growth", "gradings", "slots"]
FIGURES = ["p50_ms", "p95_ms", "jobs_per_s", "cpu_ms"]


def test_the_last_line_of_a_tiny_run_is_json_with_the_promised_keys():
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.engine", *TINY], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (0, "") == (run.returncode, "" if run.returncode == 0 else run.stderr)
    found = json.loads(run.stdout.splitlines()[-1])
    ratios = ["ratio_p50_to_floor", "ratio_throughput_to_floor", "ratio_grading_to_inprocess"]
    assert ["engine", "floor", "peers", *ratios] == list(found)[:6]
    assert [FIGURES, FIGURES, {}] == [list(found["engine"]), list(found["floor"]), found["peers"]]
    assert "| figure | value |" in markdown(found)


@pytest.mark.parametrize("problem", grading.bank(), ids=lambda problem: problem.package.name)
def test_in_one_process_an_accepted_solution_is_accepted_too(problem):
    assert "accepted" == inprocess.grade(problem.grading().for_the_judge())["verdict"]


def test_a_wrong_result_of_a_way_is_refused():
    job.check(repr(job.expected()))
    with pytest.raises(ValueError, match="not"):
        job.check(repr(job.expected() + secrets.randbelow(9) + 1))
