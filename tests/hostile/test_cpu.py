"""Time: code that spins, sleeps or hides in C. The attacker gets the time limit, whatever the code ignores."""

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

ATTACKS = [
    Attack("spins", "def attack(x):\n    while True: pass\n", "time_limit", fast=True),
    Attack("sleeps", "import time\ndef attack(x):\n    time.sleep(100)\n", "time_limit"),
    Attack(
        "ignores every signal that can be ignored",
        """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
def attack(x):
    while True: pass
""",
        "time_limit",
    ),
    Attack(
        "catches the warning of the time limit and goes on",
        "import signal\nsignal.signal(signal.SIGXCPU, lambda *_: None)\ndef attack(x):\n    while True: pass\n",
        "time_limit",
    ),
    Attack(
        "a loop in C that looks at no signal",
        "import itertools\ndef attack(x):\n    return all(itertools.repeat(True))\n",
        "time_limit",
    ),
    Attack(
        "linear algebra in C",
        "import numpy as np\ndef attack(x):\n    big = np.random.default_rng(0).normal(size=(1500, 1500))\n    while True: np.linalg.svd(big)\n",
        "time_limit",
    ),
    Attack(
        "a regular expression that backtracks for ever",
        "import re\ndef attack(x):\n    return bool(re.match(r'(a+)+$', 'a' * 40 + 'b'))\n",
        "time_limit",
    ),
    Attack("a power of a hundred million", "def attack(x):\n    return 3 ** (10**8) % 2\n", "time_limit"),
    Attack(
        "an integer written out in ten",
        "import sys\nsys.set_int_max_str_digits(0)\ndef attack(x):\n    return len(str(7 << 10**7))\n",
        "time_limit",
    ),
    Attack(
        "keys that all have one hash",
        "def attack(x):\n    return len({k * (2**61 - 1) for k in range(10**6)})\n",
        "time_limit",
    ),
    Attack(
        "sixteen threads that spin",
        "import threading\ndef spin():\n    while True: pass\ndef attack(x):\n    for _ in range(16): threading.Thread(target=spin).start()\n    spin()\n",
        "time_limit",
    ),
    Attack(
        "children spin while the parent sleeps",
        "import os, time\ndef attack(x):\n    for _ in range(8):\n        if os.fork() == 0:\n            while True: pass\n    time.sleep(60)\n",
        "time_limit",
    ),
    Attack(
        "children keep the parent from the processor, which is no excuse",
        "import os, time\ndef attack(x):\n    for _ in range(24):\n        if os.fork() == 0:\n            while True: pass\n    while True: time.sleep(0)\n",
        "time_limit",
    ),
    Attack(
        "stops itself",
        "import os, signal\ndef attack(x):\n    os.kill(os.getpid(), signal.SIGSTOP)\n    return 2.0 * x\n",
        {"uid": "time_limit", "userns": "returned [2. 4.]"},
    ),
    Attack(
        "a timer a hundred thousand times a second",
        "import signal\nsignal.signal(signal.SIGALRM, lambda *_: None)\nsignal.setitimer(signal.ITIMER_REAL, 1e-5, 1e-5)\ndef attack(x):\n    while True: pass\n",
        "time_limit",
    ),
    Attack(
        "the limit lifted by the process itself",
        "import resource\ndef attack(x):\n    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n",
        "raised ValueError: not allowed to raise maximum limit",
    ),
    Attack(
        "the limit lowered, so that the kernel kills early and it looks like our doing",
        "import resource\ndef attack(x):\n    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n    while True: pass\n",
        "raised ValueError: not allowed to raise maximum limit",
        fast=True,
        cpu_seconds=4,
    ),
    Attack(
        "the limit lowered by a child and by the kernel's older call",
        KERNEL
        + """
import struct
LIMITS = ctypes.create_string_buffer(struct.pack('QQ', 1, 1))
def attack(x):
    got = []
    for call in ((302, 261, os.getpid(), 0, LIMITS, 0), (160, 164, 0, LIMITS)):
        child = os.fork()
        if child == 0:
            try: kernel(*call)
            except OSError as error: os._exit(error.errno)
            os._exit(0)
        got.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    return got
""",
        "returned [1, 1]",
    ),
    Attack(
        "any limit lowered",
        """
import resource
def attack(x):
    lowered = []
    for name in dir(resource):
        if name.startswith('RLIMIT_'):
            try: resource.setrlimit(getattr(resource, name), (1, 1))
            except ValueError: continue
            lowered.append(name)
    return lowered, resource.getrlimit(resource.RLIMIT_NOFILE)
""",
        "returned ([], (64, 64))",
    ),
    Attack(
        "a filter of its own that kills",
        KERNEL + "def attack(x):\n    return refused(libc.prctl(22, 1, 0, 0, 0))\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "a higher priority than everybody",
        "import os\ndef attack(x):\n    os.nice(-20)\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "a scheduler that lets nobody else run",
        "import os\ndef attack(x):\n    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "a core of its own choice",
        "import os\ndef attack(x):\n    os.sched_setaffinity(0, {0})\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "priority of input and output",
        KERNEL + "def attack(x):\n    return kernel(251, 30, 1, 0, 1 << 13)\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack("spins while it is loaded", "while True: pass\n", "did not load: time_limit", prints=False),
    Attack("sleeps while it is loaded", "import time\ntime.sleep(100)\n", "did not load: time_limit", prints=False),
    Attack(
        "half the limit in each of many calls",
        "import time\ndef double(x):\n    time.sleep(1)\n    return 2.0 * x\n",
        "rejected: ran into the time limit",
        mode="submit",
        deadline_seconds=4.0,
    ),
]


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_time_is_taken_from_outside(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
