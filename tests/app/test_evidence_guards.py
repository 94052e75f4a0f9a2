"""Which lines of a solution are taken for guards, and what stands there without them."""

import ast

import pytest

from app.evidence import guards


@pytest.mark.parametrize(
    ("guarded", "bare"),
    [
        ("y = max(std, eps)", "y = std"),
        ("y = np.maximum(1e-9, std)", "y = std"),
        ("y = np.maximum(a, b)", None),
        ("y = np.clip(p, lo, 1 - lo)", "y = p"),
        ("y = p.clip(0, 1)", "y = p"),
        ("y = np.where(n > 0, x / n, 0.0)", "y = x / n"),
        ("y = np.where(a > b, a, b)", None),
        ("y = x / (std + 1e-8)", "y = x / std"),
        ("y = x / (std + self.eps)", "y = x / std"),
        ("y = x + 1", None),
        ("z = np.exp(x - x.max())", "z = np.exp(x)"),
        ("m = np.nanmean(x, axis=0)", "m = np.mean(x, axis=0)"),
        ("y = np.nan_to_num(x)", "y = x"),
        ("y = x[~np.isnan(x)]", "y = x"),
        ("y = x[mask]", None),
        ("y = 0.0 if n == 0 else x / n", "y = x / n"),
        ("y = scale or 1.0", "y = scale"),
        ("std[std == 0] = 1.0", "pass"),
        ("assert len(x) == len(y)", "pass"),
        ("if len(x) == 0:\n    raise ValueError('nothing')", "pass"),
        ("if len(x) == 0:\n    y = 1", None),
    ],
)
def test_a_guard_is_taken_out_and_nothing_else_is(guarded, bare):
    found = [ast.unparse(ast.parse(each.source)) for each in guards.ablations(guarded)]
    assert ([] if bare is None else [bare]) == found


def test_each_is_taken_out_by_itself_and_named_by_its_line():
    source = (
        "def f(x):\n    # nothing\n    if not len(x):\n        return 0.0\n    return x / max(np.clip(x, 0, 1), eps)\n"
    )
    found = guards.ablations(source)
    assert [(3, "if not len(x):"), *[(5, "return x / max(np.clip(x, 0, 1), eps)")] * 2] == [
        (each.line, each.code) for each in found
    ]
    assert "return x / np.clip(x, 0, 1)" in found[1].source
    assert "return x / max(x, eps)" in found[2].source
    assert all("return 0.0" in each.source for each in found[1:])


def test_of_many_some_are_taken_from_all_over_the_text():
    found = guards.ablations("\n".join(f"y{number} = max(x, {number})" for number in range(100)))
    assert guards.MOST == len(found)
    assert found[0].line < 10
    assert 100 == found[-1].line


@pytest.mark.parametrize("source", ["def f(:", "x = 1\0", "", "(" * 5000, "-" * 100_000 + "1", "# nothing\n"])
def test_a_text_that_is_no_python_has_none(source):
    assert [] == guards.ablations(source)
