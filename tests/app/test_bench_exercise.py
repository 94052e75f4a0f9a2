"""What a bench stands on: the right and wrong code of a problem that checks can tell apart."""

import pytest

from app.bench import exercise, views
from app.problems.loader import load_folder
from app.settings import ROOT
from tests.app.packages import CHECKS_THEMSELVES, bank

BANK = sorted(path.parent for path in (ROOT / "problems").glob("*/*/problem.yaml"))


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


@pytest.mark.parametrize("folder", BANK, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_every_problem_of_the_bank_has_a_bench_or_is_one(folder) -> None:
    package = load_folder(folder)
    on = exercise.of(package)
    told = views.bench(package, on, None)
    if package.name in CHECKS_THEMSELVES:
        assert (None, views.CHECKS_THEMSELVES, f"/problems/{package.name}") == (on, told.why_not, told.workspace)
    else:
        assert on is not None
        assert ("", None, len(on.right), len(on.wrong)) == (told.why_not, told.workspace, told.right, told.wrong)
        assert len(on.right) >= 2
        assert len(on.wrong) >= 10


def test_code_that_takes_objects_or_streams_borrows_those_of_the_checks() -> None:
    borrows = {package.name for folder in BANK if (on := exercise.of(package := load_folder(folder))) and on.borrows}
    assert {"sampling/reservoir", "splits/cross-val-mse"} == borrows


def test_code_that_the_judge_cannot_load_is_left_out() -> None:
    on = exercise.of(bank("windows/rolling-mean"))
    assert on is not None
    assert not any("import pandas" in each.source for each in (*on.right, *on.wrong))
