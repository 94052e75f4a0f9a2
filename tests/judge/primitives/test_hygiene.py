from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from tests.judge.bench import LOUD, PASSED, SILENT, array_entry, check, outcome, package
from tests.judge.local import Zygotes


class TestHygiene:
    entry: ClassVar[dict[str, Any]] = array_entry("x")
    grader = """
import numpy as np
def reference(x):
    return np.asarray(x, dtype=float) * 2.0
def tables(rng, i):
    return (10 * rng.normal(size=(3 + i, 4)),)
"""

    def made(self, *kinds: str) -> dict[str, Any]:
        return package(check("hygiene", generator="tables", kinds=list(kinds)), grader=self.grader, entry=self.entry)

    def test_careful_code_passes_every_kind(self, zygotes: Zygotes):
        every = ("unmutated", "readonly", "strided", "integer", "list", "fresh", "dtype", "shape")
        source = "import numpy as np\ndef f(x):\n    return np.asarray(x, dtype=float) * 2.0"
        assert PASSED == outcome(zygotes, source, self.made(*every))

    @pytest.mark.parametrize(
        ("kind", "body", "state", "how"),
        [
            ("unmutated", "x *= 2; return x.copy()", SILENT, How.MUTATED.value),
            ("readonly", "x *= 2; return x.copy()", LOUD, "raised ValueError"),
            ("strided", "return np.frombuffer(x.data, dtype=float).reshape(x.shape) * 2", LOUD, "raised BufferError"),
            ("integer", "out = x.copy(); out *= 2.0; return out", LOUD, "raised TypeError"),
            (
                "integer",
                "out = np.empty_like(x); out[:] = x / 4; return out * 8.0",
                SILENT,
                How.WRONG_VALUE.value,
            ),
            ("list", "return x * 2.0", LOUD, "raised TypeError"),
            ("fresh", "x = x.copy() if 0 else x; x *= 2; return x[:]", SILENT, How.ALIASED.value),
            ("dtype", "return (x * 2).astype(int)", None, None),
            ("dtype", "return x > 0", SILENT, How.DTYPE.value),
            ("shape", "return (x * 2).T", SILENT, How.SHAPE.value),
            ("shape", "return (x * 2).tolist()", SILENT, How.CONTAINER.value),
        ],
    )
    def test_each_kind_finds_its_fault(
        self, zygotes: Zygotes, kind: str, body: str, state: str | None, how: str | None
    ):
        told = outcome(zygotes, f"import numpy as np\ndef f(x):\n    {body}", self.made(kind))
        assert (state or "passed", how) == told

    @pytest.mark.parametrize("kind", ["readonly", "strided", "integer", "list"])
    def test_a_value_that_is_wrong_in_every_form_is_for_others_to_find(self, zygotes: Zygotes, kind: str):
        wrong = "import numpy as np\ndef f(x):\n    return np.asarray(x, dtype=float) * 3.0"
        assert PASSED == outcome(zygotes, wrong, self.made(kind))

    def test_whole_numbers_may_come_back_for_floats(self, zygotes: Zygotes):
        whole = "import numpy as np\ndef f(x):\n    x = np.asarray(x) * 2\n    return x.astype(int) if (x == x.astype(int)).all() else x"
        assert PASSED == outcome(zygotes, whole, self.made("list", "integer", "readonly"))

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ("return np.lib.stride_tricks.sliding_window_view(y, 2)", (SILENT, How.OVERLAPS.value)),
            ("return np.lib.stride_tricks.sliding_window_view(y, 2).copy()", PASSED),
            ("return np.broadcast_to(y[0], (len(y) - 1, 2))", (SILENT, How.OVERLAPS.value)),
            ("z = np.zeros((len(y) - 1, 4)); return z[:, ::2]", PASSED),
        ],
    )
    def test_a_result_owns_its_memory(self, zygotes: Zygotes, body: str, told: tuple[str, str | None]):
        grader = "import numpy as np\ndef reference(x):\n    return np.zeros((len(x) - 1, 2))\n"
        grader += "def rows(rng, i):\n    return (rng.normal(size=5),)"
        made = package(check("hygiene", generator="rows", kinds=["fresh"]), grader=grader, entry=self.entry)
        assert told == outcome(zygotes, f"import numpy as np\ndef f(x):\n    y = x.copy()\n    {body}", made)

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ("return [y, y]", (SILENT, How.OVERLAPS.value)),
            ("return [y, y[::-1]]", (SILENT, How.OVERLAPS.value)),
            ("z = np.zeros((5, 2)); return [z[:, 0], z[:, 1]]", PASSED),
            ("return [y, y.copy()]", PASSED),
        ],
    )
    def test_so_do_its_parts(self, zygotes: Zygotes, body: str, told: tuple[str, str | None]):
        grader = "import numpy as np\ndef reference(x):\n    return [x, x]\n"
        grader += "def rows(rng, i):\n    return (rng.normal(size=5),)"
        entry = array_entry("x", returns="list")
        made = package(check("hygiene", generator="rows", kinds=["fresh"]), grader=grader, entry=entry)
        assert told == outcome(zygotes, f"import numpy as np\ndef f(x):\n    y = x.copy()\n    {body}", made)

    def test_a_wrong_value_is_not_a_matter_of_shape(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, "def f(x):\n    return x + 1.0", self.made("shape", "dtype", "unmutated"))

    @pytest.mark.parametrize(
        "lie", ["None", "{'args': [], 'results': []}", "{'args': 3}", "{'args': [[], 1], 'results': [None]}", "[[1]]"]
    )
    def test_lies_about_the_arguments_end_in_a_plain_outcome(self, zygotes: Zygotes, lie: str):
        source = f"""
            import gc
            def f(x):
                for served in gc.get_objects():
                    if type(served).__name__ == "_Served":
                        served.actions["kept"] = lambda request: {{"value": {lie}}}
                return x * 2.0
            """
        assert (SILENT, How.MUTATED.value) == outcome(zygotes, source, self.made("unmutated", "fresh"))
