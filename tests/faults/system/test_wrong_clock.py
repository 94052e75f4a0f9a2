"""That a clock which is said to be wrong is wrong: otherwise no fault of it would ever show."""

import os
import subprocess
import sys
import time

import pytest

from tests.faults.system.node import WRONG_CLOCK, Node
from tests.faults.system.wire import Wire
from tests.faults.trials import SEED

pytestmark = [pytest.mark.faults, pytest.mark.root]
CLOCKS = "import sys, time\nfor _ in sys.stdin: print(time.time(), time.monotonic(), flush=True)"


@pytest.fixture
def wire():
    if not Wire.can_be_laid():
        pytest.skip("this machine has no /dev/net/tun")
    wire = Wire(3, SEED)
    yield wire
    wire.remove()


@pytest.mark.skipif(WRONG_CLOCK is None, reason="Debian's package `faketime` is not installed")
def test_only_a_far_processs_wall_clock_goes_wrong_and_right_again_while_it_runs(wire, tmp_path):
    node = Node("far", folder=tmp_path, environment=os.environ, wire=wire)
    command = [*wire.inside, sys.executable, "-c", CLOCKS]
    with subprocess.Popen(
        command, env=node._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for seconds in (0, -3600, 3600, 0):
            node.set_clock(seconds)
            time.sleep(2.5)  # what it looked up is good for a second and what is left of the next one
            process.stdin.write("\n")
            process.stdin.flush()
            wall, steady = map(float, process.stdout.readline().split())
            assert seconds == pytest.approx(wall - time.time(), abs=30)
            assert time.monotonic() == pytest.approx(steady, abs=30)
