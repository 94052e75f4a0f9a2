"""Results that pretend to be right: the judge compares plain data, so every pretender is rejected."""

import pytest

from sandbox.judge.how import How
from tests.hostile.attack import Attack, cases

pytestmark = pytest.mark.hostile

_OTHER_KIND = f"rejected: {How.CONTAINER.value}"
_SHAPE = f"rejected: {How.SHAPE.value}"
_FINITENESS = f"rejected: {How.FINITENESS.value}"
_TIME = f"rejected: {How.TIME.value}"
_ENDED = f"rejected: {How.EXITED.value}"
_NOT_PLAIN = f"rejected: {How.NOT_PLAIN.value}"


def _returned(name: str, source: str, gets: str, *, fast: bool = False) -> Attack:
    return Attack(name, "import numpy as np\n" + source, gets, mode="submit", fast=fast, prints=False)


ATTACKS = [
    _returned("equal to anything", "class E:\n    def __eq__(self, o): return True\ndef double(x):\n    return E()\n", _NOT_PLAIN, fast=True),
    _returned("an array that compares as it likes", "class A(np.ndarray):\n    def __eq__(self, o): return True\n    def __array_function__(self, *a, **k): return True\ndef double(x):\n    return np.zeros(x.shape).view(A)\n", _NOT_PLAIN),
    _returned("an object that becomes an array when looked at", "class A:\n    def __array__(self, *a, **k): return np.zeros(3)\ndef double(x):\n    return A()\n", _NOT_PLAIN),
    _returned("an object that never stops becoming an array", "class A:\n    def __array__(self, *a, **k):\n        while True: pass\n    def __iter__(self): return self\n    def __next__(self): return 1\ndef double(x):\n    return A()\n", _NOT_PLAIN),
    _returned("a number that says it is another", "class F(float):\n    def __float__(self): return 1.0\n    def __eq__(self, o): return True\ndef double(x):\n    return F(0.0)\n", _OTHER_KIND),
    _returned("an integer whose value changes", "class I(int):\n    def __index__(self): return 1\ndef double(x):\n    return [I(0)]\n", _OTHER_KIND),
    _returned("a list with more items than it has", "class L(list):\n    def __len__(self): return 10**9\n    def __iter__(self):\n        while True: yield 1\ndef double(x):\n    return L()\n", _OTHER_KIND),
    _returned("a record that lies about its items", "class D(dict):\n    def items(self):\n        while True: yield 1, 1\ndef double(x):\n    return D()\n", _OTHER_KIND),
    _returned("an endless generator", "import itertools\ndef double(x):\n    return itertools.repeat(1)\n", _NOT_PLAIN),
    _returned("a list inside itself", "def double(x):\n    a = []\n    a.append(a)\n    return a\n", _NOT_PLAIN),
    _returned("lists ten thousand deep", "def double(x):\n    a = []\n    for _ in range(10**4): a = [a]\n    return a\n", _NOT_PLAIN),
    _returned("an array of objects", "def double(x):\n    return np.array([object()] * len(x))\n", _NOT_PLAIN),
    _returned("an array of records", "def double(x):\n    return np.zeros(len(x), dtype=[('a', 'f8')])\n", _NOT_PLAIN),
    _returned("an array of dates", "def double(x):\n    return np.zeros(len(x), dtype='M8[s]')\n", _NOT_PLAIN),
    _returned("a masked array", "def double(x):\n    return np.ma.masked_all(len(x))\n", _NOT_PLAIN),
    _returned("a matrix", "def double(x):\n    return np.asmatrix(2.0 * x)\n", _NOT_PLAIN),
    _returned("a file of numpy's with code inside", "import io, pickle\nclass P:\n    def __reduce__(self): return print, ('x',)\ndef double(x):\n    return pickle.dumps(P())\n", _NOT_PLAIN),
    _returned("complex numbers", "def double(x):\n    return 2.0 * x + 0j\n", _NOT_PLAIN),
    _returned("no values at all", "def double(x):\n    return np.zeros(0)\n", _SHAPE),
    _returned("not a number, everywhere", "def double(x):\n    return np.full(x.shape, np.nan)\n", _FINITENESS),
    _returned("infinity, everywhere", "def double(x):\n    return np.full(x.shape, np.inf)\n", _FINITENESS),
    _returned("one value for all", "def double(x):\n    return (2.0 * x)[:, None]\n", _SHAPE),
    _returned("a view of a thousand million in eight bytes", "def double(x):\n    return np.broadcast_to(1.0, (10**5, 10**4))\n", _NOT_PLAIN),
    _returned("a view that overlaps itself", "def double(x):\n    return np.lib.stride_tricks.as_strided(x, (3,), (0,))\n", _SHAPE),
    _returned("a view of memory that is not its own", "def double(x):\n    return np.lib.stride_tricks.as_strided(x, (2 * 10**6,), (80000,))\n", _ENDED),
    _returned("an integer of ten thousand digits", "def double(x):\n    return 10**10000\n", _NOT_PLAIN),
    _returned("a text with halves of characters", "def double(x):\n    return chr(0xdfff) * 100 + chr(0)\n", _OTHER_KIND),
    _returned("a result of a hundred megabytes", "def double(x):\n    return np.zeros(10**7)\n", _NOT_PLAIN),
    _returned("a deleter that spins", "class S:\n    def __del__(self):\n        while True: pass\ndef double(x):\n    S()\n    return x\n", _TIME),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_a_pretender_is_rejected(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
