"""How own checks are put to an implementation, and what comes back: the module's asserts, then each `test_*` function.

The text below runs in the candidate's container, where the checks may undo it, so what it says of them is read as
hostile: only names that stand in the checks, built-in classes and lines of the checks get through.
"""

import builtins
import re
from dataclasses import dataclass

from sandbox.job import PackageFiles

MOST_TESTS = 40
ANOTHER = "another error"
MODULE = "module"  # what the asserts outside of all tests are called
_MOST_KIND = 30  # longer than the name of any built-in class
_TEST = re.compile(r"^(?:async )?def (test_\w{0,60})\(", re.MULTILINE)
_TEXT = '''"""Puts own checks to one implementation; all of them, so that each can be told of."""

import numpy as np

_checks = compile({checks!r}, "checks.py", "exec", dont_inherit=True)
_numbers = {numbers!r}


def _line(error):
    line, step = "", error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "checks.py":
            line = step.tb_lineno
        step = step.tb_next
    return line


def _one(name, run, said):
    try:
        run()
    except BaseException as error:
        kind = "AssertionError" if isinstance(error, AssertionError) else type(error).__name__
        said.append((kind, f"{{_numbers.get(name, '-')}} {{kind[:{kind}]}} {{_line(error)}}"))


def check(implementation):
    scope = {{"__name__": "checks", "np": np, {name!r}: implementation}}
    said = []
    _one("module", lambda: exec(_checks, scope), said)
    if not said:
        tests = [(name, each) for name, each in scope.items() if name.startswith("test_") and callable(each)]
        for name, test in tests[:{most}]:
            _one(name, test, said)
    told = "; ".join(text for _, text in said)
    if any(kind == "AssertionError" for kind, _ in said):
        raise AssertionError(told)
    if said:
        raise RuntimeError(told)
'''


@dataclass(frozen=True, slots=True)
class Failed:
    """A test that did not pass on an implementation: by an assert, or because something else was raised."""

    test: str
    kind: str
    line: int | None

    @property
    def asserted(self) -> bool:
        """Whether the check itself said no."""
        return self.kind == "AssertionError"


def source(name: str, checks: str) -> str:
    """The submission that puts the checks to what it is called with."""
    numbers = {test: number for number, test in enumerate(_places(checks))}
    return _TEXT.format(checks=checks, name=name, most=MOST_TESTS, numbers=numbers, kind=_MOST_KIND)


def package(entry: dict[str, object], implementations: list[tuple[str, str, bool]]) -> PackageFiles:
    """What the judge needs: each implementation (path, source, whether it is right) as a visible example."""
    visible = [
        {"name": path, "implementation": path, "expected": "accepted" if right else "caught"}
        for path, _, right in implementations
    ]
    files = {path: text for path, text, _ in implementations}
    return PackageFiles(spec={"entry": entry, "checks": []}, visible=visible, files={"grader.py": "", **files})


def tests(checks: str) -> list[str]:
    """The names of the tests in a text, in order, once each."""
    return list(dict.fromkeys(_TEST.findall(checks)))[:MOST_TESTS]


def read(message: str, checks: str) -> list[Failed]:
    """What the harness said, as far as it may be believed."""
    places, most = _places(checks), checks.count("\n") + 1
    found: dict[str, Failed] = {}
    for part in message.split("; "):
        match part.split(" "):
            case [place, kind, line] if (number := _number(place, len(places) - 1)) is not None:
                told = kind if _is_built_in(kind) else ANOTHER
                found.setdefault(places[number], Failed(places[number], told, _number(line, most) or None))
    return list(found.values())


def _places(checks: str) -> list[str]:
    """What the harness may speak of; it says the place here, so that what it says of all of them is not too long."""
    return [MODULE, *tests(checks)]


def _number(word: str, most: int) -> int | None:
    found = int(word) if re.fullmatch(r"[0-9]{1,6}", word) else most + 1
    return found if found <= most else None


def _is_built_in(kind: str) -> bool:
    found = getattr(builtins, kind, None)
    return isinstance(found, type) and issubclass(found, BaseException)
