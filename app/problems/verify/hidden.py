"""The gates about what must stay hidden: not said to the candidate beforehand, and not to be found by its code."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace

from app.problems.loader import TWIST_STATEMENT, Package
from app.problems.verify.bench import Bench
from app.problems.verify.report import Fault
from app.problems.verify.shapes import code
from app.problems.verify.solutions import explanation
from app.problems.views import view

_FEWEST_WORDS = 5  # shorter ones are said by accident
_FOUND, _NOT_FOUND = "FileExistsError", "NotImplementedError"
_MARK = "holdout-canary-"
_SEARCH = """
import gc, os, re, sys

_WANTED = re.compile(rb"holdout-canary[-][0-9a-f]{32}")


def _texts():
    for item in gc.get_objects():
        if isinstance(item, dict):
            yield from (value for value in list(item.values()) if isinstance(value, (str, bytes)))
    frame = sys._getframe()
    while frame is not None:
        yield from (value for value in frame.f_locals.values() if isinstance(value, (str, bytes)))
        frame = frame.f_back
    for folder in (os.getcwd(), "/tmp", "/dev/shm", "/pair", "/run", "/proc/self"):
        for name in os.listdir(folder) if os.access(folder, os.R_OK) else ():
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    yield file.read(1 << 20)
            except OSError:
                pass


def _holds(text):
    return _WANTED.search(text.encode("utf-8", "replace") if isinstance(text, str) else text)


_searched = []


def _search(given):
    if not _searched:
        _searched.append(any(map(_holds, _texts())))
    return _searched[0] or any(isinstance(value, (str, bytes)) and _holds(value) for value in given)
"""
_BODY = f"""
if _search(given):
    raise {_FOUND}
raise {_NOT_FOUND}
"""


def told_faults(package: Package) -> Iterator[Fault]:
    """What only staff may know does not stand in what the candidate reads."""
    shown = _plain(view(package).model_dump_json() + package.files["statement.md"])
    shown += _plain(package.files.get(TWIST_STATEMENT, ""))
    for what, text in _secrets(package):
        if len(text.split()) >= _FEWEST_WORDS and _plain(text) in shown:
            yield Fault(
                "hidden", "statement.md", f"the candidate can read {what}: {text[:80]}", "Say it otherwise there."
            )


def _secrets(package: Package) -> Iterator[tuple[str, str]]:
    spec = package.spec
    yield from ((f"the hint of {check.id}", check.hint) for check in spec.checks)
    yield from (("a hint", hint) for hint in spec.hints)
    for policy in spec.policies:
        yield f"why {policy.id} is a decision", policy.why
        yield from ((f"an option of {policy.id}", text) for text in policy.options.values())
    yield from ((f"what the bug {bug.id} does", bug.about) for bug in spec.bugs)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


async def reach_faults(bench: Bench, package: Package) -> list[Fault]:
    """Code that looks through its process and its files finds nothing of grader.py, also while it is called."""
    grader = f"{package.files['grader.py']}\n\n_MARK = {_MARK + secrets.token_hex(16)!r}\n"
    marked = replace(package, files={**package.files, "grader.py": grader})
    first = [package.spec.checks[0].id]
    result = await bench.grade(marked, code(package.spec.entry, _SEARCH, _BODY), only=first)
    kinds = {done.error.kind for done in result.done.values() if done.error is not None}
    if kinds == {_NOT_FOUND}:
        return []
    if _FOUND in kinds:
        remedy = "Hand the code under test nothing that leads there."
        return [Fault("hidden", "grader.py", f"the code under test can find it ({first[0]})", remedy)]
    remedy = "Correct what keeps code from being called at all."
    return [Fault("hidden", "grader.py", f"code that looks for it did not get to look: {explanation(result)}", remedy)]
