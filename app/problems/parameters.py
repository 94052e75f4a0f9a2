"""Which parameters each primitive of the judge takes, and which of them name functions of grader.py.

Read from the judge's own declarations as source text: its modules need numpy, which only the judge's container has.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sandbox

PRIMITIVES = Path(sandbox.__file__).parent / "judge" / "primitives"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field of a primitive's `Params`; `fields` are those of a record inside it."""

    name: str
    required: bool
    is_function: bool
    default: Any = None
    fields: tuple["Parameter", ...] = ()


@cache
def parameters(primitive: str) -> tuple[Parameter, ...] | None:
    """The parameters of a primitive; None when this judge does not have it."""
    path = PRIMITIVES / f"{primitive}.py"
    if not path.exists():
        return None
    tree = ast.parse(path.read_text())
    records = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    return _fields(records["Params"], records)


def _fields(record: ast.ClassDef, records: dict[str, ast.ClassDef]) -> tuple[Parameter, ...]:
    return tuple(
        _parameter(statement, statement.target.id, records)
        for statement in record.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    )


def _parameter(statement: ast.AnnAssign, name: str, records: dict[str, ast.ClassDef]) -> Parameter:
    names = {node.id for node in ast.walk(statement.annotation) if isinstance(node, ast.Name)}
    inner = next((records[each] for each in names if each in records), None)
    return Parameter(
        name=name,
        required=statement.value is None,
        is_function="Function" in names,
        default=_value(statement.value),
        fields=_fields(inner, records) if inner is not None else (),
    )


def _value(node: ast.expr | None) -> Any:
    """The default where it is written out."""
    try:
        return None if node is None else ast.literal_eval(node)
    except ValueError:
        return None
