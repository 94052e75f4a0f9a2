"""Running the checks a candidate wrote for their own code. Their prints and messages are theirs to see."""

import contextlib
import io
import sys
from collections.abc import Callable
from typing import Any

from sandbox.inside import loading

_OUTPUT = 4096


def run(source: str, solution: Any) -> list[dict[str, Any]]:
    """Run top-level asserts as one check named ``module``, then each ``test_*`` function.

    The names of the solution are in scope, so that a check need not import them.
    """
    scope: dict[str, Any] = {}

    def top() -> None:
        scope.update(vars(_checks_module(source, solution)))

    results = [_one("module", top)]
    tests = [(name, value) for name, value in scope.items() if name.startswith("test_") and callable(value)]
    results += [_one(name, test) for name, test in tests]
    return results if results[0]["state"] != "passed" or not tests else results[1:]


def _checks_module(source: str, solution: Any) -> Any:
    module = type(sys)("checks")
    module.__dict__.update({name: value for name, value in vars(solution).items() if not name.startswith("__")})
    exec(compile(source, "checks.py", "exec", dont_inherit=True), module.__dict__)
    return module


def _one(name: str, check: Callable[[], object]) -> dict[str, Any]:
    output = io.StringIO()
    state, message, line = "passed", "", None
    try:
        with contextlib.redirect_stdout(output):
            check()
    except AssertionError as error:
        described = loading.describe(error)
        state, message, line = "failed", described["message"], described["line"]
    except BaseException as error:
        described = loading.describe(error)
        state, message, line = "error", f"{described['kind']}: {described['message']}", described["line"]
    text = output.getvalue()
    return {"name": name, "state": state, "message": message, "line": line, "output": text[:_OUTPUT]}
