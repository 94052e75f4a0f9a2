"""What a candidate's own checks catch: run on every solution of the bank, in this process. These texts are ours."""

import io
import warnings
from contextlib import redirect_stdout
from typing import Any

from simulated.texts import Problem


def tried(each: Problem, key: str) -> dict[str, list[str]]:
    """The texts of the problem, ours included, on which the checks fail, and those that need a library we have not."""
    found = {name: refuses(text, each.checks[key]) for name, text in each.solutions.items() if name not in each.twisted}
    return {
        "fails_on": [name for name, refused in found.items() if refused],
        "skipped": [name for name, refused in found.items() if refused is None],
    }


def refuses(solution: str, checks: str) -> bool | None:
    """Whether checks, given as a candidate writes them, fail on a solution; None where it cannot be loaded here."""
    names: dict[str, Any] = {"__name__": "solution"}
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            exec(compile(solution, "solution.py", "exec"), names)  # noqa: S102 - texts of this repository
            exec(compile(checks, "checks.py", "exec"), names)  # noqa: S102 - the same
            for name, function in list(names.items()):
                if name.startswith("test_") and callable(function):
                    function()
    except ImportError:
        return None
    except Exception:  # noqa: BLE001 - whatever a check raises, it has failed
        return True
    return False
