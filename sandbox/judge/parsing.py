"""Reducing what a candidate's process claims to the reply types. Nothing it sends is taken at its word.

A class name is believed only when it is a built-in's or numpy's own, since a class can be named after the data
it has seen; everything textual is cut to a length.
"""

from typing import Any

from sandbox.judge.how import SAFE_KINDS
from sandbox.judge.replies import Kept, Names, OwnCheck, Raised

_TEXT = 2000
_CHECKS = 200


def raised(reply: dict[str, Any]) -> Raised:
    """A `Raised` from a refusing reply."""
    kind = reply.get("kind")
    classes = reply.get("classes")
    known = (
        frozenset(SAFE_KINDS & {name for name in classes if type(name) is str})
        if isinstance(classes, list)
        else frozenset()
    )
    believed = kind if type(kind) is str and (kind in known or kind == "not plain data") else "custom exception"
    return Raised(kind=believed, classes=known, line=_line(reply.get("line")), message=_text(reply.get("message")))


def own_checks(value: Any) -> list[OwnCheck]:
    """The candidate's own checks; rows that are not of the form are dropped."""
    rows = value if isinstance(value, list) else []
    return [
        OwnCheck(
            name=_text(row.get("name"))[:100],
            state=row["state"],
            message=_text(row.get("message")),
            line=_line(row.get("line")),
            output=_text(row.get("output")),
        )
        for row in rows[:_CHECKS]
        if isinstance(row, dict) and type(row.get("state")) is str and row["state"] in ("passed", "failed", "error")
    ]


def kept(value: Any) -> Kept:
    """What is left of the inspected calls; whatever is not of the form counts as nothing left."""
    parts = value if isinstance(value, dict) else {}
    args, results = parts.get("args"), parts.get("results")
    return Kept(args if isinstance(args, list) else [], results if isinstance(results, list) else [])


def names(value: Any) -> dict[str, Names]:
    """What the source defines: parameters by name."""
    rows = value if isinstance(value, dict) else {}
    return {name[:100]: _parameters(row) for name, row in rows.items() if type(name) is str}


def _parameters(row: Any) -> Names:
    return [_text(item)[:100] for item in row[:50]] if isinstance(row, list) else None


def _line(value: Any) -> int | None:
    return value if type(value) is int and value > 0 else None


def _text(value: Any) -> str:
    return value[:_TEXT] if type(value) is str else ""
