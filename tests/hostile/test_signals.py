"""Signals, tracing and other reaches into processes: the attacker reaches nobody but itself."""

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

_NOT_PERMITTED = "raised PermissionError: [Errno 1] Operation not permitted"
# The filter refuses a job the one signal that nobody can ignore; in the userns jail nobody else is there to be meant.
ATTACKS = [
    Attack(
        "the first process of the container",
        "import os\ndef attack(x):\n    os.kill(1, 9)\n    return 2.0 * x\n",
        _NOT_PERMITTED,
        fast=True,
    ),
    Attack(
        "everybody there may be",
        "import os\ndef attack(x):\n    os.kill(-1, 9)\n    return 2.0 * x\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "everybody there may be, stopped instead of killed",
        "import os, signal\ndef attack(x):\n    try: os.kill(-1, signal.SIGSTOP)\n    except ProcessLookupError: pass\n    return 2.0 * x\n",
        "returned [2. 4.]",
    ),
    Attack(
        "its own group",
        "import os\ndef attack(x):\n    os.kill(0, 9)\n    return 2.0 * x\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "itself",
        "import os\ndef attack(x):\n    os.kill(os.getpid(), 9)\n    return 2.0 * x\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "each of a thousand numbers",
        """
import os
def attack(x):
    reached = 0
    for number in range(1, 1000):
        if number == os.getpid(): continue
        try: os.kill(number, 9)
        except OSError: continue
        reached += 1
    return reached
""",
        "returned 0",
    ),
    Attack(
        "the parent",
        "import os\ndef attack(x):\n    os.kill(os.getppid() or 2, 9)\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "a thread of the first process",
        KERNEL + "def attack(x):\n    return kernel(234, 131, 1, 1, 0)\n",
        {"uid": _NOT_PERMITTED, "userns": "returned 0"},
    ),
    Attack(
        "a signal with a forged sender",
        KERNEL + "def attack(x):\n    return kernel(129, 138, 1, 10, ctypes.create_string_buffer(128))\n",
        "forbidden",
    ),
    Attack(
        "a handle on the first process",
        "import os\ndef attack(x):\n    return os.pidfd_open(1)\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "a descriptor of the first process",
        KERNEL + "def attack(x):\n    return kernel(438, 438, 3, 3, 0)\n",
        "forbidden",
    ),
    Attack("tracing the parent", KERNEL + "def attack(x):\n    return kernel(101, 117, 16, 1, 0, 0)\n", "forbidden"),
    Attack("being traced", KERNEL + "def attack(x):\n    return kernel(101, 117, 0, 0, 0, 0)\n", "forbidden"),
    Attack(
        "another process's memory read",
        KERNEL + "def attack(x):\n    return kernel(310, 270, 1, 0, 0, 0, 0, 0)\n",
        "forbidden",
    ),
    Attack(
        "another process's memory written",
        KERNEL + "def attack(x):\n    return kernel(311, 271, 1, 0, 0, 0, 0, 0)\n",
        "forbidden",
    ),
    Attack(
        "the limits of the first process",
        "import resource\ndef attack(x):\n    return resource.prlimit(1, resource.RLIMIT_NOFILE, (1, 1))\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "the priority of the first process",
        "import os\ndef attack(x):\n    os.setpriority(os.PRIO_PROCESS, 1, 19)\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "input arriving at its channel signals the first process",
        """
import fcntl, os
def attack(x):
    fcntl.fcntl(3, fcntl.F_SETOWN, 1)
    fcntl.fcntl(3, 10, 9)
    fcntl.fcntl(3, fcntl.F_SETFL, fcntl.fcntl(3, fcntl.F_GETFL) | os.O_ASYNC)
    return 2.0 * x
""",
        _NOT_PERMITTED,
    ),
    Attack(
        "a death signal for its children's children",
        KERNEL + "def attack(x):\n    return refused(libc.prctl(1, 9, 0, 0, 0))\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "a child whose end kills its parent, as if from outside",
        KERNEL
        + """
import time
def attack(x):
    if kernel(56, 220, 9, 0, 0, 0, 0) == 0: os._exit(0)
    time.sleep(60)
""",
        "forbidden",
        fast=True,
    ),
    Attack(
        "to be the one who inherits orphans",
        KERNEL + "def attack(x):\n    return refused(libc.prctl(36, 1, 0, 0, 0))\n",
        _NOT_PERMITTED,
    ),
    Attack(
        "to catch the filter's own signal",
        KERNEL
        + "import signal\nsignal.signal(signal.SIGSYS, lambda *_: None)\ndef attack(x):\n    return kernel(105, 146, 0)\n",
        "forbidden",
    ),
    Attack(
        "to forbid in a thread and go on in another",
        KERNEL
        + """
import threading, time
def attack(x):
    threading.Thread(target=lambda: kernel(105, 146, 0)).start()
    time.sleep(60)
""",
        "forbidden",
    ),
    Attack(
        "to forbid in a child and go on as the parent",
        KERNEL
        + """
import time
def attack(x):
    if os.fork() == 0:
        try: kernel(105, 146, 0)
        finally: os._exit(0)
    time.sleep(60)
""",
        "forbidden",
    ),
    Attack(
        "a filter of its own over the jail's",
        KERNEL + "def attack(x):\n    return kernel(317, 277, 1, 0, 0)\n",
        "forbidden",
    ),
    Attack(
        "the older way to a filter",
        KERNEL + "def attack(x):\n    return refused(libc.prctl(22, 1, 0, 0, 0))\n",
        _NOT_PERMITTED,
    ),
]


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_nobody_else_is_reached(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
