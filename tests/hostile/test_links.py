"""Links, devices and descriptors reopened: whatever the attacker points at, nobody outside follows."""

import pytest

from tests.hostile.attack import Attack, cases

pytestmark = pytest.mark.hostile

_LEFT = "\n    return 2.0 * x\n"
_RETURNED = "returned [2. 4.]"
_NOT_PERMITTED = "raised PermissionError: [Errno 1] Operation not permitted"

ATTACKS = [
    Attack(
        "links to all that matters, left for the sweep",
        """
import os
def attack(x):
    for number, target in enumerate(('/', '/pair/judge.sock', '/etc', '/proc/1/root', '/usr/local/lib', HOST_FILE)):
        os.symlink(target, f'/tmp/{number}')
    return 2.0 * x
""",
        _RETURNED,
        fast=True,
    ),
    Attack("a link in shared memory", f"import os\ndef attack(x):\n    os.symlink('/usr', '/dev/shm/usr'){_LEFT}", _RETURNED),
    Attack("links in a circle", f"import os\ndef attack(x):\n    os.symlink('/tmp/b', '/tmp/a')\n    os.symlink('/tmp/a', '/tmp/b')\n    os.mkdir('/tmp/c')\n    os.symlink('..', '/tmp/c/c'){_LEFT}", _RETURNED),
    Attack("a link that leads nowhere", f"import os\ndef attack(x):\n    os.symlink('/absent', '/tmp/absent'){_LEFT}", _RETURNED),
    Attack(
        "a folder and a link that take turns while they are removed",
        """
import os
def attack(x):
    if os.fork() == 0:
        os.setsid()
        while True:
            try:
                os.mkdir('/tmp/turn')
                os.rmdir('/tmp/turn')
                os.symlink('/usr', '/tmp/turn')
                os.unlink('/tmp/turn')
            except OSError: pass
    return 2.0 * x
""",
        _RETURNED,
    ),
    Attack(
        "a second name for a file of the system",
        "import os\ndef attack(x):\n    os.link('/etc/passwd', '/tmp/passwd')\n",
        "raised OSError: [Errno 18] Invalid cross-device link: '/etc/passwd' -> '/tmp/passwd'",
    ),
    Attack("many names for one file", f"import os\ndef attack(x):\n    open('/tmp/a', 'w').close()\n    for number in range(2000): os.link('/tmp/a', f'/tmp/{{number}}'){_LEFT}", _RETURNED),
    Attack("the program reopened for writing", "def attack(x):\n    open('/proc/self/exe', 'r+b')\n", "raised PermissionError: [Errno 13] Permission denied: '/proc/self/exe'"),
    Attack("the root by way of its own process", "def attack(x):\n    open('/proc/self/root/left', 'w')\n", "raised OSError: [Errno 30] Read-only file system: '/proc/self/root/left'"),
    Attack("out of the root by dots", "import os\ndef attack(x):\n    return os.path.realpath('/' + '../' * 50 + 'etc') == '/etc', os.stat('/..').st_ino == os.stat('/').st_ino\n", "returned (True, True)"),
    Attack("its own output reopened and read", """
import os
def attack(x):
    try: os.read(os.open('/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK), 10)
    except BlockingIOError: pass
    return 2.0 * x
""", {"userns": "returned [2. 4.]", "uid": "raised PermissionError: [Errno 13] Permission denied: '/proc/self/fd/1'"}, prints=False),
    Attack("a block device", "import os, stat\ndef attack(x):\n    os.mknod('/tmp/disk', stat.S_IFBLK | 0o666, os.makedev(8, 0))\n", _NOT_PERMITTED),
    Attack("a program that runs as its owner", "import os\ndef attack(x):\n    open('/tmp/su', 'w').write('x')\n    os.chmod('/tmp/su', 0o6777)\n    os.execv('/tmp/su', ['su'])\n", _NOT_PERMITTED),
    Attack("a library of its own making", "import ctypes\ndef attack(x):\n    open('/tmp/x.so', 'wb').write(open('/usr/bin/python3', 'rb').read(4096))\n    ctypes.CDLL('/tmp/x.so')\n", "raised OSError: /tmp/x.so: cannot dynamically load executable"),
    Attack("a terminal", "import os\ndef attack(x):\n    return os.openpty()\n", {"userns": "raised FileNotFoundError: [Errno 2] No such file or directory", "uid": "raised OSError: [Errno 22] Invalid argument"}),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_no_link_leads_anywhere(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
