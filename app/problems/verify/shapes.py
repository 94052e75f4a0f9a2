"""Source text with a problem's entry point in it, for code that the gates make up."""

import textwrap
from typing import Any

from app.problems.entry import Entry, Role


def code(entry: Entry, prelude: str, body: str, *, constructor: str = "pass") -> str:
    """A module with the entry point: `body` in the function or in every method, where `given` are the arguments.

    In a class `constructor` runs first, with `given` too, and a method knows its own name as `method`.
    """
    if not entry.methods:
        return prelude + _function(entry.name, [argument.name for argument in entry.args], body)
    parts = [_function("__init__", ["self", *(argument.name for argument in entry.args)], constructor)]
    for method in entry.methods:
        names = ["self", *(argument.name for argument in method.args)]
        parts.append(_function(method.name, names, f"method = {method.name!r}\n{body}"))
    return f"{prelude}\n\nclass {entry.name}:\n{textwrap.indent(''.join(parts), '    ')}"


def _function(name: str, names: list[str], body: str) -> str:
    given = [each for each in names if each != "self"]
    tuple_of = f"({', '.join(given)}{',' if given else ''})"
    inner = textwrap.indent(f"given = {tuple_of}\n{textwrap.dedent(body).strip()}\n", "    ")
    return f"\n\ndef {name}({', '.join(names)}):\n{inner}"


def literal(role: Role, value: Any) -> str:
    """Python that makes a value of visible.yaml, as its role has it; `np`, `nan` and `inf` are known there."""
    if role.kind == "array":
        dtype = {"float": "float", "int": "int", "bool": "bool", "str": "str"}.get(role.dtype or "", "None")
        return f"np.array({value!r}, dtype={dtype})"
    if role.kind == "tuple" and role.items and isinstance(value, list):
        return f"({''.join(f'{literal(item, part)}, ' for item, part in zip(role.items, value, strict=False))})"
    if role.kind in ("list", "tuple") and isinstance(value, list):
        parts = ", ".join(literal(role.items[0], part) if role.items else repr(part) for part in value)
        return f"[{parts}]" if role.kind == "list" else f"tuple([{parts}])"
    return f"float({value!r})" if role.kind == "float" and isinstance(value, int) else repr(value)
