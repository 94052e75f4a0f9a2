from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from tests.judge.bench import LOUD, SILENT, array_entry, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestPerturb:
    entry: ClassVar[dict[str, Any]] = array_entry("past", "future")
    grader = """
import numpy as np
def reference(past, future):
    return np.cumsum(past)
def series(rng, i):
    return rng.normal(size=9), rng.normal(size=5)
def change(rng, args, kind):
    past, future = args
    if kind == "replace":
        return past, rng.normal(size=future.size)
    if kind == "shift":
        return past, future + 100
    if kind == "scale":
        return past, future * 100
    return past, future[:2]
def keep(args, args2, out, out2):
    return out, out2
"""
    made = package(check("perturb", generator="series", change="change", keep="keep"), grader=grader, entry=entry)

    def test_right_code_passes_in_a_fresh_process_per_probe(self, zygotes: Zygotes):
        event = grade(zygotes, "import numpy as np\ndef f(past, future):\n    return np.cumsum(past)", self.made)
        assert "passed" == event["state"]
        assert "the kept results stayed the same in 12 probes" == event["staff"]["statement"]

    @pytest.mark.parametrize("leak", ["future.mean()", "future.max()", "(future > 3).mean()", "future.size"])
    def test_a_leak_is_found(self, zygotes: Zygotes, leak: str):
        source = f"import numpy as np\ndef f(past, future):\n    return np.cumsum(past) + {leak}"
        assert (SILENT, How.DEPENDS.value) == outcome(zygotes, source, self.made)

    def test_remembering_the_first_answer_does_not_hide_a_leak(self, zygotes: Zygotes):
        source = """
            import numpy as np
            seen = {}
            def f(past, future):
                return seen.setdefault(past.tobytes(), np.cumsum(past) + future.mean())
            """
        assert (SILENT, How.DEPENDS.value) == outcome(zygotes, source, self.made)

    def test_staff_read_how_much_changed_after_what(self, zygotes: Zygotes):
        source = (
            "import numpy as np\ndef f(past, future):\n    return np.cumsum(past) + (np.arange(9) > 6) * future.max()"
        )
        statement = grade(zygotes, source, self.made)["staff"]["statement"]
        assert "after shift, kept result: 2 of 9 values differ by up to 100;" in statement

    def test_an_error_on_the_changed_input_is_loud(self, zygotes: Zygotes):
        source = "import numpy as np\ndef f(past, future):\n    future[4]\n    return np.cumsum(past)"
        assert (LOUD, "raised IndexError") == outcome(zygotes, source, self.made)

    def test_a_change_that_does_not_apply_is_left_out_but_not_all_may_be(self, zygotes: Zygotes):
        grader = self.grader + "\ndef change(rng, args, kind):\n    return None"
        made = package(
            check("perturb", generator="series", change="change", keep="keep"), grader=grader, entry=self.entry
        )
        with pytest.raises(SpecError, match="changed nothing"):
            grade(zygotes, "import numpy as np\ndef f(past, future):\n    return np.cumsum(past)", made)
