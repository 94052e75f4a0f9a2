"""What is run in the sandbox around checks, and what is believed of what it says."""

from typing import Any

import pytest

from app.bench import harness


def test_only_what_stands_in_the_checks_is_believed() -> None:
    checks = "def test_a():\n    pass\n"
    said = "1 AssertionError 2; test_a AssertionError 1; 2 AssertionError 1; 1 KeyError 1; 0 X 9; 1; - X 1; 1 b c d"
    told = [(each.test, each.kind, each.line) for each in harness.read(said, checks)]
    assert [("test_a", "AssertionError", 2), ("module", harness.ANOTHER, None)] == told


def test_what_is_said_of_many_tests_with_long_names_fits() -> None:
    """The sandbox cuts a message after two thousand characters."""
    names = [f"test_{'n' * 50}_{number}" for number in range(harness.MOST_TESTS)]
    body = f"    raise type('E' * 200, (Exception,), {{}})\n{'#' * 40}\n"
    checks = "".join(f"def {name}():\n{body}" for name in names)
    scope: dict[str, Any] = {}
    exec(harness.source("double", checks), scope)  # noqa: S102 - as the sandbox does it
    with pytest.raises(RuntimeError) as raised:
        scope["check"](abs)
    told = harness.read(str(raised.value)[:2000], checks)
    lines = [checks[: checks.index(f"{name}(")].count("\n") + 2 for name in names]
    assert [(name, harness.ANOTHER, line) for name, line in zip(names, lines, strict=True)] == [
        (each.test, each.kind, each.line) for each in told
    ]


def test_tests_are_counted_once_and_not_without_end() -> None:
    text = "def test_b(): ...\ndef test_a(): ...\ndef test_b(): ...\n  def test_inner(): ...\n"
    assert ["test_b", "test_a"] == harness.tests(text)
    assert harness.MOST_TESTS == len(harness.tests("\n".join(f"def test_{n}(): ..." for n in range(99))))
