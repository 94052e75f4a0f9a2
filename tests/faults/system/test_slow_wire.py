"""What a connection does when the other end vanishes without a word."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from app.settings import ROOT
from tests.faults.system.cluster import Cluster
from tests.faults.system.wire import Wire
from tests.faults.trials import SEED

pytestmark = [pytest.mark.faults, pytest.mark.root]


@pytest.fixture
def wire():
    if not Wire.can_be_laid():
        pytest.skip("this machine has no /dev/net/tun")
    wire = Wire(2, SEED)
    yield wire
    wire.remove()


@pytest.fixture
def cluster(wire):
    folder = Path(tempfile.mkdtemp(prefix="holdout-faults-"))
    folder.chmod(0o755)
    cluster = Cluster(folder, ["127.0.0.1", wire.here])
    cluster.start()
    yield cluster
    cluster.remove()
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_listener_whose_database_vanished_without_a_word_hears_again_within_half_a_minute(wire, cluster):
    command = [*wire.inside, sys.executable, "-m", "tests.faults.system.listener", cluster.url(wire.here)]
    listener = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    assert listener.stdout is not None

    async def hears(said: str) -> None:
        assert said == (await asyncio.wait_for(listener.stdout.readline(), 40)).decode().strip()

    try:
        await hears("connected")
        wire.carry(lost=1.0)
        await asyncio.sleep(0.5)
        cluster.forget(wire.there)
        await asyncio.sleep(0.5)
        wire.carry()
        await hears("connected")
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute("NOTIFY told, 'something'")
        await hears("something")
    finally:
        listener.kill()
        await listener.wait()
