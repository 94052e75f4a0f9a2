"""What a hostile process can do with objects that stay with the judge: nothing that was not offered."""

import pytest

from sandbox.judge.how import How
from tests.judge.bench import LOUD, PASSED, check, done, events_of, grade, outcome, package
from tests.judge.local import Zygotes
from tests.judge.ownedkit import GRADER, MODEL, RIGHT, X, entry, told

# What a hostile process may send while its call is under way: `made` is the model's number, as a real request has it.
HOSTILE = """
import os, socket, struct
from sandbox import wire
def send(message):
    body = message if isinstance(message, bytes) else wire.encode(message)
    os.write(3, struct.pack("<I", len(body)) + body)
def call(**changes):
    return {{"callback": True, "object": number, "method": "fit", "args": [[1.0]], "kwargs": {{}}, **changes}}
def f(model, x):
    global number
    number = model.fit.args[0]
    {body}
    import time
    time.sleep(60)
"""


class TestHostile:
    @pytest.mark.parametrize(
        "body",
        [
            "send(call(object=number + 1))",
            "send(call(object=-1))",
            "send(call(object=True))",
            "send(call(object=[number]))",
            "send(call(object=float(number)))",
            "send(call(object=None))",
            "send(call(object=2**100))",
            "send(call(method='forget'))",
            "send(call(method='__init__'))",
            "send(call(method='__call__'))",
            "send(call(method='__class__'))",
            "send(call(method='fit.__globals__'))",
            "send(call(method=['fit']))",
            "send(call(method=None))",
            "send(call(args={}))",
            "send(call(args=(1.0,)))",
            "send(call(args=None))",
            "send(call(kwargs=[]))",
            "send(call(kwargs={1: 2}))",
            "send({'callback': True})",
            "send({'callback': True, 'object': number})",
            "send({**call(), 'callback': 1})",
            "send(b'l' + struct.pack('<I', 2**32 - 1))",
            "send(b'Z')",
            "os.write(3, struct.pack('<I', (24 << 20) + 1))",
            "send(call()); send(call()); send(wire.encode({'id': 3, 'ok': True, 'value': 0.0}))",
        ],
    )
    def test_a_forged_call_ends_the_process_and_nothing_else(self, zygotes: Zygotes, body: str):
        grader = "import numpy as np\n" + GRADER
        made = package(
            check("oracle", "oracle/first", generator="made", n=1),
            check("oracle", "oracle/second", generator="made", n=1),
            grader=grader,
            entry=entry(MODEL, X),
        )
        source = HOSTILE.format(body=body)
        for event in done(events_of(zygotes, source, made)):
            assert (LOUD, How.KILLED.value) == (event["state"], event["how"]), event["staff"]
        assert PASSED == told(zygotes, RIGHT, MODEL, GRADER)

    @pytest.mark.parametrize("read", ["", "os.read(3, 100000)"])
    def test_calls_without_end_are_ended(self, zygotes: Zygotes, read: str):
        source = HOSTILE.format(body=f"while True:\n        send(call(method='predict', args=[1])); {read}")
        made = package(
            check("oracle", generator="made", n=1), grader="import numpy as np\n" + GRADER, entry=entry(MODEL, X)
        )
        assert outcome(zygotes, source, made) in ((LOUD, How.KILLED.value), (LOUD, How.TIME.value))

    def test_a_flood_of_data_is_refused_before_the_judge_keeps_it(self, zygotes: Zygotes):
        flood = "import numpy as np\ndef f(model, x):\n    for _ in range(5):\n        model.fit(np.zeros(900_000))\n    return 0.0"
        rule = "\ndef rule(args, out, log):\n    return None\n"
        made = package(
            check("spy", generator="made", rule="rule"),
            grader="import numpy as np\n" + GRADER + rule,
            entry=entry(MODEL, X),
        )
        event = grade(zygotes, flood, made)
        assert (LOUD, "raised ValueError", 4) == (event["state"], event["how"], event["line"])
