from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from tests.judge.bench import PASSED, SILENT, check, outcome, package
from tests.judge.local import Zygotes


class TestDeterminism:
    entry: ClassVar[dict[str, Any]] = {
        "name": "f",
        "kind": "function",
        "args": [{"name": "names", "kind": "list"}, {"name": "seed", "kind": "int"}],
        "returns": {"kind": "list"},
    }
    grader = """
import numpy as np
def reference(names, seed):
    order = np.random.default_rng(seed).permutation(len(names))
    return [names[i] for i in order]
def cases(rng, i):
    return [f"n{k}" for k in range(30)], int(rng.integers(1000))
"""
    made = package(check("determinism", generator="cases", seed_arg=1), grader=grader, entry=entry)

    def test_seeded_code_passes(self, zygotes: Zygotes):
        source = """
            import numpy as np
            def f(names, seed):
                return [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
            """
        assert PASSED == outcome(zygotes, source, self.made)

    @pytest.mark.parametrize(
        ("body", "how"),
        [
            ("return sorted(set(names), key=hash)", How.HASH_SEED),
            ("rng = np.random.default_rng(); return [names[i] for i in rng.permutation(30)]", How.NOT_REPEATED),
            ("np.random.seed(seed); return list(np.random.permutation(names).tolist())", How.RANDOM_STATE),
            ("import random; random.seed(seed); random.shuffle(names); return names", How.RANDOM_STATE),
            ("return sorted(names)", How.SEED_IGNORED),
            ("count.append(1); return names[len(count):] + names[:len(count)]", How.NOT_REPEATED),
        ],
    )
    def test_each_way_of_being_indeterminate_is_told_apart(self, zygotes: Zygotes, body: str, how: How):
        source = f"import numpy as np\ncount = []\ndef f(names, seed):\n    {body}"
        expected = {how.value, How.SEED_IGNORED.value} if how is How.HASH_SEED else {how.value}
        state, told = outcome(zygotes, source, self.made)
        assert SILENT == state
        assert told in expected

    def test_the_hash_seed_alone_is_found_without_a_seed_argument(self, zygotes: Zygotes):
        made = package(check("determinism", generator="cases"), grader=self.grader, entry=self.entry)
        source = "def f(names, seed):\n    return list(set(names))"
        assert (SILENT, How.HASH_SEED.value) == outcome(zygotes, source, made)
