"""The worker's proxy with an engine behind it that writes down what reaches it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.proxying import Proxy, Recorder, running


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="holdout-proxy-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def recorder(folder) -> Iterator[Recorder]:
    recorder = Recorder(folder / "engine.sock")
    yield recorder
    recorder.stop()


@pytest.fixture(scope="module")
def worker(folder, recorder) -> Iterator[Proxy]:
    with running("worker", folder, recorder.path) as proxy:
        yield proxy
