"""Files: floods of space, entries and descriptors. The attacker gets what fits into its own folder, and it is gone."""

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

ATTACKS = [
    Attack(
        "files until the folder is full",
        """
import os
def attack(x):
    for number in range(1000):
        open(f'/tmp/{number}', 'wb').write(bytes(2**20))
""",
        "raised OSError: [Errno 28] No space left on device",
        fast=True,
    ),
    Attack(
        "shared memory until it is full",
        "def attack(x):\n    for number in range(1000):\n        open(f'/dev/shm/{number}', 'wb').write(bytes(2**20))\n",
        "raised OSError: [Errno 28] No space left on device",
    ),
    Attack(
        "one file without end",
        "def attack(x):\n    with open('/tmp/hog', 'wb') as hog:\n        while True: hog.write(bytes(2**20))\n",
        "raised OSError: [Errno 27] File too large",
    ),
    Attack(
        "a sparse file of a terabyte",
        "import os\ndef attack(x):\n    os.truncate(os.open('/tmp/hog', os.O_CREAT | os.O_RDWR), 2**40)\n",
        "raised OSError: [Errno 27] File too large",
    ),
    Attack(
        "a hundred thousand empty files",
        "def attack(x):\n    number = 0\n    while True:\n        open(f'/tmp/{number}', 'w').close()\n        number += 1\n",
        "raised OSError: [Errno 28] No space left on device: '/tmp/4095'",
        cpu_seconds=8,
    ),
    Attack(
        "folders in folders, deeper than any path",
        """
import os
def attack(x):
    for _ in range(3000):
        os.mkdir('d')
        os.chdir('d')
    return 2.0 * x
""",
        "returned [2. 4.]",
    ),
    Attack(
        "a folder that may not even be entered by its owner",
        "import os\ndef attack(x):\n    os.makedirs('/tmp/a/b')\n    open('/tmp/a/b/c', 'w').close()\n    os.chmod('/tmp/a/b', 0)\n    os.chmod('/tmp/a', 0)\n    return 2.0 * x\n",
        "returned [2. 4.]",
    ),
    Attack(
        "names no decoder takes",
        "import os\ndef attack(x):\n    for name in (b'\\xff', b'new\\nline', b'-rf *', b'.', b'..'*100):\n        try: open(b'/tmp/' + name, 'w').close()\n        except OSError: pass\n    return 2.0 * x\n",
        "returned [2. 4.]",
    ),
    Attack(
        "descriptors until there are no more",
        "def attack(x):\n    kept = []\n    while True: kept.append(open('/dev/null'))\n",
        "raised OSError: [Errno 24] Too many open files: '/dev/null'",
    ),
    Attack(
        "deleted files held open by a daemon",
        """
import os, time
def attack(x):
    if os.fork() == 0:
        os.setsid()
        kept = [open(f'/tmp/{number}', 'wb') for number in range(8)]
        for number, file in enumerate(kept):
            os.unlink(f'/tmp/{number}')
            try:
                file.write(bytes(4 * 2**20))
                file.flush()
            except OSError: pass
        time.sleep(60)
    time.sleep(0.3)
    return 2.0 * x
""",
        "returned [2. 4.]",
    ),
    Attack(
        "a pipe with a name, opened by nobody",
        "import os\ndef attack(x):\n    os.mkfifo('/tmp/pipe')\n    open('/tmp/pipe')\n",
        "raised PermissionError: [Errno 1] Operation not permitted",
    ),
    Attack(
        "attributes that outlive the content",
        "import os\ndef attack(x):\n    open('/tmp/a', 'w').close()\n    os.setxattr('/tmp/a', 'user.left', b'x')\n",
        "raised PermissionError: [Errno 1] Operation not permitted: '/tmp/a'",
    ),
    Attack(
        "a file that cannot be removed",
        KERNEL
        + """
import fcntl
def attack(x):
    file = open('/tmp/a', 'w')
    fcntl.ioctl(file, 0x40086602, (0x10).to_bytes(8, 'little'))
""",
        "raised OSError: [Errno 25] Inappropriate ioctl for device",
    ),
    Attack(
        "the limit lifted by the process itself",
        "import resource\ndef attack(x):\n    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)\n",
        "raised ValueError: not allowed to raise maximum limit",
    ),
    Attack(
        "the folder itself taken away",
        "import os\ndef attack(x):\n    os.rename('/tmp', '/gone')\n",
        "raised OSError: [Errno 30] Read-only file system: '/tmp' -> '/gone'",
    ),
    Attack(
        "locks that a later job would wait for",
        "import fcntl\ndef attack(x):\n    fcntl.flock(open('/dev/null'), fcntl.LOCK_EX)\n    kept = open('/usr/bin/python3')\n    fcntl.flock(kept, fcntl.LOCK_EX)\n    return 2.0 * x\n",
        "returned [2. 4.]",
    ),
]


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_a_flood_of_files_stays_in_its_folder_and_goes(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
