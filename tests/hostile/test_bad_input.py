"""Code that is broken, wasteful or hostile: each ends in its own state, the next honest job is right."""

import pytest

from sandbox import events
from tests.sandboxes import RIGHT, checks, grade, hows, last, verdict

pytestmark = pytest.mark.hostile

LIMITS = {
    "infinite loop": ("def double(x):\n    while True: pass\n", "ran into the time limit"),
    "sleeps": ("import time\ndef double(x):\n    time.sleep(100)\n", "ran into the time limit"),
    "ignores the cpu signal": (
        "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\ndef double(x):\n    while True: pass\n",
        "ran into the time limit",
    ),
    "memory bomb, numpy": (
        "import numpy as np\ndef double(x):\n    return np.ones(10**9)\n",
        "ran into the memory limit",
    ),
    "memory bomb, list": (
        "def double(x):\n    hog = []\n    while True: hog.append(bytearray(10**6))\n",
        "ran into the memory limit",
    ),
    "output flood": ("def double(x):\n    while True: print('x' * 1000)\n", "ran into the output limit"),
    "leaves by os._exit": ("import os\ndef double(x):\n    os._exit(0)\n", "ended its own process before it returned"),
    "segfault": (
        "import ctypes\ndef double(x):\n    ctypes.string_at(0)\n",
        "ended its own process before it returned",
    ),
    "kills itself": ("import os\ndef double(x):\n    os.kill(os.getpid(), 9)\n", "was killed by the system"),
    "fork bomb": (
        "import os\ndef double(x):\n    while True:\n        try: os.fork()\n        except OSError: pass\n",
        "ran into the time limit",
    ),
    "thread bomb": (
        "import threading, time\ndef double(x):\n    while True: threading.Thread(target=time.sleep, args=(9,)).start()\n",
        "raised RuntimeError",
    ),
    "sys.exit": ("import sys\ndef double(x):\n    sys.exit(0)\n", "raised SystemExit"),
    "recursion": ("def double(x):\n    return double(x)\n", "raised RecursionError"),
}


@pytest.mark.parametrize("name", LIMITS)
async def test_a_limit_is_named_and_the_next_job_is_right(engine, name):
    source, how = LIMITS[name]
    stream = await grade(engine, source)
    assert verdict(stream) == "rejected"
    assert {how} == hows(stream)
    assert {"failed_loudly"} == {check.state for check in checks(stream)}
    assert verdict(await grade(engine, RIGHT)) == "accepted"


PRETENDERS = {
    "equal to anything": "class E:\n    def __eq__(self, o): return True\ndef double(x):\n    return E()\n",
    "array subclass": """
import numpy as np
class A(np.ndarray):
    def __eq__(self, o): return True
    def __array_function__(self, *a, **k): return True
def double(x):
    return np.zeros(x.shape).view(A)
""",
    "object array": "import numpy as np\ndef double(x):\n    return np.array([object()] * len(x))\n",
    "empty array": "import numpy as np\ndef double(x):\n    return np.zeros(0)\n",
    "nan everywhere": "import numpy as np\ndef double(x):\n    return np.full(x.shape, np.nan)\n",
    "broadcastable": "def double(x):\n    return (2.0 * x)[:, None]\n",
    "patched numpy": "import numpy as np\nnp.allclose = lambda *a, **k: True\ndef double(x):\n    return x\n",
    "forged frame": """
import os, struct
def double(x):
    os.write(3, struct.pack("<I", 1) + b"T")
    return x
""",
    "forged verdict": """
import os
from sandbox import wire
def double(x):
    body = wire.encode({"id": 2, "ok": True, "value": x})
    os.write(3, len(body).to_bytes(4, "little") + body)
    return x
""",
    "giant frame": 'import os\ndef double(x):\n    os.write(3, b"\\xff\\xff\\xff\\x7f")\n    return x\n',
    "hostile exception": """
class Sly(Exception):
    def __str__(self): raise KeyError("hidden")
def double(x):
    raise Sly
""",
}


@pytest.mark.parametrize("name", PRETENDERS)
async def test_a_pretender_is_rejected_and_learns_nothing(engine, name):
    stream = await grade(engine, PRETENDERS[name])
    assert verdict(stream) == "rejected"
    assert all(check.state in ("failed_loudly", "failed_silently") for check in checks(stream))
    assert verdict(await grade(engine, RIGHT)) == "accepted"


LOADS = {
    "syntax error": ("def double(x:\n", "syntax_error", 1),
    "missing entry point": ("x = 1\n", "runtime_error", None),
    "renamed entry point": ("def doubled(x):\n    return 2 * x\n", "runtime_error", None),
    "wrong signature": ("def double(x, y):\n    return 2 * x\n", "runtime_error", None),
    "absent import": ("import torch\ndef double(x):\n    return x\n", "runtime_error", 1),
    "null bytes": ("def double(x):\0\n    return x\n", "syntax_error", None),
    "empty": ("", "runtime_error", None),
    "loops while loading": ("while True: pass\n", "time_limit", None),
    "exits while loading": ("raise SystemExit\n", "runtime_error", 1),
}


@pytest.mark.parametrize("name", LOADS)
async def test_code_that_does_not_load_says_why_and_reaches_no_check(engine, name):
    source, state, line = LOADS[name]
    stream = await grade(engine, source)
    (compiled,) = [event for event in stream if isinstance(event, events.Compiled)]
    assert compiled.error is not None
    assert (state, line) == (compiled.error.state, compiled.error.line)
    assert verdict(stream) == "rejected"
    assert {"not_reached"} == {check.state for check in checks(stream)}


async def test_code_that_is_slow_on_every_call_ends_in_its_own_name(engine):
    stream = await grade(
        engine, "import time\ndef double(x):\n    time.sleep(1)\n    return 2.0 * x\n", deadline_seconds=4
    )
    assert "rejected" == verdict(stream)
    assert {"ran into the time limit"} == hows(stream)


async def test_a_decorated_or_vectorised_entry_point_is_found(engine):
    wrapped = "import functools\nimport numpy as np\n@functools.lru_cache\ndef scale(): return 2.0\n"
    source = wrapped + "double = functools.partial(np.multiply, 2.0)\n"
    assert "accepted" == verdict(await grade(engine, source))


async def test_an_error_of_numpys_own_is_told_as_what_it_is(engine):
    stream = await grade(engine, "import numpy as np\ndef double(x):\n    return np.array(['a']) * 2.0\n")
    assert {"raised TypeError"} == hows(stream)


async def test_a_renamed_entry_point_is_told_what_the_code_defines(engine):
    stream = await grade(engine, LOADS["renamed entry point"][0])
    (compiled,) = [event for event in stream if isinstance(event, events.Compiled)]
    assert compiled.error is not None
    assert "`double`" in compiled.error.message
    assert "`doubled`" in compiled.error.message


async def test_an_absent_module_is_named(engine):
    stream = await grade(engine, LOADS["absent import"][0])
    (compiled,) = [event for event in stream if isinstance(event, events.Compiled)]
    assert compiled.error is not None
    assert "torch" in compiled.error.message


PEEKS = {
    "shared memory that outlives the process": """
import ctypes
def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.shmget(0x4242, 65536, 0o1666) < 0: raise OSError(ctypes.get_errno(), 'shmget')
    return 2.0 * x
""",
    "a semaphore that outlives the process": """
import ctypes
def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.semget(0x4242, 1, 0o1666) < 0: raise OSError(ctypes.get_errno(), 'semget')
    return 2.0 * x
""",
    "a message queue that outlives the process": """
import ctypes
def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.msgget(0x4242, 0o1666) < 0: raise OSError(ctypes.get_errno(), 'msgget')
    return 2.0 * x
""",
    "network": "import socket\ndef double(x):\n    socket.create_connection(('127.0.0.1', 80), 1)\n",
    "the judge's socket": """
import socket
def double(x):
    socket.socket(socket.AF_UNIX).connect('/pair/judge.sock')
    return 2.0 * x
""",
    "write to the pair's volume": "def double(x):\n    open('/pair/x', 'w')\n    return 2.0 * x\n",
    "write to the library": "def double(x):\n    open('/usr/local/lib/python3.11/dist-packages/x.pth', 'w')\n    return 2.0 * x\n",
    "the supervisor's memory": "def double(x):\n    open('/proc/1/mem', 'rb')\n    return 2.0 * x\n",
    "the supervisor's environment": "def double(x):\n    open('/proc/1/environ').read()\n    return 2.0 * x\n",
    "signal to the supervisor": "import os\ndef double(x):\n    os.kill(1, 9)\n    return 2.0 * x\n",
    "root again": "import os\ndef double(x):\n    os.setuid(0)\n    return 2.0 * x\n",
}


@pytest.mark.parametrize("name", PEEKS)
async def test_what_must_be_out_of_reach_is(engine, name):
    stream = await grade(engine, PEEKS[name])
    assert {"failed_loudly"} == {check.state for check in checks(stream)}, hows(stream)


async def test_nothing_survives_from_one_job_to_the_next(engine):
    leaves = """
import os, time
def double(x):
    open('/tmp/left', 'w').write('x')
    open('/dev/shm/left', 'w').write('x')
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(60)
        os._exit(0)
    return 2.0 * x
"""
    looks = """
import os
def double(x):
    others = [p for p in os.listdir('/proc') if p.isdigit() and os.stat('/proc/' + p).st_uid not in (0, os.getuid())]
    assert not others and not os.listdir('/tmp') and not os.listdir('/dev/shm')
    return 2.0 * x
"""
    for _ in range(4):
        assert verdict(await grade(engine, leaves)) == "accepted"
        assert verdict(await grade(engine, looks)) == "accepted"


async def test_a_run_keeps_output_up_to_the_limit_and_says_so(engine):
    stream = await grade(engine, "def double(x):\n    print('y' * 200_000)\n    return 2.0 * x\n", mode="run")
    (example,) = [event for event in stream if isinstance(event, events.ExampleDone)]
    assert (example.state, example.truncated) == ("passed", True)


async def test_hidden_text_in_an_exception_reaches_no_candidate_field(engine):
    stream = await grade(engine, "def double(x):\n    raise type('Leak_%r' % float(x[0]), (Exception,), {})(repr(x))\n")
    for check in checks(stream):
        told = check.model_dump(exclude={"staff"})
        assert "custom exception" in str(told["how"])
        assert "Leak" not in str(told)


async def test_an_hundred_megabytes_of_print_end_in_order(engine):
    stream = await grade(engine, "def double(x):\n    print('z' * 10**8)\n    return 2.0 * x\n")
    assert {"ran into the output limit"} == hows(stream)
    assert isinstance(last(stream), events.Finished)
