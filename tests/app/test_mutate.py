import ast
from typing import Any

import pytest

from app.problems.mutate import mutants


def texts(source: str, **options: Any) -> set[str]:
    return {mutant.source for mutant in mutants(source, **options)}


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b", {"a <= b", "a >= b"}),
        ("a == b", {"a != b"}),
        ("a in b", {"a not in b"}),
        ("a + b", {"a - b"}),
        ("a @ b", set()),
        ("a and b", {"a or b", "a", "b"}),
        ("not a", {"a"}),
        ("-a", {"a"}),
        ("x[1:]", {"x[2:]", "x[0:]"}),
        ("x[0]", {"x[1]", "x[-1]"}),
        ("f(0.5)", {"f(1.5)", "f(-0.5)"}),
        ("f(True)", {"f(False)"}),
        ("f(a, b)", {"f(b, a)"}),
        ("f(*a, b)", set()),
        ("min(a)", {"max(a)"}),
        ("np.argmin(a)", {"np.argmax(a)"}),
        ("np.nanmean(a)", {"np.mean(a)"}),
        ("np.mean(a)", set()),
        ("a.std(ddof=1)", {"a.std(ddof=2)", "a.std(ddof=0)", "a.std()"}),
        ("a.sum(axis=0)", {"a.sum(axis=1)", "a.sum(axis=-1)", "a.sum()"}),
        ("np.searchsorted(a, side='left')", {"np.searchsorted(a, side='right')"}),
        ("'left out'", set()),
        ("b if a else c", {"b if not a else c"}),
        ("f'{a + 1}'", set()),
    ],
)
def test_expressions_change_in_these_ways(source: str, changed: set[str]):
    assert {f"v = {text}" for text in changed} == texts(f"v = {source}")


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x = 1\nx = x", {"x = 2\nx = x", "x = 0\nx = x", "pass\nx = x", "x = 1\npass"}),
        ("x = y", set()),
        ("x += y", {"x -= y", "pass"}),
        ("f(x)", {"pass"}),
        ("if a:\n    raise E('b' + 'c')", {"if not a:\n    raise E('b' + 'c')", "if a:\n    pass"}),
        ("if a:\n    x.b = c", {"if not a:\n    x.b = c", "if a:\n    pass", "pass"}),
        ("for a in b:\n    break", {"for a in b:\n    continue", "pass"}),
        ("assert a, 'b' + 'c'", {"pass"}),
        ("def f(a: 1) -> 2:\n    return a", {"def f(a: 1) -> 2:\n    pass"}),
        ('def f(a):\n    """One + two."""\n    return a', {'def f(a):\n    """One + two."""\n    pass'}),
        ("import a as b", set()),
        ("x: int = y\nx = y", {"pass\nx = y", "x: int = y\npass"}),
    ],
)
def test_statements_change_in_these_ways(source: str, changed: set[str]):
    assert changed == texts(source)


def test_every_mutant_compiles_and_differs_from_the_source_and_the_others():
    source = "def f(x):\n    if x > 0 and x < 9:\n        return [x - 1, x + 1, *range(3)]\n    return x\n"
    made = mutants(source)
    assert len(made) == len({mutant.source for mutant in made})
    for mutant in made:
        assert ast.unparse(ast.parse(source)) != mutant.source == ast.unparse(ast.parse(mutant.source))


def test_a_mutant_shows_the_lines_that_differ():
    (first, *_) = mutants("def f(x):\n\n    # why\n    return x < 0\n")
    assert (4, "return x < 0", "pass") == (first.line, first.before, first.after)
    assert "- return x < 0\n+ pass" == first.as_diff()
    assert {4} == {mutant.line for mutant in mutants("def f(x):\n\n    # why\n    return x < 0\n")}


def test_names_and_numbers_can_be_left_alone():
    source = "LINES = [3]\ndef witness():\n    return 1\ndef f(x):\n    return x + 2\n"
    assert not any("LINES = [4]" in text or "return 0" in text for text in texts(source, skip=["LINES", "witness"]))
    assert {"return x - 2", "pass"} == {
        mutant.after for mutant in mutants(source, skip=["LINES", "witness"], constants=False)
    }
