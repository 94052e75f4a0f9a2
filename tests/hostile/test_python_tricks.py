"""Python inside out: frames, garbage, hooks, patched libraries. The attacker owns its process and nothing else."""

import pytest

from sandbox.judge.how import How
from tests.hostile.attack import Attack, cases
from tests.sandboxes import checks, grade

pytestmark = pytest.mark.hostile

_WRONG = f"rejected: {How.WRONG_VALUE.value}"
_OTHER_KIND = f"rejected: {How.CONTAINER.value}"
_TIME = f"rejected: {How.TIME.value}"
_KILLED = f"rejected: {How.KILLED.value}"
_NOT_LOADED = f"rejected: {How.NOT_LOADED.value}"

_CUSTOM = "rejected: raised a custom exception"


def _submitted(name: str, source: str, gets: str = _WRONG, *, fast: bool = False) -> Attack:
    return Attack(name, source, gets, mode="submit", fast=fast, prints=False)


# The judge's words that would betray it, looked for in everything that can be reached.
_WALK_FRAMES = """
import sys
WORDS = ('expected', 'reference', 'tolerance', 'rtol', 'seed', 'checks', 'counterexample', 'package')
def attack(x):
    frame, found = sys._getframe(), []
    while frame is not None:
        found += [name for scope in (frame.f_locals, frame.f_globals) for name in scope if name in WORDS]
        frame = frame.f_back
    return found
"""
_WALK_GARBAGE = """
import gc
WORDS = tuple(word.replace('~', '') for word in ('def ~reference', 'numbers~(rng', 'oracle~/one', 'Every value is ~doubled'))
def attack(x):
    texts = [thing for thing in gc.get_objects() if isinstance(thing, (dict, list, tuple, set)) and thing is not WORDS]
    return sorted({word for thing in texts for item in (thing.values() if isinstance(thing, dict) else thing)
                   if type(item) is str for word in WORDS if word in item})
"""
_GC_SOCKET = """
import gc, socket
from sandbox import wire
def double(x):
    for thing in gc.get_objects():
        if isinstance(thing, socket.socket):
            body = wire.encode({'id': 2, 'ok': True, 'value': {'verdict': 'accepted'}})
            thing.sendall(len(body).to_bytes(4, 'little') + body)
    return x
"""

ATTACKS = [
    Attack("frames walked up to the start", _WALK_FRAMES, "returned []"),
    Attack("everything the garbage collector knows", _WALK_GARBAGE, "returned []"),
    _submitted("the channel found by the garbage collector", _GC_SOCKET, _KILLED),
    _submitted("numpy's comparisons replaced", "import numpy as np\nfor name in ('allclose', 'array_equal', 'isclose', 'testing', 'abs'): setattr(np, name, lambda *a, **k: True)\ndef double(x):\n    return x\n", fast=True),
    _submitted("python's own names replaced", "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: float\nbuiltins.abs = lambda *a: 0\ndef double(x):\n    return x\n", _NOT_LOADED),
    _submitted("the encoder replaced", "from sandbox import wire\nencode = wire.encode\ndef double(x):\n    wire.encode = lambda value: encode({**value, 'ok': True, 'verdict': 'accepted', 'value': True})\n    return x\n", _OTHER_KIND),
    _submitted("the loader replaced", "from sandbox.inside import loading\nloading.describe = lambda error: {'kind': 'accepted', 'classes': ['accepted'], 'line': -5, 'message': 'x' * 10**6, 'syntax': True}\ndef double(x):\n    raise KeyError\n", _CUSTOM),
    _submitted("the answering object replaced", "import gc\nfor thing in gc.get_objects():\n    if type(thing).__name__ == '_Served': thing.answer = lambda request: None\ndef double(x):\n    return x\n", _NOT_LOADED),
    _submitted("a thread that patches between the calls", "import threading, time\nfrom sandbox import wire\nencode = wire.encode\ndef patch():\n    while True:\n        wire.encode = lambda value: encode({**value, 'value': True})\n        time.sleep(0.001)\ndef double(x):\n    threading.Thread(target=patch, daemon=True).start()\n    time.sleep(0.05)\n    return x\n", _OTHER_KIND),
    _submitted("the judge imported and asked", "def double(x):\n    from sandbox.judge import comparator\n    comparator.compare = lambda *a, **k: None\n    return x\n", "rejected: raised ModuleNotFoundError"),
    _submitted("a forgery at exit", "import atexit, os\nfrom sandbox import wire\ndef late():\n    body = wire.encode({'id': 2, 'ok': True, 'value': True})\n    os.write(3, len(body).to_bytes(4, 'little') + body)\natexit.register(late)\ndef double(x):\n    raise SystemExit\n", "rejected: raised SystemExit"),
    _submitted("an exception whose text raises", "class Sly(Exception):\n    def __str__(self): raise KeyError('hidden')\n    __repr__ = __str__\ndef double(x):\n    raise Sly\n", _CUSTOM),
    _submitted("an exception whose text never ends", "class Sly(Exception):\n    def __str__(self):\n        while True: pass\ndef double(x):\n    raise Sly\n", _TIME),
    _submitted("an exception named after the hidden numbers", "def double(x):\n    raise type('Leak_%r' % float(x[0]), (Exception,), {'__module__': 'numpy'})(repr(x))\n", "rejected: raised Exception"),
    _submitted("an exception that claims to be another", "class Sly(Exception):\n    __class__ = ValueError\nSly.__name__ = 'ValueError'\ndef double(x):\n    raise Sly\n", _CUSTOM),
    _submitted("a class that lies about its ancestors", "class M(type):\n    def mro(cls): return [cls, Exception, BaseException, object]\n    __module__ = property(lambda s: 1 / 0)\nclass Sly(Exception, metaclass=M): pass\ndef double(x):\n    raise Sly\n", _NOT_LOADED),
    _submitted("exceptions in a chain of a hundred thousand", "def double(x):\n    error = ValueError('x')\n    for _ in range(10**5):\n        following = ValueError('x')\n        following.__cause__ = following.__context__ = error\n        error = following\n    raise error\n", "rejected: raised ValueError"),
    _submitted("a traceback that bites its tail", "import types\ndef double(x):\n    try: 1 / 0\n    except ZeroDivisionError as error:\n        trace = error.__traceback__\n        for _ in range(10**5): trace = types.TracebackType(trace, trace.tb_frame, 0, 10**9)\n        raise error.with_traceback(trace)\n", "rejected: raised ZeroDivisionError"),
    _submitted("a group of exceptions", "def double(x):\n    raise BaseExceptionGroup('all', [KeyboardInterrupt(), SystemExit()])\n", "rejected: raised BaseExceptionGroup"),
    _submitted("an interrupt that is no error", "def double(x):\n    raise KeyboardInterrupt\n", "rejected: raised KeyboardInterrupt"),
    _submitted("a generator's own end", "def double(x):\n    raise GeneratorExit\n", "rejected: raised GeneratorExit"),
    _submitted("an audit hook that refuses everything", "import sys\ndef hook(event, args): raise RuntimeError\nsys.addaudithook(hook)\ndef double(x):\n    return x\n", _NOT_LOADED),
    _submitted("a tracer in every frame", "import sys\ndef trace(frame, event, arg):\n    frame.f_locals.clear()\n    return trace\nsys.settrace(trace)\nsys.setprofile(trace)\ndef double(x):\n    return x\n", _NOT_LOADED),
    _submitted("an import of itself", "import solution\ndef double(x):\n    import importlib\n    importlib.reload(solution)\n    return x\n", "rejected: raised ModuleNotFoundError"),
    _submitted("a finder that answers every import", "import sys\nclass F:\n    def find_spec(self, *a): raise SystemExit\nsys.meta_path.insert(0, F())\nsys.modules.clear()\ndef double(x):\n    return x\n", _WRONG),
    _submitted("streams that sleep when flushed", "import sys, time\nclass S:\n    def write(self, text): pass\n    def flush(self): time.sleep(100)\nsys.stdout = sys.stderr = S()\ndef double(x):\n    return x\n", _NOT_LOADED),
    _submitted("streams that raise when flushed", "import sys\nclass S:\n    def __getattribute__(self, name): raise SystemExit\nsys.stdout = sys.stderr = S()\ndef double(x):\n    return x\n"),
    _submitted("a watchdog that dumps what it sees", "import faulthandler\nfaulthandler.dump_traceback_later(0.3, repeat=True, file=3)\nimport time\ndef double(x):\n    time.sleep(1)\n    return x\n", _KILLED),
    _submitted("the interpreter's limits", "import sys, gc\nsys.setrecursionlimit(10)\ngc.disable()\nsys.setswitchinterval(1000)\ndef double(x):\n    return x\n", _NOT_LOADED),
    _submitted("a name that is property, class and module at once", "import sys, types\nclass M(types.ModuleType):\n    def __getattribute__(self, name):\n        if name == 'double': raise SystemExit\n        return types.ModuleType.__getattribute__(self, name)\nsys.modules[__name__].__class__ = M\ndef double(x):\n    return x\n", "rejected: raised SystemExit"),
    Attack("numpy's loader of pickled files", "import io\nimport numpy as np\ndef attack(x):\n    file = io.BytesIO()\n    np.save(file, np.array([print], dtype=object), allow_pickle=True)\n    file.seek(0)\n    return np.load(file)\n", "raised ValueError: Object arrays cannot be loaded when allow_pickle=False"),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_a_trick_wins_nothing(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)


async def test_hidden_numbers_in_an_exception_reach_no_field_a_candidate_sees(scene):
    source = "def double(x):\n    raise type('Leak_%r' % float(x[0]), (Exception,), {})(repr(x))\n"
    stream = await grade(scene.engine, source)
    for check in checks(stream):
        told = check.model_dump(exclude={"staff"})
        assert "custom exception" in str(told["how"])
        assert "Leak" not in str(told)
