"""Objects and streams of a check's own that an implementation at the judge is called with."""

import textwrap
from typing import Any

import pytest

from sandbox.judge import borrowed
from sandbox.judge.how import How
from tests.judge.bench import LOUD, PASSED, check, outcome, package
from tests.judge.local import Zygotes

# What the judge serves: `use(thing, ...)` does what its file says with what the check hands in.
FILES = {
    "code/fits.py": "def use(make, x):\n    model = make()\n    assert model.fit(x, weight=2.0) is model\n    return model.predict(x)",
    "code/sums.py": "def use(stream, k):\n    first = next(stream)\n    return first, sum(stream), list(stream), k",
    "code/lists.py": "def use(thing, x=None):\n    return sorted(name for name in vars(thing) if not name.startswith('_'))",
    "code/swallows.py": "def use(thing, x=None):\n    for _ in range(3):\n        try:\n            thing.fit(x)\n        except Exception:\n            pass\n    return 'went on'",
    "code/asks.py": "def use(thing, x=None):\n    return thing(x)",
    "code/busy.py": "def use(thing, x=None):\n    while True:\n        thing.fit(x)",
    "code/many.py": "def use(thing, x=None):\n    for i in range(x):\n        thing.fit(i)\n    return 'done'",
    "code/grows.py": "def use(thing, x=None):\n    out = thing(x)\n    out.append(0)\n    return out, x",
}
MEAN = """
class Mean:
    def fit(self, x, weight=1.0):
        self.mean = weight * float(np.mean(x))
        return self
    def predict(self, x):
        return np.full(len(x), self.mean)
"""


def told(zygotes: Zygotes, path: str, body: str, *, borrows: bool = True, before: str = MEAN) -> tuple[str, str | None]:
    """The outcome of `check(use)` with this body, on the code at a path; a check that returns has held."""
    use = {"name": "use", "kind": "callable", **({"borrows": True} if borrows else {})}
    entry: dict[str, Any] = {"name": "check", "kind": "function", "args": [use]}
    asked = check("kill", mode="implementation", path=f"code/{path}.py", expect="accepted")
    source = f"import numpy as np\n{before}\ndef check(use):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    return outcome(zygotes, source, package(asked, grader="", entry=entry, files=FILES))


def alarm(kind: str) -> tuple[str, str]:
    return LOUD, f"raised {kind} for a right implementation"


class TestHandedIn:
    def test_a_factory_makes_objects_that_are_called_where_they_are(self, zygotes: Zygotes):
        body = """
            out = use(Mean, np.array([1.0, 3.0]))
            assert isinstance(out, np.ndarray) and out.tolist() == [4.0, 4.0]
            made = []
            def make():
                made.append(Mean())
                return made[-1]
            use(make=make, x=np.ones(2))
            assert len(made) == 1 and made[0].mean == 2.0
            """
        assert PASSED == told(zygotes, "fits", body)

    def test_a_stream_is_passed_over_once_and_has_no_length(self, zygotes: Zygotes):
        body = """
            assert use((n for n in range(5)), 3) == (0, 10, [], 3)
            assert use(range(1, 4), k=2) == (1, 5, [], 2)
            """
        assert PASSED == told(zygotes, "sums", body)
        assert alarm("TypeError") == told(zygotes, "sums", "use([1, 2], 3)")  # a list is a list there too

    def test_only_public_methods_are_there(self, zygotes: Zygotes):
        assert PASSED == told(zygotes, "lists", "assert use(Mean()) == ['fit', 'predict']")

    def test_what_one_raises_is_raised_in_the_code(self, zygotes: Zygotes):
        body = """
            class Odd(Exception):
                pass
            def fails(error):
                def fail(x):
                    raise error
                return fail
            for error, kind in ((KeyError("no"), KeyError), (Odd("no"), RuntimeError), (SystemExit(), RuntimeError)):
                try:
                    use(fails(error))
                except kind:
                    continue
                assert False, error
            """
        assert PASSED == told(zygotes, "asks", body)

    def test_an_assert_within_catches(self, zygotes: Zygotes):
        assert alarm("AssertionError") == told(
            zygotes, "asks", "def no(x):\n    assert x is None, 'seen'\nuse(no)\nuse(no, 1)"
        )

    def test_what_is_no_data_is_an_error_of_the_check(self, zygotes: Zygotes):
        assert alarm("RuntimeError") == told(zygotes, "asks", "use(lambda x: [object()])")

    def test_what_it_hands_in_cannot_call_the_code_again(self, zygotes: Zygotes):
        assert alarm("RuntimeError") == told(zygotes, "asks", "use(lambda x: use(lambda y: 1))")

    def test_both_sides_have_copies(self, zygotes: Zygotes):
        body = """
            mine = [1]
            def adds(x):
                x.append(2)
                return mine
            assert use(adds, [3]) == ([1, 0], [3])
            assert mine == [1]
            """
        assert PASSED == told(zygotes, "grows", body)

    def test_where_nothing_is_borrowed_only_data_crosses(self, zygotes: Zygotes):
        assert alarm("a custom exception") == told(zygotes, "sums", "use((n for n in range(5)), 3)", borrows=False)
        assert alarm("a custom exception") == told(zygotes, "fits", "use(Mean, 1)", borrows=False)


class TestLimits:
    def test_many_calls_are_fine_and_too_many_are_an_error(self, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(borrowed, "MOST_CALLS", 300)
        assert PASSED == told(zygotes, "many", "use(Mean(), 300)")
        assert alarm("RuntimeError") == told(zygotes, "many", "use(Mean(), 301)")

    def test_a_stream_without_end_is_refused(self, zygotes: Zygotes):
        endless = "import itertools\nuse(itertools.count(), 1)"
        assert alarm("ValueError") == told(zygotes, "sums", endless)

    def test_a_large_stream_counts_as_the_arguments_do(self, zygotes: Zygotes):
        assert alarm("ValueError") == told(zygotes, "sums", "use(iter([[0] * 10] * 100_000), 1)")

    @pytest.mark.parametrize(("path", "never"), [("fits", "pass"), ("swallows", "time.sleep(60)")])
    def test_one_that_does_not_come_back_ends_the_check(self, zygotes: Zygotes, path: str, never: str):
        body = f"""
            import time
            class Slow:
                def fit(self, x=None, **kwargs):
                    while True:
                        {never}
            use(Slow if {path!r} == "fits" else Slow(), np.ones(1))
            """
        assert (LOUD, How.TIME.value) == told(zygotes, path, body)

    def test_code_without_end_is_stopped_in_the_judge(self, zygotes: Zygotes):
        ended = {alarm("TimeoutError"), alarm("RuntimeError"), (LOUD, How.TIME.value)}
        assert told(zygotes, "busy", "use(Mean(), np.ones(10))") in ended


# What a hostile process may send where an answer of its object is awaited, or as what it lends.
HOSTILE = """
import os, socket, struct, threading
from sandbox import wire
def send(message):
    body = message if isinstance(message, bytes) else wire.encode(message)
    os.write(3, struct.pack("<I", len(body)) + body)
def answer(**changes):
    return {"value": None, "lent": None, "raised": None, "message": "", **changes}
class Forges:
    def __init__(self, *messages):
        self.messages = messages
    def fit(self, x):
        for message in self.messages:
            send(message)
        import time
        time.sleep(60)
def call(use, **changes):
    number = use.args[0]
    made = {"callback": True, "object": number, "method": "__call__", "args": [None, 1], "kwargs": {}, "lent": {}}
    send({**made, **changes})
    import time
    time.sleep(60)
"""


class TestHostile:
    @pytest.mark.parametrize(
        "message",
        [
            "answer(lent=1)",
            "answer(lent={'number': 0, 'methods': ['__class__']})",
            "answer(lent={'number': 0, 'methods': ['__reduce__']})",
            "answer(lent={'number': 0, 'methods': ['a.b']})",
            "answer(lent={'number': 0, 'methods': [1]})",
            "answer(lent={'number': 0, 'methods': ['fit'] * 201})",
            "answer(lent={'number': 'a', 'methods': []})",
            "answer(lent={'items': 3})",
            "{'callback': True, 'object': 0, 'method': 'fit', 'args': [], 'kwargs': {}}",
            "[]",
            "b'Z'",
        ],
    )
    def test_a_forged_answer_ends_the_process_and_nothing_else(self, zygotes: Zygotes, message: str):
        body = f"use(Forges({message}), 1)"
        assert (LOUD, How.KILLED.value) == told(zygotes, "many", body, before=HOSTILE)
        assert PASSED == told(zygotes, "many", "use(Mean(), 1)")

    def test_code_that_swallows_errors_saves_no_forger(self, zygotes: Zygotes):
        body = "use(Forges({'callback': True}), 1)"
        assert (LOUD, How.KILLED.value) == told(zygotes, "swallows", body, before=HOSTILE)

    @pytest.mark.parametrize("kind", ["exec", "eval", "SystemExit", "open", "__import__", "Holdout", ["ValueError"], 3])
    def test_an_error_of_no_built_in_class_is_one_that_is(self, zygotes: Zygotes, kind: Any):
        """A name of something else in `builtins` would be called with text that the process chose."""
        body = f"""
            import sandbox.inside.lent as lent
            made = lent._answer
            lent._answer = lambda value, loan: {{**made(value, loan), "raised": {kind!r}, "message": "open('/tmp/x', 'w')"}}
            try:
                use(lambda x: 1)
            except RuntimeError:
                return
            assert False
            """
        assert PASSED == told(zygotes, "asks", body)

    @pytest.mark.parametrize(
        "changes",
        [
            "lent={5: {'items': []}}",
            "lent={'x': {'items': []}}",
            "lent={0: {'number': 0}}",
            "lent={0: {'number': 0, 'methods': ['__dict__']}}",
            "lent={0: None}",
            "lent=[]",
            "lent=None",
        ],
    )
    def test_a_forged_loan_ends_the_process(self, zygotes: Zygotes, changes: str):
        assert (LOUD, How.KILLED.value) == told(zygotes, "many", f"call(use, {changes})", before=HOSTILE)

    def test_a_loan_that_nobody_asked_for_ends_the_process(self, zygotes: Zygotes):
        forged = "call(use, lent={0: {'items': [1, 2]}})"
        assert (LOUD, How.KILLED.value) == told(zygotes, "sums", forged, borrows=False, before=HOSTILE)
