"""Submissions that would be accepted if their trick worked: a right solution whose results are spoilt, and a trick.

Each is made from an accepted solution of a real problem. `_right` is that solution's entry point; `spoil` damages what
it returns; the trick stands between the damage and the grader. What a trick needs to know of the problem it is given:
ENTRY is the entry point's name, EXAMPLES the visible examples as text.
"""

import re
from dataclasses import dataclass

from app.problems.loader import Package

_SPOIL = '''

import numpy as _np

_right = ENTRY


def spoil(value):
    """The same kind of value, wrong."""
    if isinstance(value, _np.ndarray):
        return ~value if value.dtype.kind == "b" else value + 1 if value.dtype.kind in "biuf" else value[::-1]
    if isinstance(value, (list, tuple)):
        return type(value)(spoil(item) for item in value)
    if isinstance(value, dict):
        return {key: spoil(item) for key, item in value.items()}
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return str(value) + "x"


def wrong(*args):
    """A check that never complains, or a spoilt result."""
    if args and callable(args[0]):
        return None
    return spoil(_right(*args))

'''


@dataclass(frozen=True)
class Tamper:
    """One trick: `code` defines ENTRY anew; `kinds` are the notices of which at least one must be made."""

    name: str
    code: str
    kinds: tuple[str, ...]
    fast: bool = False

    def source(self, package: Package, right: str) -> str:
        """The submission for one problem, from the text of one of its accepted solutions."""
        body = right + _SPOIL + self.code.strip("\n") + "\n"
        return re.sub(r"\bENTRY\b", package.spec.entry.name, body).replace(
            "EXAMPLES", repr(package.files["visible.yaml"])
        )


def _class(bases: str, body: str) -> str:
    return f"class Sly({bases}):\n{body}\n\n\n"


_ENTRY = "def ENTRY(*args):\n    "
_EQUAL = "    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    __hash__ = None"

TAMPERS = [
    Tamper("equal to anything", _class("object", _EQUAL) + _ENTRY + "return Sly()", ("overrides_comparison",), fast=True),
    Tamper("never larger, never smaller", _class("object", "    def __lt__(self, o): return False\n    __gt__ = __le__ = __ge__ = __lt__\n    def __sub__(self, o): return 0.0\n    __rsub__ = __sub__\n    def __float__(self): return 0.0") + _ENTRY + "return Sly()", ("overrides_comparison",)),
    Tamper("an array subclass that answers numpy", _class("_np.ndarray", "    def __array_function__(self, *a, **k): return True\n    def __array_ufunc__(self, *a, **k): return _np.zeros(())\n" + _EQUAL) + _ENTRY + "value = wrong(*args)\n    return _np.asarray(value, dtype=float).view(Sly)", ("overrides_comparison", "subclasses_plain_type"), fast=True),
    Tamper("an array subclass with another shape", _class("_np.ndarray", "    shape = property(lambda self: (0,))\n    size = property(lambda self: 0)\n    def __len__(self): return 0") + _ENTRY + "return _np.atleast_1d(_np.asarray(0.0)).view(Sly)", ("subclasses_plain_type",)),
    Tamper("a float that is every float", _class("float", _EQUAL + "\n    def __rsub__(self, o): return 0.0\n    def __abs__(self): return 0.0") + _ENTRY + "return Sly(0.5)", ("subclasses_plain_type",)),
    Tamper("a text that is every text", _class("str", "    def __eq__(self, o): return True\n    def __hash__(self): return 0") + _ENTRY + "return Sly('x')", ("subclasses_plain_type",)),
    Tamper("a list that lies about itself", _class("list", "    def __len__(self): return 0\n    def __iter__(self): return iter(())\n    def __eq__(self, o): return True") + _ENTRY + "return Sly([1, 2])", ("subclasses_plain_type",)),
    Tamper("a tuple that lies about itself", _class("tuple", "    def __len__(self): return 2\n    def __getitem__(self, i): return self\n    def __eq__(self, o): return True") + _ENTRY + "return Sly((1,))", ("subclasses_plain_type",)),
    Tamper("a record that lies about itself", _class("dict", "    def __eq__(self, o): return True\n    def keys(self): return ()\n    def items(self): return ()") + _ENTRY + "return Sly(a=1)", ("subclasses_plain_type",)),
    Tamper("a lie about the class", _class("object", "    __class__ = _np.ndarray\n    def __array__(self, *a, **k): return _np.zeros(1)") + _ENTRY + "return Sly()", ("overrides_comparison",)),
    Tamper("numpy's comparisons replaced", "for _name in ('allclose', 'isclose', 'array_equal', 'abs', 'testing'):\n    setattr(_np, _name, lambda *a, **k: True)\n" + _ENTRY + "return wrong(*args)", ("patches_library",), fast=True),
    Tamper("numpy's array replaced", "_np.ndarray.__dict__\n_np.asarray = _np.array = lambda *a, **k: _np.zeros(0)\n" + _ENTRY + "return wrong(*args)", ("patches_library",)),
    Tamper("python's own names replaced", "import builtins\nbuiltins.abs = lambda *a: 0\nbuiltins.all = builtins.any = lambda *a: True\n" + _ENTRY + "return wrong(*args)", ("patches_library",)),
    Tamper("arithmetic replaced", "import math\nmath.isclose = lambda *a, **k: True\nmath.isnan = lambda *a: False\n" + _ENTRY + "return wrong(*args)", ("patches_library",)),
    Tamper("json and pickle replaced", "import json, pickle\njson.dumps = json.loads = pickle.dumps = lambda *a, **k: '{\"verdict\": \"accepted\"}'\n" + _ENTRY + "return wrong(*args)", ("patches_library",)),
    Tamper("the encoder replaced", "from sandbox import wire\n_encode = wire.encode\nwire.encode = lambda value: _encode({**value, 'verdict': 'accepted', 'state': 'passed'})\n" + _ENTRY + "return wrong(*args)", ("patches_library",)),
    Tamper("the describing of errors replaced", "from sandbox.inside import loading\nloading.describe = lambda error: {'kind': 'ValueError', 'classes': ['ValueError', 'AssertionError'], 'line': 1, 'message': '', 'syntax': False}\n" + _ENTRY + "raise KeyError('passed')", ("patches_library",)),
    Tamper("exit with zero", "import os\n" + _ENTRY + "os._exit(0)", ("ends_process",), fast=True),
    Tamper("exit when loaded", "import os\nos._exit(0)\n" + _ENTRY + "return wrong(*args)", ("ends_process",)),
    Tamper("a polite exit", "import sys\n" + _ENTRY + "sys.exit(0)", ("ends_process",)),
    Tamper("a forgery at exit", "import atexit, os\natexit.register(lambda: os.write(3, b'{\"verdict\": \"accepted\"}'))\n" + _ENTRY + "raise SystemExit(0)", ("ends_process",)),
    Tamper("the grader looked for in frames", "import sys\n" + _ENTRY + "frame = sys._getframe()\n    while frame is not None:\n        for name in ('expected', 'reference', 'answer', 'secret'):\n            if name in frame.f_locals: return frame.f_locals[name]\n        frame = frame.f_back\n    return wrong(*args)", ("walks_frames",), fast=True),
    Tamper("the grader looked for in the garbage", "import gc\n" + _ENTRY + "for thing in gc.get_objects():\n        if isinstance(thing, dict) and 'expected' in thing: return thing['expected']\n    return wrong(*args)", ("walks_frames",)),
    Tamper("the reference looked for on disk", "import os, pathlib\n" + _ENTRY + "for top in ('/', '/package', '/pair', '/tmp', '/proc/self'):\n        for place in ('grader.py', 'reference.py', 'solution'):\n            if os.path.exists(os.path.join(top, place)): exec(open(os.path.join(top, place)).read(), globals())\n    return globals().get('reference', wrong)(*args)", ("touches_channel", "runs_text")),
    Tamper("the judge imported", _ENTRY + "try:\n        import importlib\n        importlib.import_module('sandbox.judge.comparator').compare = lambda *a, **k: None\n    except ImportError:\n        pass\n    return wrong(*args)", ("runs_text", "patches_library")),
    Tamper("a frame past the sandbox's code", "import os\nfrom sandbox import wire\n" + _ENTRY + "for number in range(40):\n        body = wire.encode({'id': number, 'ok': True, 'value': None})\n        os.write(3, len(body).to_bytes(4, 'little') + body)\n    return wrong(*args)", ("touches_channel", "wrong_frame"), fast=True),
    Tamper("a verdict on the channel", "import os\n" + _ENTRY + "body = b'{\"type\": \"finished\", \"verdict\": \"accepted\"}'\n    os.write(3, len(body).to_bytes(4, 'little') + body)\n    return wrong(*args)", ("touches_channel",)),
    Tamper("a verdict on every descriptor", "import os\n" + _ENTRY + "for number in range(3, 64):\n        try: os.write(number, b'accepted')\n        except OSError: pass\n    return wrong(*args)", ("touches_channel",)),
    Tamper("a verdict in print", _ENTRY + "print('All checks passed', '{\"verdict\": \"accepted\"}')\n    open('results.json', 'w').write('{\"score\": 1.0}')\n    return wrong(*args)", ("touches_channel",)),
    Tamper("the first answer for ever", "_kept = {}\n" + _ENTRY + "global _kept\n    key = len(args)\n    if key not in _kept: _kept[key] = wrong(*args)\n    return _kept[key]", ("remembers_calls",), fast=True),
    Tamper("right at first, wrong from then on", "_calls = 0\n" + _ENTRY + "global _calls\n    _calls += 1\n    return _right(*args) if _calls == 1 else wrong(*args)", ("remembers_calls",)),
    Tamper("the visible examples by heart", "_SEEN = EXAMPLES\n" + _ENTRY + "text = [repr(float(v)) for a in args if isinstance(a, _np.ndarray) for v in a.ravel()[:3] if v == v]\n    known = text and all(part.rstrip('0').rstrip('.') in _SEEN for part in text)\n    return _right(*args) if known and not callable(args[0]) else wrong(*args)", ()),
    Tamper("nothing is a number", _ENTRY + "def nan(value):\n        if isinstance(value, (list, tuple)): return type(value)(nan(v) for v in value)\n        return _np.full(_np.shape(value), _np.nan)\n    return None if args and callable(args[0]) else nan(_right(*args))", ()),
    Tamper("a shape that stretches over anything", _ENTRY + "def one(value):\n        if isinstance(value, (list, tuple)): return type(value)(one(v) for v in value)\n        return _np.zeros((1,) * max(1, _np.ndim(value)))\n    return None if args and callable(args[0]) else one(_right(*args))", ()),
    Tamper("nothing at all", _ENTRY + "def none(value):\n        return type(value)(none(v) for v in value) if isinstance(value, tuple) else _np.zeros(0)\n    return None if args and callable(args[0]) else none(_right(*args))", ()),
    Tamper("the inputs overwritten", _ENTRY + "value = wrong(*args)\n    for arg in args:\n        if isinstance(arg, _np.ndarray) and arg.flags.writeable: arg.fill(0)\n    return value", ()),
    Tamper("the inputs handed back", _ENTRY + "return args[0] if len(args) == 1 and not callable(args[0]) else wrong(*args) if args and callable(args[0]) else args", ()),
    Tamper("right only while it is quick", "import time\n_begun = time.perf_counter()\n" + _ENTRY + "return _right(*args) if time.perf_counter() - _begun < 1e-4 else wrong(*args)", ("measures_time",)),
    Tamper("told apart by time", "import time\n" + _ENTRY + "if not callable(args[0]): return wrong(*args)\n    begun = time.perf_counter()\n    try: args[0](*[[0.0, 1.0]] * 2)\n    except Exception: pass\n    assert time.perf_counter() - begun < 5e-4", ("measures_time",)),
    Tamper("told apart by identity", _ENTRY + "if not callable(args[0]): return wrong(*args)\n    impl = args[0]\n    names = (id(impl) % 7, getattr(impl, '__name__', ''), getattr(impl, '__code__', None), getattr(impl, '__closure__', None))\n    assert 'bug' not in repr(names) and id(impl) % 2", ("walks_frames",), fast=True),
    Tamper("stand-ins taken apart", _ENTRY + "if not callable(args[0]): return wrong(*args)\n    owner = getattr(args[0], '__self__', None)\n    channel = getattr(owner, 'channel', None)\n    if channel is not None: channel.send(b'accepted')\n    raise AssertionError", ("not_plain", "wrong_frame", "walks_frames")),
    Tamper("threads that answer", "import threading, os\n" + _ENTRY + "threading.Thread(target=lambda: os.write(3, b'\\x01\\0\\0\\0n'), daemon=True).start()\n    return wrong(*args)", ("starts_work",)),
    Tamper("a child that answers", "import os\n" + _ENTRY + "if os.fork() == 0:\n        os.write(3, b'\\x01\\0\\0\\0n')\n        os._exit(0)\n    return wrong(*args)", ("starts_work",)),
    Tamper("raw memory", "import ctypes\n" + _ENTRY + "libc = ctypes.CDLL(None)\n    libc.getpid()\n    return wrong(*args)", ("goes_native",)),
    Tamper("code out of text", _ENTRY + "return eval('wrong(*args)', {**globals(), 'args': args})", ("runs_text",)),
    Tamper("an error that claims to be the right one", "class Sly(Exception):\n    __class__ = ValueError\n    __module__ = 'builtins'\nSly.__name__ = Sly.__qualname__ = 'ValueError'\n" + _ENTRY + "if args and callable(args[0]): return None\n    raise Sly('refused')", ("overrides_comparison",)),
]  # fmt: skip
