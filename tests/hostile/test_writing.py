"""Writing: the system, the library, the kernel's files, the pair's volume. The attacker gets a refusal."""

import pytest

from tests.hostile.attack import Attack, cases

pytestmark = pytest.mark.hostile

_LIBRARY = "/usr/local/lib/python3.11/dist-packages"
_READ_ONLY = "raised OSError: [Errno 30] Read-only file system: "
_DENIED = "raised PermissionError: [Errno 13] Permission denied: "
_MISSING = "raised FileNotFoundError: [Errno 2] No such file or directory: "


def _written(name: str, path: str, gets: "str | dict[str, str]", *, fast: bool = False) -> Attack:
    source = f"def attack(x):\n    open({path!r}, 'w').write('x')\n    return 2.0 * x\n"
    if isinstance(gets, str):
        return Attack(name, source, f"{gets}'{path}'", fast=fast)
    return Attack(name, source, {jail: f"{text}'{path}'" for jail, text in gets.items()}, fast=fast)


ATTACKS = [
    _written("the root", "/left", _READ_ONLY),
    _written("the list of users", "/etc/passwd", _READ_ONLY),
    _written("the python library", f"{_LIBRARY}/left.py", _READ_ONLY, fast=True),
    _written("what every python start runs", f"{_LIBRARY}/left.pth", _READ_ONLY),
    _written("numpy itself", f"{_LIBRARY}/numpy/__init__.py", _READ_ONLY),
    _written("the supervisor's code", f"{_LIBRARY}/sandbox/inside/supervisor.py", _READ_ONLY),
    _written("compiled code that is read instead", f"{_LIBRARY}/sandbox/__pycache__/wire.cpython-311.pyc", _READ_ONLY),
    _written("the python program", "/usr/bin/python3.11", _READ_ONLY),
    _written("the pair's volume", "/pair/left", {"userns": _READ_ONLY, "uid": _READ_ONLY}),
    _written("who receives core dumps", "/proc/sys/kernel/core_pattern", {"userns": _MISSING, "uid": _READ_ONLY}),
    _written("the machine's emergency key", "/proc/sysrq-trigger", _MISSING),
    _written("its own limits", "/proc/self/limits", {"userns": _READ_ONLY, "uid": _DENIED}),
    _written("its own user mapping", "/proc/self/uid_map", {"userns": _READ_ONLY, "uid": _DENIED}),
    _written("its own address space", "/proc/self/mem", {"userns": _READ_ONLY, "uid": _DENIED}),
    _written("the score of the supervisor", "/proc/1/oom_score_adj", {"userns": _READ_ONLY, "uid": _DENIED}),
    _written("a control group", "/sys/fs/cgroup/memory/cgroup.procs", {"userns": _MISSING, "uid": _READ_ONLY}),
    _written("a folder among devices", "/dev/left", _DENIED),
    Attack(
        "a folder in the root", "import os\ndef attack(x):\n    os.mkdir('/left')\n", f"{_READ_ONLY}'/left'"
    ),
    Attack(
        "the rights of the scratch folder",
        "import os\ndef attack(x):\n    os.chmod('/tmp', 0o000)\n    return 2.0 * x\n",
        {"userns": "returned [2. 4.]", "uid": "raised PermissionError: [Errno 1] Operation not permitted: '/tmp'"},
    ),
    Attack(
        "the way to the judge removed",
        "import os\ndef attack(x):\n    os.unlink('/pair/judge.sock')\n",
        {"userns": f"{_READ_ONLY}'/pair/judge.sock'", "uid": f"{_READ_ONLY}'/pair/judge.sock'"},
    ),
    Attack(
        "numpy's memory, for whoever comes next",
        "import numpy as np\nnp.add = np.multiply = np.asarray = None\ndef attack(x):\n    np.HOLDOUT_LEFT = 1\n    return 5.0\n",
        "returned 5.0",
    ),
    Attack(
        "python's own names, for whoever comes next",
        "import builtins\nbuiltins.HOLDOUT_LEFT = 1\nbuiltins.len = builtins.print = lambda *a, **k: 7\ndef double(x):\n    return 5.0\n",
        "did not load: killed",
        prints=False,
    ),
    Attack(
        "machine code of the interpreter",
        """
import ctypes
def attack(x):
    libc = ctypes.CDLL(None, use_errno=True)
    at = ctypes.cast(ctypes.pythonapi.Py_IsInitialized, ctypes.c_void_p).value & ~4095
    libc.mprotect(ctypes.c_void_p(at), 4096, 7)
    ctypes.memset(at, 0x90, 4096)
    return 5.0
""",
        "returned 5.0",
    ),
    Attack(
        "the environment, for whoever comes next",
        "import os\ndef attack(x):\n    os.environ['HOLDOUT_LEFT'] = os.environ['LD_PRELOAD'] = '/tmp/x.so'\n    return 5.0\n",
        "returned 5.0",
    ),
    Attack(
        "a module for whoever imports its name next",
        "import sys\ndef attack(x):\n    open('/tmp/numpy.py', 'w').write('raise SystemExit')\n    open('/tmp/sitecustomize.py', 'w').write('raise SystemExit')\n    sys.modules['random'] = None\n    return 5.0\n",
        "returned 5.0",
    ),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_nothing_outside_its_folder_is_written(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
