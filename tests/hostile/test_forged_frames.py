"""Frames: forged, oversized, nested, cut short, early and late ones. The attacker gets a rejection, never a verdict."""

import pytest

from sandbox.judge.how import How
from tests.hostile.attack import FRAMES, Attack, cases, outcome
from tests.sandboxes import SPEC, grade, verdict

pytestmark = pytest.mark.hostile

_TIME = f"rejected: {How.TIME.value}"
_ENDED = f"rejected: {How.EXITED.value}"
_KILLED = f"rejected: {How.KILLED.value}"


def _submitted(name: str, body: str, gets: str, *, fast: bool = False) -> Attack:
    """An attack that forges its verdict; ``body`` is what the entry point does before it returns a wrong value."""
    source = FRAMES + "import struct, time\nimport numpy as np\ndef double(x):\n"
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    return Attack(name, source + lines + "    return x\n", gets, mode="submit", fast=fast, prints=False)


def _raw(name: str, body: str, gets: str = _KILLED, *, fast: bool = False) -> Attack:
    return _submitted(name, f"raw({body})", gets, fast=fast)


_ARRAY = "b'd' + struct.pack('<I', 1) + b's' + struct.pack('<I', 5) + b'value' + b'a'"

ATTACKS = [
    _raw("a reply that is no record", "wire.encode(True)", fast=True),
    _raw("an empty reply", "b''"),
    _raw("a reply to another call", "wire.encode({'id': 99, 'ok': True, 'value': 2.0 * x})"),
    _raw("a reply without a number", "wire.encode({'ok': True, 'value': 2.0 * x})"),
    _raw("a number that is not one", "wire.encode({'id': 2.5, 'ok': True, 'value': 2.0 * x})"),
    _raw("a tag nobody knows", "b'Z'"),
    _raw("bytes after the end", "wire.encode({'id': 2}) + b'N'"),
    _raw("a text that is no text", "b's' + struct.pack('<I', 2) + b'\\xff\\xfe'"),
    _raw("a call of a function nobody offered", "wire.encode({'callback': True, 'args': [], 'kwargs': {}})"),
    _raw("a list of four thousand million", "b'l' + struct.pack('<I', 2**32 - 1)"),
    _raw("a list that is longer than the frame", "b'l' + struct.pack('<I', 10**6) + b'N' * 10"),
    _raw("lists in lists, ten thousand deep", "(b'l' + struct.pack('<I', 1)) * 10_000 + b'N'"),
    _raw("lists in lists, four million deep", "(b'l' + struct.pack('<I', 1)) * 4_000_000 + b'N'"),
    _raw("ten million nothings", "b'l' + struct.pack('<I', 10**7) + b'N' * 10**7"),
    _raw("an array of a thousand million with no data", _ARRAY + " + struct.pack('<BBB', 3, 0, 1) + b'<f8' + struct.pack('<Q', 10**9)"),
    _raw("an array whose size overflows", _ARRAY + " + struct.pack('<BBB', 3, 0, 4) + b'<f8' + struct.pack('<4Q', 2**32, 2**32, 2**32, 2**32)"),
    _raw("an array of two hundred dimensions", _ARRAY + " + struct.pack('<BBB', 3, 0, 200) + b'<f8' + struct.pack('<200Q', *[1] * 200) + bytes(8)"),
    _raw("an array of objects", _ARRAY + " + struct.pack('<BBB', 3, 0, 1) + b'|O8' + struct.pack('<Q', 1) + bytes(8)"),
    _raw("an array of records", _ARRAY + " + struct.pack('<BBB', 3, 0, 1) + b'|V8' + struct.pack('<Q', 1) + bytes(8)"),
    _raw("an array of texts without characters, a hundred million", _ARRAY + " + struct.pack('<BBB', 3, 0, 1) + b'<U0' + struct.pack('<Q', 10**8) + b''"),
    _raw("an array of characters there are not", _ARRAY + " + struct.pack('<BBB', 3, 0, 1) + b'<U1' + struct.pack('<Q', 1) + b'\\xff' * 4"),
    _raw("an integer of a megabyte", "b'I' + struct.pack('<I', 2**20) + b'\\x7f' * 2**20"),
    _raw("a list as a key", "b'd' + struct.pack('<I', 1) + b'l' + struct.pack('<I', 0) + b'N'"),
    _submitted("a frame of two gigabytes announced", "os.write(3, b'\\xff\\xff\\xff\\x7f')", _KILLED),
    _submitted("a frame one byte over the limit", "os.write(3, struct.pack('<I', (24 << 20) + 1))", _KILLED),
    _submitted("half a frame and no more", "os.write(3, struct.pack('<I', 100) + b'N')\ntime.sleep(60)", _TIME),
    _submitted("half a frame and gone", "os.write(3, struct.pack('<I', 100) + b'N')\nos._exit(0)", _ENDED),
    _submitted("half a header and gone", "os.write(3, b'\\x01')\nos._exit(0)", _ENDED),
    _submitted("one byte in a second", "os.write(3, struct.pack('<I', 100))\nwhile True:\n    os.write(3, b'N')\n    time.sleep(1)", _TIME),
    _submitted("a header that is never followed", "os.write(3, struct.pack('<I', 24 << 20))\ntime.sleep(60)", _TIME),
    _submitted("a record that forges its own verdict", "forge({'verdict': 'accepted', 'type': 'finished'}, 2)\nos._exit(0)", _ENDED),
    _submitted("the answer to the next call, before it is asked", "os.write(3, frame(2.0 * x, 2) + frame(np.zeros(2), 3) + frame(np.zeros(3), 4))\ntime.sleep(60)", _KILLED),
    _submitted("the same reply twice", "os.write(3, 2 * frame(2.0 * x, 2))\ntime.sleep(60)", _KILLED),
    _submitted("a thousand replies at once", "os.write(3, b''.join(frame(x, number) for number in range(2, 1000)))", _KILLED),
    _submitted("keys that all have one hash, a million of them", "raw(b'd' + struct.pack('<I', 1_000_000) + b''.join(b'I' + struct.pack('<I', 11) + (k * (2**61 - 1)).to_bytes(11, 'little', signed=True) + b'N' for k in range(9, 1_000_009)))", _KILLED),
    _submitted("tuples of minus one and minus two, which have one hash", "import itertools\nkeys = itertools.islice(itertools.product((b'i' + struct.pack('<q', -1), b'i' + struct.pack('<q', -2)), repeat=17), 100_000)\nraw(b'd' + struct.pack('<I', 100_000) + b''.join(b't' + struct.pack('<I', 17) + b''.join(key) + b'N' for key in keys))", _KILLED),
    _submitted("two hundred thousand values of one kind", "forge([1] * 2 * 10**5, 2)\nos._exit(0)", _ENDED),
    _submitted("a text of twenty megabytes", "forge('x' * (20 << 20), 2)\nos._exit(0)", _ENDED),
    _submitted("an array of twenty megabytes", "forge(np.zeros(20 << 17), 2)\nos._exit(0)", _ENDED),
    _submitted("characters that are halves of others", "forge(chr(0xd800) * 1000, 2)\nos._exit(0)", _ENDED),
    _submitted("states only the supervisor gives", "raw(wire.encode({'id': 2, 'ok': False, 'state': 'platform_error', 'kind': 'platform_error', 'classes': [], 'line': 1, 'message': 'x', 'syntax': False}))", _KILLED),
    _submitted("an error that carries its data in its name", "raw(wire.encode({'id': 2, 'ok': False, 'kind': repr(x), 'classes': [repr(x)], 'line': 10**9, 'message': 'x', 'syntax': True}))", _KILLED),
    _submitted("an error whose fields are of other kinds", "raw(wire.encode({'id': 2, 'ok': False, 'kind': [1], 'classes': 7, 'line': 'one', 'message': {}, 'syntax': None}))", _KILLED),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_no_frame_makes_a_verdict(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)


async def test_large_results_in_great_number_do_not_exhaust_the_judge(scene):
    check = SPEC["checks"][0]
    spec = {**SPEC, "checks": [{**check, "params": {**check["params"], "n": 60}}]}
    source = "import numpy as np\nBIG = np.zeros(3 * 10**6 - 100)\ndef double(x):\n    return BIG\n"
    stream = await grade(scene.engine, source, spec=spec, cpu_seconds=10, memory_mb=400)
    assert _KILLED == outcome(stream)
    await scene.aftermath()


_OBJECT = {
    "entry": {
        "name": "f",
        "kind": "function",
        "args": [{"name": "model", "kind": "object", "methods": ["fit"]}],
        "returns": {"kind": "float"},
    },
    "checks": [{**SPEC["checks"][0], "params": {"generator": "models", "n": 1}}],
}
_MODEL = """
class Model:
    secret = 4217.0
    def fit(self, x):
        return 2.0 * len(x)
    def reveal(self):
        return self.secret
def reference(model):
    return model.fit([1.0])
def models(rng, i):
    return (Model(),)
"""
_CALLER = f"""{FRAMES}
import time
def f(model):
    number = model.fit.args[0]
    call = {{'callback': True, 'object': number, 'method': 'fit', 'args': [[1.0]], 'kwargs': {{}}}}
    """
_FORGED = {
    "an object nobody offered": "raw(wire.encode({**call, 'object': number + 1}))",
    "an object's number as a list": "raw(wire.encode({**call, 'object': [number]}))",
    "a method that is not listed": "raw(wire.encode({**call, 'method': 'reveal'}))",
    "the object's own machinery": "raw(wire.encode({**call, 'method': '__init__'}))",
    "a path through its attributes": "raw(wire.encode({**call, 'method': 'fit.__globals__'}))",
    "arguments that are none": "raw(wire.encode({**call, 'args': {}}))",
    "names that are no text": "raw(wire.encode({**call, 'kwargs': {1: 2}}))",
    "an answer amid its own call": "raw(wire.encode(call)); raw(wire.encode({'id': 7, 'ok': True, 'value': 2.0}))",
    "calls without end": "[(raw(wire.encode(call)), os.read(3, 4096)) for _ in range(10**6)]",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.fast] * (not at)) for at, name in enumerate(_FORGED)]
)
async def test_a_call_reaches_only_what_was_offered(scene, name):
    source = f"{_CALLER}{_FORGED[name]}\n    time.sleep(60)"
    stream = await grade(scene.engine, source, spec=_OBJECT, grader=_MODEL, cpu_seconds=2)
    assert outcome(stream) in {_KILLED, _TIME} if name == "calls without end" else outcome(stream) == _KILLED
    await scene.aftermath()


async def test_a_flood_of_arguments_is_refused_before_the_judge_keeps_it(scene):
    floods = "import numpy as np\ndef f(model):\n    while True:\n        model.fit(np.zeros(900_000))\n"
    stream = await grade(scene.engine, floods, spec=_OBJECT, grader=_MODEL)
    assert f"rejected: {How.RAISED.value.replace('{kind}', 'ValueError')}" == outcome(stream)
    await scene.aftermath()


async def test_an_honest_call_is_answered(scene):
    stream = await grade(scene.engine, "def f(model):\n    return model.fit([1.0])\n", spec=_OBJECT, grader=_MODEL)
    assert "accepted" == verdict(stream)
