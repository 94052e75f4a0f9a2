"""Sanity problems (implementations served to a check) and debugging problems (lines, witness, impact)."""

import textwrap
from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault
from tests.judge.bench import LOUD, PASSED, SILENT, check, done, events_of, grade, outcome, package
from tests.judge.local import Zygotes


class TestImplementation:
    entry: ClassVar[dict[str, Any]] = {
        "name": "check",
        "kind": "function",
        "args": [{"name": "double", "kind": "callable"}],
    }
    grader = "import numpy as np\n"
    files: ClassVar[dict[str, Any]] = {
        "variants/plain.py": "'Right: plain Python.'\ndef double(x, *, times=2):\n    return x * times\n",
        "variants/list.py": "import numpy as np\ndef double(x, times=2):\n    return np.asarray(x) * times\n",
        "bugs/triple.py": "'Planted: three times.'\ndef double(x, times=3):\n    return x * times\n",
        "bugs/mutates.py": "'Planted: works in place.\\n\\nMore about it.'\ndef double(x, times=2):\n    x *= times\n    return x\n",
        "bugs/slow.py": "def double(x):\n    while True:\n        pass\n",
    }
    right = """
import numpy as np
def check(double):
    x = np.arange(3.0)
    out = double(x)
    assert (x == np.arange(3.0)).all(), "the input changed"
    assert (out == [0.0, 2.0, 4.0]).all()
"""

    def made(self, path: str, expect: str, grader: str = "", **params: Any) -> dict[str, Any]:
        checked = check("kill", mode="implementation", path=path, expect=expect, **params)
        return package(checked, grader=self.grader + textwrap.dedent(grader), entry=self.entry, files=self.files)

    @pytest.mark.parametrize(
        ("path", "expect"),
        [
            ("variants/plain.py", "accepted"),
            ("variants/", "accepted"),
            ("bugs/triple.py", "caught"),
            ("bugs/mutates.py", "caught"),
        ],
    )
    def test_a_good_check_tells_right_from_wrong(self, zygotes: Zygotes, path: str, expect: str):
        assert PASSED == outcome(zygotes, self.right, self.made(path, expect))

    def test_a_lax_check_misses_a_bug_silently(self, zygotes: Zygotes):
        lax = "def check(double):\n    assert double(0) == 0"
        assert (SILENT, How.MISSED.value) == outcome(zygotes, lax, self.made("bugs/triple.py", "caught"))

    def test_returning_false_is_no_alarm(self, zygotes: Zygotes):
        quiet = "def check(double):\n    return double(1) == 2"
        assert (SILENT, How.MISSED.value) == outcome(zygotes, quiet, self.made("bugs/triple.py", "caught"))

    def test_a_check_that_is_right_only_the_first_time_is_none(self, zygotes: Zygotes):
        once = """
            asked = []
            def check(double):
                asked.append(double)
                assert len(asked) > 1 or double(1) == 2
            """
        assert (SILENT, How.MISSED.value) == outcome(zygotes, once, self.made("bugs/triple.py", "caught"))
        assert PASSED == outcome(zygotes, once, self.made("variants/", "accepted"))

    def test_crying_wolf_is_loud(self, zygotes: Zygotes):
        wolf = "def check(double):\n    assert double(1) == 3"
        expected = (LOUD, "raised AssertionError for a right implementation")
        assert expected == outcome(zygotes, wolf, self.made("variants/", "accepted"))

    def test_only_an_assertion_catches(self, zygotes: Zygotes):
        other = "def check(double):\n    raise ValueError('wrong')"
        expected = (LOUD, "raised ValueError where another error was asked for")
        assert expected == outcome(zygotes, other, self.made("bugs/triple.py", "caught"))

    def test_staff_read_which_implementation(self, zygotes: Zygotes):
        wolf = "def check(double):\n    assert list(double([1])) == [1, 1]"
        event = grade(zygotes, wolf, self.made("variants/", "accepted"))
        assert event["staff"]["statement"].startswith("variants/: 1 of 2 accepted; not accepted: variants/list.py: ")
        assert ["variants/plain.py: Right: plain Python."] == event["staff"]["counterexample"]["accepted"]

    def test_staff_read_the_misconceptions_that_were_caught_and_missed(self, zygotes: Zygotes):
        lax = "def check(double):\n    assert double(1) == 2"
        event = grade(zygotes, lax, self.made("bugs/", "caught"))
        assert (SILENT, How.MISSED.value) == (event["state"], event["how"])
        statement = event["staff"]["statement"]
        assert statement.startswith(
            "bugs/: 1 of 3 caught; not caught: bugs/mutates.py: Planted: works in place. (accepted)"
        )
        shown = event["staff"]["counterexample"]
        assert ["bugs/triple.py: Planted: three times."] == shown["caught"]
        assert ["bugs/mutates.py: Planted: works in place.", "bugs/slow.py: "] == list(shown["not caught"])

    @pytest.mark.parametrize(("needed", "state"), [(1, "passed"), (2, SILENT), (3, SILENT)])
    def test_a_package_may_ask_for_fewer_kills(self, zygotes: Zygotes, needed: int, state: str):
        lax = "def check(double):\n    assert double(1) == 2"
        event = grade(zygotes, lax, self.made("bugs/", "caught", min_kills=needed))
        assert state == event["state"]
        assert f"1 of 3 caught{'' if needed == 3 else f' ({needed} needed)'}" in event["staff"]["statement"]
        assert list(event["staff"]["counterexample"]["not caught"])

    def test_more_kills_than_bugs_are_our_fault(self, zygotes: Zygotes):
        with pytest.raises(SpecError, match="min_kills is 4, and bugs/ holds 3"):
            grade(zygotes, self.right, self.made("bugs/", "caught", min_kills=4))

    def test_returning_what_is_no_data_is_no_alarm(self, zygotes: Zygotes):
        vague = "def check(double):\n    return object()"
        assert (SILENT, How.MISSED.value) == outcome(zygotes, vague, self.made("bugs/triple.py", "caught"))
        assert PASSED == outcome(zygotes, vague, self.made("variants/", "accepted"))

    def test_a_slow_implementation_is_stopped_in_the_judge(self, zygotes: Zygotes):
        event = grade(zygotes, "def check(double):\n    double(1)", self.made("bugs/slow.py", "caught"))
        assert (LOUD, "raised TimeoutError where another error was asked for") == (event["state"], event["how"])

    fingerprint = """
        def check(double):
            kinds.append(type(double([1.0, 2.0])).__name__)
            assert kinds[-1] != "list"
        kinds = []
        """

    def test_a_disguise_hides_what_the_contract_leaves_open(self, zygotes: Zygotes):
        """A list tells the one bug from the one variant, until both return now lists, now arrays."""
        files = {
            "variants/array.py": "import numpy as np\ndef double(x):\n    return np.asarray(x) * 2\n",
            "bugs/list.py": "def double(x):\n    return [3 * v for v in x]\n",
        }
        disguise = """
            def either(rng, impl):
                as_list = rng.random() < 0.5
                def disguised(x):
                    out = np.asarray(impl(x))
                    return out.tolist() if as_list else out
                return disguised
            """
        pair = [("variants/", "accepted"), ("bugs/", "caught")]

        def told(seed: str, **params: Any) -> list[bool]:
            checks = [
                check("kill", f"kill/{expect}", mode="implementation", path=path, expect=expect, **params)
                for path, expect in pair
            ]
            made = package(*checks, grader=self.grader + textwrap.dedent(disguise), entry=self.entry, files=files)
            return [event["state"] == "passed" for event in done(events_of(zygotes, self.fingerprint, made, seed=seed))]

        seeds = [f"{number:032x}" for number in range(12)]
        assert {(True, True)} == {tuple(told(seed)) for seed in seeds[:2]}
        found = [tuple(told(seed, disguise="either")) for seed in seeds]
        assert {True, False} == {variant for variant, _ in found}
        assert {True, False} == {bug for _, bug in found}
        assert found[0] == tuple(told(seeds[0], disguise="either"))

    def test_a_disguise_that_breaks_is_our_fault(self, zygotes: Zygotes):
        made = self.made("bugs/", "caught", "def broken(rng, impl):\n    return impl.x", disguise="broken")
        with pytest.raises(PlatformFault, match="broken raised AttributeError"):
            grade(zygotes, self.right, made)

    def test_oversized_arguments_are_refused(self, zygotes: Zygotes):
        huge = "import numpy as np\ndef check(double):\n    double(np.zeros(1_000_001, dtype='i1'))"
        expected = (LOUD, "raised ValueError for a right implementation")
        assert expected == outcome(zygotes, huge, self.made("variants/plain.py", "accepted"))

    def test_a_path_that_is_not_there_is_our_fault(self, zygotes: Zygotes):
        with pytest.raises(SpecError, match=r"no file bugs/gone\.py"):
            grade(zygotes, self.right, self.made("bugs/gone.py", "caught"))

    def test_a_visible_run_shows_what_the_check_said(self, zygotes: Zygotes):
        visible = [
            {"name": "a right one", "implementation": "variants/plain.py", "expected": "accepted", "note": ""},
            {"name": "a wrong one", "implementation": "bugs/triple.py", "expected": "caught", "note": ""},
        ]
        made = {**self.made("variants/", "accepted"), "visible": visible}
        events = events_of(zygotes, "def check(double):\n    pass", made, mode="run")
        shown = [(e["name"], e["state"], e["got"]) for e in events if e["type"] == "example_done"]
        assert [("a right one", "passed", "accepted"), ("a wrong one", "failed", "accepted")] == shown


GIVEN = """
def span(values, scale):
    top = 0.0
    for value in values.tolist():
        top = max(top, value)
    return scale * top
"""
DEBUG = {
    "grader": """
import numpy as np
def reference(values, scale):
    if values.size == 0:
        raise ValueError("empty")
    return float(scale * values.max())
""",
    "entry": {
        "name": "span",
        "kind": "function",
        "args": [{"name": "values", "kind": "array", "dtype": "float"}, {"name": "scale", "kind": "int"}],
        "returns": {"kind": "float"},
    },
    "files": {"given.py": GIVEN},
    "bugs": [
        {"id": "start", "lines": [[3], [4, 5]], "about": "starts at zero"},
        {"id": "scale", "lines": [[6]], "about": "scales"},
    ],
}


def debug(**params: Any) -> dict[str, Any]:
    return package(check("kill", **params), **DEBUG)  # type: ignore[arg-type]  # a table of keyword arguments


STUB = "def span(values, scale):\n    return 0.0\n"


class TestLines:
    @pytest.mark.parametrize("lines", ["[3, 6]", "(6, 3)", "[4, 5, 6]", "[3, 6, 2]", "np.array([3, 6])", "[3, 4, 6]"])
    def test_every_accepted_set_passes_with_one_false_alarm_at_most(self, zygotes: Zygotes, lines: str):
        source = f"import numpy as np\nBUG_LINES = {lines}\n{STUB}"
        assert PASSED == outcome(zygotes, source, debug(mode="lines"))

    @pytest.mark.parametrize(
        ("lines", "how"),
        [
            ("[3]", How.LINES_MISSED),
            ("[4, 6]", How.LINES_MISSED),
            ("[]", How.LINES_MISSED),
            ("[1, 2, 3, 6]", How.LINES_FALSE),
            ("list(range(1, 7))", How.LINES_FALSE),
            ("[3.0, 6.0]", How.LINES_ABSENT),
            ("[True, 6]", How.LINES_ABSENT),
            ("'3, 6'", How.LINES_ABSENT),
        ],
    )
    def test_anything_else_fails(self, zygotes: Zygotes, lines: str, how: How):
        assert (SILENT, how.value) == outcome(zygotes, f"BUG_LINES = {lines}\n{STUB}", debug(mode="lines"))

    def test_without_the_list_it_fails(self, zygotes: Zygotes):
        assert (SILENT, How.LINES_ABSENT.value) == outcome(zygotes, STUB, debug(mode="lines"))

    def test_each_bug_can_be_asked_for_apart(self, zygotes: Zygotes):
        source = f"BUG_LINES = [3]\n{STUB}"
        assert PASSED == outcome(zygotes, source, debug(mode="lines", bug="start"))
        assert (SILENT, How.LINES_MISSED.value) == outcome(zygotes, source, debug(mode="lines", bug="scale"))

    def test_naming_every_line_locates_no_bug(self, zygotes: Zygotes):
        source = f"BUG_LINES = [1, 2, 3, 4, 5, 6]\n{STUB}"
        assert (SILENT, How.LINES_FALSE.value) == outcome(zygotes, source, debug(mode="lines", bug="start"))

    def test_an_unknown_bug_is_our_fault(self, zygotes: Zygotes):
        with pytest.raises(SpecError, match="no bug 'gone'"):
            grade(zygotes, STUB, debug(mode="lines", bug="gone"))


class TestWitness:
    def told(self, zygotes: Zygotes, returns: str) -> tuple[str, str | None]:
        source = f"import numpy as np\n{STUB}def witness():\n    return {returns}\n"
        return outcome(zygotes, source, debug(mode="witness"))

    @pytest.mark.parametrize("returns", ["np.array([-1.0]), 1", "([-3, -2], 2)", "[np.array([-1]), 5]"])
    def test_arguments_on_which_the_given_code_is_wrong_pass(self, zygotes: Zygotes, returns: str):
        assert PASSED == self.told(zygotes, returns)

    @pytest.mark.parametrize(
        ("returns", "how"),
        [
            ("np.array([1.0]), 1", How.WITNESS_RIGHT),
            ("np.array([-1.0])", How.WITNESS_UNUSABLE),
            ("np.array([]), 1", How.WITNESS_UNUSABLE),
            ("np.array([-1.0]), 1.5", How.WITNESS_UNUSABLE),
            ("'ab', 1", How.WITNESS_UNUSABLE),
            ("[[1], [1, 2]], 1", How.WITNESS_UNUSABLE),
            ("{}, 1", How.WITNESS_UNUSABLE),
            ("-np.ones(10_001), 1", How.WITNESS_LARGE),
            ("None", How.WITNESS_UNUSABLE),
            ("np.array([-1e9, 1.0]), 1", How.WITNESS_RIGHT),
            ("np.array([-1e9, -1e9]), 1", How.WITNESS_ROUNDING),
        ],
    )
    def test_anything_else_fails(self, zygotes: Zygotes, returns: str, how: How):
        assert (SILENT, how.value) == self.told(zygotes, returns)

    def test_without_a_witness_it_fails(self, zygotes: Zygotes):
        assert (SILENT, How.WITNESS_ABSENT.value) == outcome(zygotes, STUB, debug(mode="witness"))

    def test_a_witness_that_raises_is_loud(self, zygotes: Zygotes):
        assert (LOUD, "raised ZeroDivisionError") == self.told(zygotes, "1 / 0")

    @pytest.mark.parametrize("body", ["while True: pass", "return bytearray(scale)", "return float(values[0])"])
    def test_given_code_that_such_arguments_would_hang_or_bloat_is_stopped(self, zygotes: Zygotes, body: str):
        files = {"given.py": f"def span(values, scale):\n    {body}\n"}
        made = package(check("kill", mode="witness"), **{**DEBUG, "files": files})  # type: ignore[arg-type]  # a table of keyword arguments
        scale = 10 if "values" in body else 10**12
        source = f"import numpy as np\n{STUB}def witness():\n    return np.array([-1.0]), {scale}\n"
        expected = PASSED if "values" in body else (SILENT, How.WITNESS_LARGE.value)
        assert expected == outcome(zygotes, source, made)


class TestRounding:
    """The given code is right but for the order in which it sums."""

    made: ClassVar[dict[str, Any]] = package(
        check("kill", mode="witness"),
        grader="import math\ndef reference(x):\n    m = math.fsum(x) / len(x)\n    return math.fsum((v - m) ** 2 for v in x)",
        entry={"name": "f", "args": [{"name": "x", "kind": "array", "dtype": "float"}], "returns": {"kind": "float"}},
        files={"given.py": "def f(x):\n    return float((x ** 2).sum() - x.sum() ** 2 / len(x)) {change}\n"},
    )

    def told(self, zygotes: Zygotes, numbers: str, change: str = "") -> tuple[str, str | None]:
        files = {name: text.replace("{change}", change) for name, text in self.made["files"].items()}
        source = f"import numpy as np\ndef f(x):\n    return 0.0\ndef witness():\n    return [{numbers}]"
        return outcome(zygotes, source, {**self.made, "files": files})

    @pytest.mark.parametrize(
        "numbers", ["1e15 + np.arange(9.0)", "1e6 + np.arange(50) / 7", "1e4 + np.random.rand(999)"]
    )
    def test_rounding_alone_is_no_witness(self, zygotes: Zygotes, numbers: str):
        assert self.told(zygotes, numbers) in [(SILENT, How.WITNESS_ROUNDING.value), (SILENT, How.WITNESS_RIGHT.value)]
        assert (SILENT, How.WITNESS_ROUNDING.value) == self.told(zygotes, "1e15 + np.arange(9.0)")

    @pytest.mark.parametrize("numbers", ["np.arange(9.0)", "1e3 + np.arange(9.0)", "np.array([5e4, -7e4])"])
    def test_a_fault_at_ordinary_numbers_is_one(self, zygotes: Zygotes, numbers: str):
        assert PASSED == self.told(zygotes, numbers, "* 1.5")

    def test_a_numpy_number_of_the_given_code_is_a_number(self, zygotes: Zygotes):
        given = {"given.py": "def f(x):\n    return ((x - x.mean()) ** 2).sum()"}
        source = "def f(x):\n    return 0.0\ndef witness():\n    return [[1.0, 2.0]]"
        made = {**self.made, "files": {**self.made["files"], **given}}
        assert (SILENT, How.WITNESS_RIGHT.value) == outcome(zygotes, source, made)


class TestImpact:
    @pytest.mark.parametrize(
        "impact", ["['low scores vanish', 'wrong unit']", "{3: 'low scores vanish', 6: 'wrong unit'}"]
    )
    def test_a_line_per_fault_passes_and_reaches_staff(self, zygotes: Zygotes, impact: str):
        event = grade(zygotes, f"IMPACT = {impact}\n{STUB}", debug(mode="impact"))
        assert "passed" == event["state"]
        assert ["low scores vanish", "wrong unit"] == event["staff"]["counterexample"]["impact"]

    @pytest.mark.parametrize("impact", ["[]", "['one']", "['one', 'one']", "['one', '  ']", "'one'", "[1, 2]"])
    def test_fewer_do_not(self, zygotes: Zygotes, impact: str):
        expected = (SILENT, How.IMPACT_ABSENT.value)
        assert expected == outcome(zygotes, f"IMPACT = {impact}\n{STUB}", debug(mode="impact"))
