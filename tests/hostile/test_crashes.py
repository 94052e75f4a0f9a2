"""Crashes: the attacker ends its own process in every way there is, and gets nothing but that end."""

import pytest

from tests.hostile.attack import Attack, cases

pytestmark = pytest.mark.hostile

_SIGNALS = "import os, signal\ndef attack(x):\n    signal.signal(signal.{0}, signal.SIG_DFL)\n    os.kill(os.getpid(), signal.{0})\n    return 2.0 * x\n"
# Process 1 of a namespace gets no signal it has no handler for, unless the processor itself raises it.
_OWN = {"uid": "runtime_error", "userns": "returned [2. 4.]"}

ATTACKS = [
    Attack("reads address zero", "import ctypes\ndef attack(x):\n    ctypes.string_at(0)\n", "runtime_error", fast=True),
    Attack("writes all over memory", "import ctypes\ndef attack(x):\n    ctypes.memset(id(None) & ~0xffff, 0xff, 2**30)\n", "runtime_error"),
    Attack("aborts", "import os\ndef attack(x):\n    os.abort()\n", "runtime_error"),
    Attack("calls into nothing", "import ctypes\ndef attack(x):\n    ctypes.CFUNCTYPE(None)(64)()\n", "runtime_error"),
    Attack("frees what is not its own", "import ctypes\ndef attack(x):\n    ctypes.CDLL(None).free(ctypes.c_void_p(0x12345678))\n", "runtime_error"),
    Attack("runs code that is no code", "def attack(x):\n    pass\nattack.__code__ = attack.__code__.replace(co_code=bytes([255, 255]) * 20)\n", "raised SystemError: error return without exception set", prints=False),
    Attack("overflows the stack in C", "import sys\nsys.setrecursionlimit(10**9)\ndef attack(x):\n    deep = ()\n    for _ in range(10**6): deep = (deep,)\n    return hash(deep)\n", "runtime_error", cpu_seconds=5, deadline_seconds=60.0),
    Attack("recurses", "def attack(x):\n    return attack(x)\n", "raised RecursionError: maximum recursion depth exceeded"),
    Attack("nests parentheses", "def attack(x):\n    return eval('(' * 10**5 + ')' * 10**5)\n", "raised SyntaxError: too many nested parentheses (<string>, line 1)"),
    Attack("leaves by os._exit with success", "import os\ndef attack(x):\n    os._exit(0)\n", "runtime_error"),
    Attack("leaves by sys.exit", "import sys\ndef attack(x):\n    sys.exit(0)\n", "raised SystemExit: 0"),
    Attack("leaves while it is loaded", "import os\nos._exit(0)\n", "did not load: runtime_error", prints=False),
    Attack("pretends that its jail failed", "import os\ndef attack(x):\n    os._exit(120)\n", "runtime_error"),
    Attack("ends by the signal of the time limit", _SIGNALS.format("SIGXCPU"), {"uid": "time_limit", "userns": "returned [2. 4.]"}),
    Attack("ends by the signal of the filter", _SIGNALS.format("SIGSYS"), {"uid": "forbidden", "userns": "returned [2. 4.]"}),
    Attack("ends by the signal of a full disk", _SIGNALS.format("SIGXFSZ"), _OWN),
    Attack("ends by the signal of a broken pipe", _SIGNALS.format("SIGPIPE"), _OWN),
    Attack("divides by zero in the processor's way", _SIGNALS.format("SIGFPE"), _OWN),
    Attack(
        "reads past the end of a shortened file",
        "import mmap, os\ndef attack(x):\n    file = os.open('/tmp/a', os.O_RDWR | os.O_CREAT)\n    os.truncate(file, 8192)\n    page = mmap.mmap(file, 8192)\n    os.truncate(file, 0)\n    return page[5000]\n",
        "runtime_error",
    ),
    Attack("asks for a core dump", "import resource\ndef attack(x):\n    resource.setrlimit(resource.RLIMIT_CORE, (2**30, 2**30))\n", "raised ValueError: not allowed to raise maximum limit"),
    Attack("closes everything", "import os\ndef attack(x):\n    os.closerange(0, 64)\n    return x\n", "runtime_error"),
    Attack("closes the channel and lives on", "import os, time\ndef attack(x):\n    os.close(3)\n    time.sleep(60)\n", "killed"),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_a_crash_harms_nobody_else(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
