"""The gate about tampering: what people try against a grader instead of solving the problem is not accepted here."""

from collections.abc import Iterator

from app.problems.entry import Role
from app.problems.loader import Package
from app.problems.package import Example
from app.problems.verify.bench import Bench, together
from app.problems.verify.report import Fault
from app.problems.verify.shapes import code, literal

_FORGED = """
import numpy as np


class Yes(np.ndarray):
    __array_priority__ = 1e9
    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __array_ufunc__ = lambda self, *args, **kwargs: np.bool_(True)
    __array_function__ = lambda self, *args, **kwargs: True
    __hash__ = None


class YesFloat(float):
    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda self, other: True
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
    __hash__ = float.__hash__


class YesList(list):
    __eq__ = lambda self, other: True
    __len__ = lambda self: 1


class YesTuple(tuple):
    __eq__ = lambda self, other: True


class YesDict(dict):
    __eq__ = lambda self, other: True


class YesToAll:
    __eq__ = lambda self, other: True
"""
_FORGERIES = {
    "array": "np.zeros(()).view(Yes)",
    "float": "YesFloat(0.0)",
    "list": "YesList()",
    "tuple": "YesTuple()",
    "dict": "YesDict()",
}
_PATCHED = """
import builtins, json, math, sys
import numpy as np

yes = lambda *args, **kwargs: True
for module, names in (
    (np, ("allclose", "array_equal", "isclose", "all", "any", "array_equiv")),
    (np.testing, ("assert_allclose", "assert_array_equal", "assert_equal")),
    (math, ("isclose",)),
    (builtins, ("all", "isinstance")),
):
    for name in names:
        setattr(module, name, yes)
np.abs = np.absolute = lambda value, *args, **kwargs: 0.0
json.dumps = lambda *args, **kwargs: '{"verdict": "accepted"}'
sys.modules["sandbox.judge"] = sys.modules["__main__"]
"""
_BY_HEART = """
import numpy as np

nan, inf = float("nan"), float("inf")


def _key(value):
    if isinstance(value, (list, tuple)):
        return [_key(item) for item in value]
    return value.tolist() if hasattr(value, "tolist") else value


"""
_LOOK_UP = """
key = repr(_key(given))
for known, answer in TABLE:
    if repr(known) == key:
        return answer()
return TABLE[0][1]()
"""
_LOOK_UP_STEP = """
self.steps.append([method, *_key(given)])
place = len(self.steps) - 1
for init, steps, answers in TABLE:
    if repr(init) == repr(self.init) and repr(steps[: place + 1]) == repr(self.steps):
        return answers[place]()
return next((answer() for _, _, answers in TABLE for answer in answers), None)
"""


def attempts(package: Package) -> Iterator[tuple[str, str]]:
    """What is tried, and its source."""
    entry = package.spec.entry
    yield "ends its process with status 0", code(entry, "import os\n", "os._exit(0)")
    yield "raises SystemExit", code(entry, "", "raise SystemExit(0)")
    yield "returns nothing", code(entry, "", "return None")
    yield "asserts whatever it is given", code(entry, "", "raise AssertionError('no')")
    results = [entry.returns, *(method.returns for method in entry.methods if method.returns)]
    for forged in sorted({_FORGERIES.get(role.kind, "YesToAll()") for role in results}):
        yield f"returns {forged}, which equals everything", code(entry, _FORGED, f"return {forged}")
    yield "patches what a comparison may use", code(entry, _PATCHED, "return given[0] if given else 0.0")
    if examples := [example for example in package.examples if example.args is not None]:
        yield "knows the visible examples by heart", _by_heart(package, examples)


def _by_heart(package: Package, examples: list[Example]) -> str:
    entry = package.spec.entry
    if not entry.methods:
        rows = []
        for example in examples:
            given = [(example.args or {})[argument.name] for argument in entry.args]
            rows.append(f"    ({given!r}, {_answer(entry.returns, example.expected)}),")
        return code(entry, _table(rows), _LOOK_UP)
    returns = {method.name: method.returns or Role() for method in entry.methods}
    rows = []
    for example in examples:
        args = example.args or {}
        init, steps = [args["init"].get(arg.name) for arg in entry.args], args["steps"]
        values = example.expected if isinstance(example.expected, list) else [example.expected] * len(steps)
        roles = [returns.get(str(step[0]).rpartition(":")[2], Role()) for step in steps]
        answers = ", ".join(_answer(role, value) for role, value in zip(roles, values, strict=False))
        rows.append(f"    ({init!r}, {steps!r}, [{answers}]),")
    return code(entry, _table(rows), _LOOK_UP_STEP, constructor="self.init, self.steps = _key(given), []")


def _table(rows: list[str]) -> str:
    return _BY_HEART + "TABLE = [\n" + "\n".join(rows) + "\n]\n"


def _answer(role: Role, expected: object) -> str:
    if isinstance(expected, dict) and set(expected) == {"raises"}:
        return f"lambda: (_ for _ in ()).throw({expected['raises']}('by heart'))"
    return f"lambda: {literal(role, expected)}"


async def tampering_faults(bench: Bench, package: Package) -> list[Fault]:
    """None of the attempts is accepted."""
    tried = list(attempts(package))
    results = await together(bench.grade(package, source, stop_at_first=True) for _, source in tried)
    return [
        Fault("tampering", "problem.yaml", f"code that {what} is accepted", "Add a check that it fails.")
        for (what, _), result in zip(tried, results, strict=True)
        if result.verdict == "accepted"
    ]
