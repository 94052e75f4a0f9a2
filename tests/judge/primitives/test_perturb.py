from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from tests.judge.bench import LOUD, SILENT, array_entry, check, done, events_of, grade, outcome, package
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

    @pytest.mark.parametrize(
        ("body", "state", "how"),
        [
            ("return np.cumsum(past).tolist()", "not_reached", How.UNDECIDED),
            ("return np.cumsum(past)[:-1]", "not_reached", How.UNDECIDED),
            ("return [object()]", "not_reached", How.UNDECIDED),
            ("raise KeyError", "not_reached", How.UNDECIDED),
            ("import os; os._exit(0)", "not_reached", How.UNDECIDED),
            ("return np.cumsum(past)[: 4 + len(future)]", SILENT, How.DEPENDS),
            ("return np.cumsum(past) if len(future) == 5 else None", SILENT, How.DEPENDS),
            ("return np.cumsum(past) + future.mean()", SILENT, How.DEPENDS),
            ("future[4]; return np.cumsum(past)", LOUD, How.RAISED),
            ("while len(future) < 5: pass\n    return np.cumsum(past)", "not_reached", How.UNDECIDED),
        ],
    )
    def test_a_gate_fails_on_evidence_of_leakage_only(self, zygotes: Zygotes, body: str, state: str, how: How):
        """A wrong form of the first result is none; one that appears when only forbidden data was changed is."""
        gate = {**check("perturb", generator="series", change="change", keep="keep", n=1), "gate": True}
        made = package(gate, grader=self.grader, entry=self.entry)
        events = events_of(zygotes, f"import numpy as np\ndef f(past, future):\n    {body}", made, cpu_seconds=1)
        (event,) = done(events)
        assert (state, how.value.replace("{kind}", "IndexError")) == (event["state"], event["how"])
        assert "rejected" == events[-1]["verdict"]
        assert event["staff"]["statement"]

    def test_a_silent_change_is_told_before_a_loud_one(self, zygotes: Zygotes):
        source = "import numpy as np\ndef f(past, future):\n    future[4]\n    return np.cumsum(past) + future.mean()"
        event = grade(zygotes, source, self.made)
        assert (SILENT, How.DEPENDS.value) == (event["state"], event["how"])
        assert "after truncate, raised IndexError" in event["staff"]["statement"]

    def test_without_a_gate_a_wrong_form_fails(self, zygotes: Zygotes):
        assert (SILENT, How.CONTAINER.value) == outcome(zygotes, "def f(past, future):\n    return None", self.made)
