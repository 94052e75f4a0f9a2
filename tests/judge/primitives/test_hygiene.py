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
                "out = np.empty_like(x); out[:] = x * 2; return out / 2 * 2 + 0.5",
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

    def test_a_wrong_value_is_not_a_matter_of_shape(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, "def f(x):\n    return x + 1.0", self.made("shape", "dtype", "unmutated"))
