"""The environment `torch`: large and slow to build, so it is a suite of its own (`make environments`)."""

from collections.abc import Iterator

import docker
import pytest

from sandbox import containers
from sandbox.engine import Engine, EngineSettings
from sandbox.images import build, catalogue
from tests.sandboxes import grade, verdict

FIT = """
import numpy as np
import torch

def double(x):
    torch.manual_seed(0)
    layer = torch.nn.Linear(1, 1, dtype=torch.float64)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=50, tolerance_grad=1e-14, tolerance_change=1e-16)
    inputs = torch.arange(8, dtype=torch.float64)[:, None]

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(layer(inputs), 2 * inputs)
        loss.backward()
        return loss

    for _ in range(5):
        optimizer.step(closure)
    with torch.no_grad():
        return np.round(layer.weight.item(), 6) * np.asarray(x)
"""
REQUIREMENTS = """
from importlib.metadata import requires, version
from setuptools._vendor.packaging.requirements import Requirement
for line in requires("torch"):
    wanted = Requirement(line)
    if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
        assert version(wanted.name) in wanted.specifier, line
"""


@pytest.fixture(scope="session")
def image() -> catalogue.Image:
    _, torch = build.build(["judge", "torch"], print)
    return torch


@pytest.fixture
def client() -> Iterator[docker.DockerClient]:
    client = containers.connect()
    yield client
    client.close()


def run(client: docker.DockerClient, image: catalogue.Image, program: str) -> str:
    command = ["python3", "-c", program, *image.preload]
    return client.containers.run(image.tag, command, remove=True, network_mode="none").decode().strip()


async def test_a_submission_fits_a_model(image):
    engine = Engine(EngineSettings(slots=1, memory_mb=1024))
    try:
        stream = await grade(engine, FIT, environment="torch", cpu_seconds=10, memory_mb=768)
    finally:
        await engine.close()
    assert verdict(stream) == "accepted", stream


def test_a_warm_environment_has_one_thread(client, image):
    program = "import sys, os; [__import__(name) for name in sys.argv[1:]]; print(len(os.listdir('/proc/self/task')))"
    assert "1" == run(client, image, program)
    assert "1" == run(client, image, "import torch; print(torch.get_num_threads())")


def test_nothing_of_cuda_is_inside(client, image):
    assert "None False" == run(client, image, "import torch; print(torch.version.cuda, torch.cuda.is_available())")
    listing = run(client, image, "import os; print(os.listdir('/usr/local/lib/python3.11/dist-packages'))")
    assert "nvidia" not in listing
    assert "triton" not in listing


def test_all_that_torch_asks_for_is_inside(client, image):
    assert "" == run(client, image, REQUIREMENTS)
