"""Time and collusion: clocks are the judge's own, and two jobs find no way to tell each other anything."""

import pytest

from sandbox import events
from tests.hostile.attack import KERNEL, Attack, cases, outcome
from tests.sandboxes import grade

pytestmark = pytest.mark.hostile

_CLOCKS = "import time\nfor name in ('time', 'monotonic', 'perf_counter', 'process_time', 'sleep'): setattr(time, name, lambda *a: 0.0)\n"

ATTACKS = [
    Attack("clocks that stand still", _CLOCKS + "def attack(x):\n    while time.monotonic() < 1: pass\n", "time_limit", fast=True),
    Attack("the clock of the machine set back", "import time\ndef attack(x):\n    time.clock_settime(time.CLOCK_REALTIME, 0)\n", "forbidden"),
    Attack("the frequency of the machine's clock", KERNEL + "def attack(x):\n    return kernel(305, 266, 0, 0)\n", "forbidden"),
    Attack("a clock of its own for processes yet to come", "def attack(x):\n    open('/proc/self/timens_offsets', 'w').write('monotonic 1000 0')\n", {"userns": "raised OSError: [Errno 30] Read-only file system: '/proc/self/timens_offsets'", "uid": "raised PermissionError: [Errno 13] Permission denied: '/proc/self/timens_offsets'"}),
    Attack("a timer that would ring in the next job", KERNEL + "def attack(x):\n    return kernel(222, 107, 1, 0, ctypes.create_string_buffer(8))\n", "raised PermissionError: [Errno 1] Operation not permitted"),
    Attack("an alarm that would ring in the next job", "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.2)\ndef attack(x):\n    signal.signal(signal.SIGALRM, signal.SIG_IGN)\n    return 2.0 * x\n", "returned [2. 4.]"),
    Attack("cheap by memory of an earlier call", "import time\nseen = {}\ndef double(x):\n    key = x.tobytes()\n    if key not in seen:\n        time.sleep(100)\n    return 2.0 * x\n", "rejected: ran into the time limit", mode="submit", prints=False),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_time_is_the_judges(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)


_SENDS = """
import os, socket, time
MARK = 'COLLUDE'
def double(x):
    for place, folders, names in os.walk('/'):
        if place.startswith(('/usr', '/proc')): folders.clear()
        try: open(os.path.join(place, MARK), 'w').write(MARK)
        except OSError: pass
        try: os.mkdir(os.path.join(place, MARK + 'd'))
        except OSError: pass
    for path in ('/tmp', '/dev/shm', '/dev/null'):
        try: os.utime(path, (4242, 4242))
        except OSError: pass
    os.umask(0)
    return 2.0 * x
"""
_LISTENS = """
import os, time
MARK = 'COLLUDE'
def double(x):
    found = []
    for place, folders, names in os.walk('/'):
        if place.startswith(('/usr', '/proc')): folders.clear()
        found += [os.path.join(place, name) for name in (*names, *folders) if MARK in name]
        if os.stat(place).st_mtime == 4242: found.append(place)
    assert not found, found
    old = os.umask(0)
    assert old == 0o077, old
    return 2.0 * x
"""


async def test_two_jobs_that_collude_by_what_they_leave_tell_each_other_nothing(scene):
    for _ in range(4):
        assert "returned [2. 4.]" == outcome(await grade(scene.engine, _SENDS, mode="run", cpu_seconds=4))
        assert "returned [2. 4.]" == outcome(await grade(scene.engine, _LISTENS, mode="run", cpu_seconds=4))


async def test_a_job_reports_the_time_it_took_by_the_judges_clock(scene):
    stream = await grade(
        scene.engine,
        _CLOCKS + "import select\ndef double(x):\n    select.select([], [], [], 0.3)\n    return 2.0 * x\n",
    )
    (finished,) = [event for event in stream if isinstance(event, events.Finished)]
    assert finished.timing["total_ms"] >= 6 * 300
