"""Reading: other processes, the host, other candidates, the judge. The attacker finds nothing, and no canary."""

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

_MISSING = "raised FileNotFoundError: [Errno 2] No such file or directory: "
_DENIED = "raised PermissionError: [Errno 13] Permission denied: "


def _opened(name: str, path: str, gets: "str | dict[str, str]", *, fast: bool = False) -> Attack:
    return Attack(name, f"def attack(x):\n    return open({path!r}, 'rb').read(4096)\n", gets, fast=fast)


# Every byte this process can read of its own memory, and the words that would be a canary, put together at run time.
_MEMORY = """
import re
WANTED = re.compile(b'CAN' + b'ARY-[a-z]+-[0-9a-f]{32}')
def attack(x):
    found = set()
    with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split('-'))
            if 'r' not in rights or end - start > 2**26: continue
            try:
                memory.seek(start)
                found.update(WANTED.findall(memory.read(end - start)))
            except (OSError, OverflowError, ValueError): continue
    return sorted(text.decode() for text in found)
"""
_STACK = """
import ctypes, re
WANTED = re.compile(b'CAN' + b'ARY-[a-z]+-[0-9a-f]{32}')
def attack(x):
    libc = ctypes.CDLL(None)
    libc.getauxval.restype = ctypes.c_ulong
    at = libc.getauxval(31)
    old = ctypes.string_at(at - 2048, 2048)
    return [text.decode() for text in WANTED.findall(old)] + [b'HOLDOUT_CAN' + b'ARY' in old]
"""
_EVERY_FILE = """
import os, re
WANTED = re.compile(b'CAN' + b'ARY-[a-z]+-[0-9a-f]{32}')
def attack(x):
    found, secret = [], ('shadow-', 'id_rsa', 'docker.sock', 'grader.py', 'checks.yaml', '.git', 'judge.sock')
    for place, folders, names in os.walk('/'):
        if place.startswith(('/usr/lib', '/usr/share', '/proc', '/sys')): folders.clear()
        for name in names:
            path = os.path.join(place, name)
            if name in secret: found.append(path)
            try:
                if os.path.isfile(path) and os.path.getsize(path) < 2**16:
                    found += WANTED.findall(open(path, 'rb').read())
            except OSError: continue
    return found
"""

ATTACKS = [
    Attack("a file of the host", "import os\ndef attack(x):\n    return [os.path.exists(path) for path in (HOST_FILE, os.path.dirname(HOST_FILE), '/host', '/proc/1/root' + HOST_FILE)]\n", "returned [False, False, False, False]", fast=True),
    _opened("the memory of the first process", "/proc/1/mem", {"userns": "raised OSError: [Errno 5] Input/output error", "uid": f"{_DENIED}'/proc/1/mem'"}),
    Attack("the environment of the first process", "def attack(x):\n    return b'HOLDOUT' in open('/proc/1/environ', 'rb').read()\n", {"userns": "returned False", "uid": f"{_DENIED}'/proc/1/environ'"}),
    _opened("the memory of the kernel", "/proc/kcore", f"{_MISSING}'/proc/kcore'"),
    _opened("the memory of the machine", "/dev/mem", f"{_MISSING}'/dev/mem'"),
    _opened("a disk of the machine", "/dev/sda", f"{_MISSING}'/dev/sda'"),
    _opened("the kernel's messages", "/dev/kmsg", f"{_MISSING}'/dev/kmsg'"),
    Attack("the kernel's keys", "def attack(x):\n    return open('/proc/keys').read()\n", {"userns": f"{_MISSING}'/proc/keys'", "uid": "returned ''"}),
    _opened("the passwords of the image", "/etc/shadow", f"{_DENIED}'/etc/shadow'"),
    _opened("Docker's socket", "/var/run/docker.sock", f"{_MISSING}'/var/run/docker.sock'"),
    _opened("the root of the first process", "/proc/1/root/etc/shadow", f"{_DENIED}'/proc/1/root/etc/shadow'"),
    Attack("what canaries its own memory holds", _MEMORY, {"userns": "returned []", "uid": f"{_DENIED}'/proc/self/mem'"}, deadline_seconds=60.0, cpu_seconds=10),
    Attack("the environment the program was started with, left on the stack", _STACK, "returned [False]"),
    Attack("every file that can be reached", _EVERY_FILE, {"userns": "returned []", "uid": "returned ['/pair/judge.sock']"}, deadline_seconds=60.0, cpu_seconds=10),
    Attack("the environment", "import os\ndef attack(x):\n    return sorted(os.environ)\n", "returned ['HOME', 'LANG', 'PATH', 'TMPDIR']"),
    Attack(
        "open descriptors",
        "import os\ndef attack(x):\n    return [n for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}')], [os.readlink(f'/proc/self/fd/{n}').split(':')[0] for n in '0123']\n",
        "returned (['0', '1', '2', '3'], ['/dev/null', 'pipe', 'pipe', 'socket'])",
    ),
    Attack(
        "the command lines of others",
        "import os\ndef attack(x):\n    return [p for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid()) and os.access(f'/proc/{p}/mem', os.R_OK)]\n",
        "returned []",
    ),
    Attack(
        "who else is there",
        "import os\ndef attack(x):\n    return [p for p in os.listdir('/proc') if p.isdigit() and os.stat(f'/proc/{p}').st_uid == os.getuid()] == [str(os.getpid())]\n",
        "returned True",
    ),
    Attack("the descriptors of the first process", "import os\ndef attack(x):\n    return os.readlink('/proc/1/fd/4')\n", {"userns": f"{_MISSING}'/proc/1/fd/4'", "uid": f"{_DENIED}'/proc/1/fd/4'"}),
    Attack("the pair's volume", "import os\ndef attack(x):\n    return os.listdir('/pair')\n", {"userns": "returned []", "uid": "returned ['judge.sock']"}),
    Attack("devices and control groups", "import os\ndef attack(x):\n    return [n for n in ('block', 'fs', 'kernel') if os.path.exists(f'/sys/{n}')]\n", {"userns": "returned []", "uid": "returned ['block', 'fs', 'kernel']"}),
    Attack("the kernel's settings", "import os\ndef attack(x):\n    return os.path.exists('/proc/sys/kernel')\n", {"userns": "returned False", "uid": "returned True"}),
    Attack("its privileges", """
def attack(x):
    told = dict(line.split(':\\t', 1) for line in open('/proc/self/status').read().splitlines() if ':\\t' in line)
    return [int(told[n], 16) for n in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb')], told['NoNewPrivs'], told['Seccomp']
""", "returned ([0, 0, 0, 0], '1', '2')"),
    Attack("mounts that can be written", """
import os
def attack(x):
    mounts = [line.split() for line in open('/proc/self/mounts')]
    return sorted({where for _, where, *_ in mounts if os.path.isdir(where) and os.access(where, os.W_OK)})
""", {"userns": "returned ['/dev/shm', '/tmp']", "uid": "returned ['/dev/mqueue', '/dev/shm', '/tmp']"}),
    Attack("the host's name and user", "import os, socket\ndef attack(x):\n    return os.uname().nodename\n", "returned 'sandbox'"),
    Attack("uninitialised memory", """
import numpy as np
def attack(x):
    wanted = b'CAN' + b'ARY-'
    return any(wanted in np.empty(2**20, np.uint8).tobytes() for _ in range(100))
""", "returned False"),
    Attack("kernel memory through random addresses", KERNEL + """
def attack(x):
    read, write = os.pipe()
    return refused(libc.write(write, ctypes.c_void_p(0xffffffff81000000), 4096))
""", "raised OSError: [Errno 14] Bad address"),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_nothing_of_others_is_read(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
