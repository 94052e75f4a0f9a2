"""Processes and threads: bombs, daemons, escapes. The attacker gets the time limit or nothing; none is left."""

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

_FORKS = "import os, signal, sys, time\n"

ATTACKS = [
    Attack(
        "fork bomb",
        _FORKS + "def attack(x):\n    while True:\n        try: os.fork()\n        except OSError: pass\n",
        "time_limit",
    ),
    Attack(
        "as many children as there may be",
        _FORKS
        + """
def attack(x):
    born = 0
    try:
        while born < 1000:
            if os.fork() == 0: time.sleep(60)
            born += 1
    except OSError: pass
    return born < 40
""",
        "returned True",
        fast=True,
    ),
    Attack(
        "zombies",
        _FORKS
        + """
def attack(x):
    born = 0
    try:
        while born < 1000:
            if os.fork() == 0: os._exit(0)
            born += 1
    except OSError: pass
    return born < 40
""",
        "returned True",
    ),
    Attack(
        "thread bomb",
        "import threading, time\ndef attack(x):\n    while True: threading.Thread(target=time.sleep, args=(9,)).start()\n",
        "raised RuntimeError: can't start new thread",
    ),
    Attack(
        "a daemon by two forks",
        _FORKS
        + """
def attack(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(60)
        os._exit(0)
    os.wait()
    return 2.0 * x
""",
        "returned [2. 4.]",
    ),
    Attack(
        "a daemon that ignores every signal and spins",
        _FORKS
        + """
def attack(x):
    if os.fork() == 0:
        os.setsid()
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
    return 2.0 * x
""",
        "returned [2. 4.]",
    ),
    Attack(
        "a process that is reborn before it can be killed by its number",
        _FORKS
        + """
def attack(x):
    if os.fork() == 0:
        while True:
            try:
                if os.fork(): os._exit(0)
            except OSError: pass
    return 2.0 * x
""",
        "returned [2. 4.]",
    ),
    Attack(
        "children spin in the parent's stead",
        _FORKS
        + """
def attack(x):
    for _ in range(25):
        if os.fork() == 0:
            while True: pass
    os.wait()
""",
        "time_limit",
    ),
    Attack(
        "a child keeps the channel and the output open after the parent left",
        _FORKS
        + """
def attack(x):
    if os.fork() == 0: time.sleep(60)
    os._exit(0)
""",
        "runtime_error",
    ),
    Attack(
        "the parent kills itself and a child in a new session lives on",
        _FORKS
        + """
def attack(x):
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
    os.abort()
""",
        "runtime_error",
    ),
    Attack(
        "a sibling instead of a child (clone with CLONE_PARENT)",
        KERNEL + "def attack(x):\n    return kernel(56, 220, 0x8000 | 17, 0, 0, 0, 0)\n",
        "forbidden",
    ),
    Attack(
        "another program: exec",
        "import os\ndef attack(x):\n    os.execv('/bin/sh', ['sh', '-c', 'id'])\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "another program: subprocess",
        "import subprocess\ndef attack(x):\n    return subprocess.run(['/bin/sh', '-c', 'id'], capture_output=True).stdout.decode()\n",
        "raised PermissionError: [Errno 1] Operation not permitted: '/bin/sh'",
    ),
    Attack(
        "another program: the shell",
        "import os\ndef attack(x):\n    return os.system('id') != 0\n",
        "returned True",
    ),
    Attack(
        "another program: from memory without a file",
        KERNEL + "def attack(x):\n    return kernel(319, 279, b'x', 0)\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "a child whose death signal is aimed at nobody, forked while the code is loaded",
        _FORKS
        + """
if os.fork() == 0:
    os.setsid()
    while True: time.sleep(1)
def attack(x):
    return 2.0 * x
""",
        "returned [2. 4.]",
    ),
    Attack(
        "forks at exit",
        _FORKS
        + """
import atexit
def late():
    if os.fork() == 0: time.sleep(60)
def attack(x):
    atexit.register(late)
    sys.exit(0)
""",
        "raised SystemExit: 0",
    ),
]


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_no_process_outlives_its_job(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
