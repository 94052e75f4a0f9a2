"""Leftovers: whatever a job leaves anywhere, the next one on the same container does not find it."""

import pytest

from tests.hostile.attack import outcome
from tests.sandboxes import grade

pytestmark = pytest.mark.hostile

# What one job leaves, and what the next one does to find it: it must return `None` for nothing.
LEFTOVERS = {
    "files in every writable folder": (
        "for place in ('/tmp', '/dev/shm'): open(place + '/left', 'w').write('x')",
        "[name for place in ('/tmp', '/dev/shm') for name in os.listdir(place)] or None",
    ),
    "a hidden folder": ("os.makedirs('/tmp/.a/.b')", "os.listdir('/tmp') or None"),
    "a process": (
        "if os.fork() == 0:\n        os.setsid()\n        time.sleep(60)",
        "[p for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid()) and os.stat('/proc/' + p).st_uid == os.getuid()] or None",
    ),
    "a variable of the environment": ("os.environ['LEFT'] = 'x'", "os.environ.get('LEFT')"),
    "a module": ("sys.modules['left'] = sys", "sys.modules.get('left')"),
    "a patched library": ("np.left = 1", "getattr(np, 'left', None)"),
    "a patched class of the sandbox": ("import sandbox.wire as w; w.left = 1", "getattr(__import__('sandbox.wire').wire, 'left', None)"),
    "a name among python's own": ("import builtins; builtins.left = 1", "getattr(__import__('builtins'), 'left', None)"),
    "the state of random numbers": (
        "np.random.seed(0); random.seed(0)",
        "True if np.random.get_state()[1][0] == 0 or random.Random(0).getstate() == random.getstate() else None",
    ),
    "a signal handler": ("signal.signal(signal.SIGUSR1, lambda *_: None)", "None if signal.getsignal(signal.SIGUSR1) == signal.SIG_DFL else 1"),
    "a blocked signal": ("signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})", "list(signal.pthread_sigmask(signal.SIG_BLOCK, ())) or None"),
    "an alarm": ("signal.setitimer(signal.ITIMER_REAL, 60)", "signal.getitimer(signal.ITIMER_REAL)[0] or None"),
    "another folder to work in": ("os.mkdir('/tmp/d'); os.chdir('/tmp/d')", "None if os.getcwd() == '/tmp' else os.getcwd()"),
    "a mask for new files": ("os.umask(0)", "None if os.umask(0) == 0o077 else 1"),
    "the name of the process": ("ctypes.CDLL(None).prctl(15, b'left', 0, 0, 0)", "None if 'left' not in open('/proc/self/comm').read() else 1"),
    "a descriptor": ("[os.dup(1) for _ in range(20)]", "[n for n in os.listdir('/proc/self/fd') if int(n) > 4] or None"),
    "the settings of numpy": ("np.seterr(all='raise'); np.set_printoptions(precision=1)", "None if np.geterr()['divide'] == 'warn' and np.get_printoptions()['precision'] == 8 else 1"),
    "a hook that audits": ("sys.addaudithook(lambda *a: None); sys.left = 1", "getattr(sys, 'left', None)"),
    "pages of memory": (
        "globals().update(hog=[bytes('LEFT' + 'OVER', 'ascii') * 10**6])",
        "(b'LEFT' + b'OVER') in np.empty(10**7, np.uint8).tobytes() or None",
    ),
    "descriptor flags of the streams": ("os.set_blocking(1, False); os.set_blocking(3, True)", "None if os.get_blocking(1) and os.get_blocking(0) else 1"),
    "a compiled pattern and its cache": ("re.compile('left' * 10)", "[key for key in re._cache if 'left' * 10 in str(key)] or None"),
    "lines of source": ("import linecache; linecache.cache['left.py'] = (1, None, ['x'], 'left.py')", "__import__('linecache').cache.get('left.py')"),
}  # fmt: skip
_IMPORTS = "import ctypes, os, random, re, signal, sys, time\nimport numpy as np\n"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.fast] if name == "a process" else []) for name in LEFTOVERS]
)
async def test_nothing_survives_from_one_job_to_the_next(scene, name):
    leaves, looks = LEFTOVERS[name]
    slots = scene.engine.settings.slots
    for _ in range(slots + 1):
        left = await grade(scene.engine, f"{_IMPORTS}def double(x):\n    {leaves}\n    return 2.0 * x\n", mode="run")
        assert "returned [2. 4.]" == outcome(left)
    for _ in range(slots + 1):
        looked = await grade(scene.engine, f"{_IMPORTS}def double(x):\n    return {looks}\n", mode="run")
        assert "returned None" == outcome(looked)


async def test_every_job_draws_its_own_random_numbers(scene):
    source = "import random\nimport numpy as np\ndef double(x):\n    return random.random(), float(np.random.rand())\n"
    drawn = [outcome(await grade(scene.engine, source, mode="run")) for _ in range(6)]
    assert len(drawn) == len(set(drawn))
