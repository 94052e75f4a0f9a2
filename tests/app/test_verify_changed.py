from pathlib import Path

import pytest

from app.problems import bank as banks
from app.problems.verify.changed import fingerprint, remember, unverified
from app.problems.verify.report import Fault, Report


@pytest.fixture
def folders(bank) -> list[Path]:
    return banks.find_folders(Path(bank))


def passed(folder: Path, *faults: Fault) -> Report:
    package = banks.load_package(folder)
    return Report(package.name, list(faults), fingerprint(package))


def test_what_has_passed_as_it_stands_is_not_verified_again(tmp_path, folders):
    cache = tmp_path / "build" / "verified.json"
    assert folders == unverified(folders, mutants=False, cache=cache)
    remember([passed(folders[0])], mutants=False, cache=cache)
    assert [] == unverified(folders, mutants=False, cache=cache)
    assert folders == unverified(folders, mutants=True, cache=cache)
    remember([passed(folders[0])], mutants=True, cache=cache)
    assert [] == unverified(folders, mutants=True, cache=cache)
    (folders[0] / "editorial.md").write_text("Otherwise.\n")
    assert folders == unverified(folders, mutants=False, cache=cache)


def test_what_has_failed_or_does_not_load_is_verified_again(tmp_path, folders):
    cache = tmp_path / "verified.json"
    remember([passed(folders[0], Fault("time", "a.py", "slow", "Hurry."))], mutants=False, cache=cache)
    assert folders == unverified(folders, mutants=False, cache=cache)
    remember([passed(folders[0])], mutants=False, cache=cache)
    (folders[0] / "problem.yaml").write_text("format: 2\n")
    assert folders == unverified(folders, mutants=False, cache=cache)


@pytest.mark.parametrize("text", ["{", "[]", ""])
def test_a_cache_that_cannot_be_read_says_nothing(tmp_path, folders, text):
    cache = tmp_path / "verified.json"
    cache.write_text(text)
    assert folders == unverified(folders, mutants=False, cache=cache)
    remember([passed(folders[0])], mutants=False, cache=cache)
    assert [] == unverified(folders, mutants=False, cache=cache)


def test_another_image_or_another_gate_is_another_fingerprint(monkeypatch, tmp_path, folders):
    package = banks.load_package(folders[0])
    before = fingerprint(package)
    assert before == fingerprint(package)
    monkeypatch.setattr("app.problems.verify.changed._GATES", tmp_path)
    assert before != fingerprint(package)
