"""Memory: bombs of every make. The attacker gets the memory limit; the container and its next job live on."""

from dataclasses import replace

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

_SHARED = "import mmap, os\n"

_ATTACKS = [
    Attack(
        "a list without end",
        "def attack(x):\n    hog = []\n    while True: hog.append(bytearray(10**6))\n",
        "memory_limit",
    ),
    Attack(
        "one array of eight gigabytes",
        "import numpy as np\ndef attack(x):\n    return np.ones(10**9)\n",
        "memory_limit",
        fast=True,
    ),
    Attack("a text of a hundred gigabytes", "def attack(x):\n    return 'x' * 10**11\n", "memory_limit"),
    Attack("more than there are addresses", "def attack(x):\n    return bytearray(2**62)\n", "memory_limit"),
    Attack(
        "takes what there is and goes on when refused",
        """
def attack(x):
    hog = []
    try:
        while True: hog.append(bytearray(10**6))
    except MemoryError:
        return len(hog) <= 268  # 256 MiB
""",
        "returned True",
    ),
    Attack(
        "private pages mapped past the allocator",
        _SHARED
        + "def attack(x):\n    hog = mmap.mmap(-1, 10**9, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\n    return len(hog)\n",
        "raised OSError: [Errno 12] Cannot allocate memory",
    ),
    Attack(
        "shared pages that no process limit counts",
        _SHARED
        + """
def attack(x):
    hog = mmap.mmap(-1, 4 * 10**9)
    for at in range(0, 4 * 10**9, 4096): hog[at] = 1
    return len(hog)
""",
        "memory_limit",
    ),
    Attack(
        "shared pages filled by children that are killed while the parent ends well",
        _SHARED
        + """
def attack(x):
    hog = mmap.mmap(-1, 10**9)
    if os.fork() == 0:
        for at in range(0, 10**9, 4096): hog[at] = 1
        os._exit(0)
    os.wait()
    os._exit(0)
""",
        "memory_limit",
    ),
    Attack(
        "ten children with as much as each may have",
        """
import os, time
def attack(x):
    for _ in range(10):
        if os.fork() == 0:
            hog = bytearray(120 * 10**6)
            for at in range(0, len(hog), 4096): hog[at] = 1
            time.sleep(60)
    time.sleep(60)
""",
        "memory_limit",
    ),
    Attack(
        "stacks of a gigabyte each",
        """
import threading, time
threading.stack_size(1 << 30)
def attack(x):
    while True: threading.Thread(target=time.sleep, args=(60,)).start()
""",
        "raised RuntimeError: can't start new thread",
    ),
    Attack(
        "a small archive of zeros without end",
        "import zlib\nBOMB = zlib.compress(bytes(5 * 10**7))\ndef attack(x):\n    hog = []\n    while True: hog.append(zlib.decompress(BOMB))\n",
        "memory_limit",
    ),
    Attack(
        "the limit lifted by the process itself",
        "import resource\ndef attack(x):\n    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY,) * 2)\n",
        "raised ValueError: not allowed to raise maximum limit",
    ),
    Attack(
        "pages locked into memory",
        KERNEL + "def attack(x):\n    return refused(libc.mlockall(3))\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "a file in memory without a name",
        "import os\ndef attack(x):\n    return os.memfd_create('hog')\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "somebody else to be killed first when memory is short",
        "def attack(x):\n    open('/proc/self/oom_score_adj', 'w').write('-1000')\n",
        {
            "userns": "raised OSError: [Errno 30] Read-only file system: '/proc/self/oom_score_adj'",
            "uid": "raised PermissionError: [Errno 13] Permission denied: '/proc/self/oom_score_adj'",
        },
    ),
    Attack(
        "a thousand large results, one after the other",
        """
import numpy as np
from sandbox import wire
def attack(x):
    for _ in range(1000): wire.encode(np.zeros(3 * 10**6))
    return np.zeros(3 * 10**6)
""",
        "time_limit",
    ),
    Attack(
        "bombs while it is loaded",
        "hog = []\nwhile True: hog.append(bytearray(10**6))\n",
        "did not load: memory_limit",
        prints=False,
    ),
]
# Touching memory costs time; the limit on that must not come first.
ATTACKS = [replace(attack, cpu_seconds=5, deadline_seconds=60.0) for attack in _ATTACKS]


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_memory_is_bounded_for_the_job_as_a_whole(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
