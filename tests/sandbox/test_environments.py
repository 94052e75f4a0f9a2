"""Which environments there are, and what their locks say."""

import re
from pathlib import Path

import pytest

from sandbox.images import build, catalogue


def locked(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(), re.MULTILINE))


def test_a_problem_may_name_these_environments():
    assert catalogue.candidate_environments() == ["data", "numpy", "torch"]


def test_locks_of_all_environments_agree_on_the_numerical_packages():
    for package in ("numpy", "scipy", "scikit-learn"):
        found = {locked(path).get(package) for path in catalogue.ENVIRONMENTS.glob("*/requirements.txt")} - {None}
        assert len(found) == 1, (package, found)


def test_locks_name_no_address():
    for path in catalogue.ENVIRONMENTS.glob("*/*.txt"):
        assert "://" not in path.read_text()


def test_torch_is_locked_apart_with_its_cpu_wheel():
    text = (catalogue.ENVIRONMENTS / "torch" / catalogue.TORCH_LOCK).read_text()
    assert list(re.findall(r"^\S+", text, re.MULTILINE)) == ["torch==2.13.0"]
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= 2
    everything = (catalogue.ENVIRONMENTS / "torch" / "requirements.txt").read_text()
    assert not re.search(r"^(torch|nvidia|cuda|triton)", everything, re.MULTILINE)


@pytest.mark.parametrize(("said", "refused"), [("None", False), ("'13.0'", True)])
def test_a_torch_built_for_cuda_is_refused(tmp_path, said, refused):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "version.py").write_text(f"cuda: Optional[str] = {said}\n")
    if refused:
        with pytest.raises(build.BuildFailed, match="PIP_FIND_LINKS"):
            build.refuse_cuda(tmp_path)
    else:
        build.refuse_cuda(tmp_path)
