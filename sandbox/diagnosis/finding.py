"""What a look at one thing found: fine, or what is wrong and what to do about it."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Finding:
    """One line of a diagnosis. ``remedy`` is empty only when ``state`` is ok."""

    name: str
    state: State
    detail: str
    remedy: str = ""


def ok(name: str, detail: str) -> Finding:
    """All is well."""
    return Finding(name, "ok", detail)


def warning(name: str, detail: str, remedy: str) -> Finding:
    """It works, and could be safer or will not last."""
    return Finding(name, "warning", detail, remedy)


def problem(name: str, detail: str, remedy: str) -> Finding:
    """Grading, or the whole of Holdout, does not work like this."""
    return Finding(name, "problem", detail, remedy)


def explained(name: str, error: Exception) -> Finding:
    """A problem from an error whose message is a cause and, after its first full stop, a remedy."""
    cause, _, remedy = " ".join(str(error).split()).partition(". ")
    return problem(name, cause, remedy or "See docs/operations.md.")
