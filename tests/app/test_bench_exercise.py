"""What a bench stands on: the right and wrong code of a problem that checks can tell apart."""

import pytest

from app.bench import exercise
from app.problems.loader import load_folder
from app.settings import ROOT
from tests.app.packages import bank


def test_every_fault_of_a_bench_can_be_seen_by_calling_the_code() -> None:
    on = exercise.of(bank("metrics/roc-auc"))
    assert on is not None
    names = {each.path.rpartition("/")[2] for each in on.wrong}
    assert {"double_argsort.py", "ties_lose.py", "half_a_policy.py"} <= names
    assert not {"all_pairs.py", "mask_per_threshold.py"} & names  # right, and slow


def test_a_diagnosis_is_no_bug_of_the_code() -> None:
    package = bank("debugging/balanced-accuracy")
    on = exercise.of(package)
    assert on is not None
    by_path = {each.path: each for each in package.solutions("rejected")}
    assert all(set(by_path[each.path].caught_by) - {"kill/lines", "kill/witness", "kill/impact"} for each in on.wrong)


@pytest.mark.parametrize(
    "name", ["sampling/reservoir", "splits/cross-val-mse", "sanity/check-auc", "sanity/check-split"]
)
def test_what_takes_objects_of_the_caller_has_no_bench(name: str) -> None:
    assert exercise.of(bank(name)) is None


def test_nearly_every_problem_of_the_bank_has_one() -> None:
    folders = sorted(path.parent for path in (ROOT / "problems").glob("*/*/problem.yaml"))
    benches = [exercise.of(load_folder(folder)) for folder in folders]
    assert 5 == benches.count(None)
    assert all(each is None or (len(each.right) >= 2 and len(each.wrong) >= 10) for each in benches)


def test_code_that_the_judge_cannot_load_is_left_out() -> None:
    on = exercise.of(bank("windows/rolling-mean"))
    assert on is not None
    assert not any("import pandas" in each.source for each in (*on.right, *on.wrong))
