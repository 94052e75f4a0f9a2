from pathlib import Path

import docker
import pytest

from scripts.setup import engine
from scripts.setup.report import Screen, StepError


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the step remembers which images it built."""
    monkeypatch.setattr(engine, "IMAGES", tmp_path / "images")
    return tmp_path / "images"


def test_a_running_engine_is_used_as_it_is():
    assert engine.docker(Screen()) == f"{docker.from_env().version()['Version']} is running"


def test_an_engine_elsewhere_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOCKER_HOST", "tcp://engine.invalid:2376")
    assert engine.docker(Screen()) == "taken from DOCKER_HOST=tcp://engine.invalid:2376"


def test_without_engine_and_rights_the_remedy_takes_two_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    monkeypatch.setattr(engine, "can_install", lambda: False)
    with pytest.raises(StepError) as failure:
        engine.docker(Screen())
    assert "No Docker Engine answers" in failure.value.cause
    assert len(failure.value.remedy.splitlines()) == 2


def test_images_are_there_only_while_the_engine_has_them(record: Path):
    tag = next(tag for image in docker.from_env().images.list() for tag in image.tags)
    record.write_text(f"key\n{tag}\n")
    assert engine._are_there("key")
    assert not engine._are_there("another key")
    record.write_text(f"key\n{tag}\nholdout-removed:0\n")
    assert not engine._are_there("key")
