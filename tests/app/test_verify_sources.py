"""The sources that the gates make up fit every entry point of the bank."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.problems import bank
from app.problems.loader import Package
from app.problems.verify.hidden import _BODY, _SEARCH
from app.problems.verify.shapes import code
from app.problems.verify.tampering import attempts
from app.settings import ROOT
from tests.app.packages import package

FOLDERS = bank.find_folders(ROOT / "problems")
BY_HEART = "knows the visible examples by heart"


def name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_every_source_is_python_with_the_entry_point(folder: Path):
    made = bank.load_package(folder)
    for source in (code(made.spec.entry, _SEARCH, _BODY), *(source for _, source in attempts(made))):
        assert made.spec.entry.name in compile(source, "made", "exec").co_names


def result_by_heart(made: Package, args: dict[str, Any]) -> Any:
    namespace: dict[str, Any] = {}
    exec(compile(dict(attempts(made))[BY_HEART], "made", "exec"), namespace)  # noqa: S102 - our own
    entry = namespace[made.spec.entry.name]
    if "steps" not in args:
        return entry(*(args[argument.name] for argument in made.spec.entry.args))
    it = entry(*(args["init"][argument.name] for argument in made.spec.entry.args))
    return [getattr(it, method)(*given) for method, *given in args["steps"]]


@pytest.mark.parametrize("made", [package(), *map(bank.load_package, FOLDERS)], ids=lambda each: each.name)
def test_what_is_known_by_heart_are_the_visible_examples(made: Package):
    for example in made.examples:
        if example.args is None or "raises" in str(example.expected) or ":" in str(example.args.get("steps", "")):
            continue
        got = result_by_heart(made, example.args)
        assert repr(plain(example.expected)) == repr(plain(got))


def plain(value: Any) -> Any:
    """Lists all the way down, whole numbers as floats."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return float(value) if isinstance(value, int | float) else value
