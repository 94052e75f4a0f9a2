"""Parameters of primitives: plain JSON into the frozen `Params` dataclass of a primitive, or a typed error.

Knows dataclasses and nothing of what a parameter means.
"""

import dataclasses
import types
import typing
from typing import Any, NewType, TypeVar

from sandbox.judge.replies import PlatformFault

T = TypeVar("T")
Function = NewType("Function", str)  # the name of a function in grader.py
REFERENCE = Function("reference")


class SpecError(PlatformFault):
    """The package's specification is not one this judge understands."""


def parse(cls: type[T], raw: Any, where: str) -> T:
    """Build `cls` from a mapping; unknown and missing keys, wrong types and values it refuses are SpecErrors."""
    if not isinstance(raw, dict):
        raise SpecError(f"{where}: parameters must be a mapping")
    hints = typing.get_type_hints(cls)
    fields = {field.name: field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]  # any Params class
    if unknown := sorted(set(raw) - set(fields)):
        raise SpecError(f"{where}: unknown parameter {', '.join(unknown)}; it has {', '.join(fields)}")
    missing = [name for name, field in fields.items() if name not in raw and _required(field)]
    if missing:
        raise SpecError(f"{where}: parameter {', '.join(missing)} is missing")
    values = {name: _convert(hints[name], value, f"{where}: {name}") for name, value in raw.items()}
    try:
        return cls(**values)
    except ValueError as error:
        raise SpecError(f"{where}: {error}") from error


def functions(params: Any) -> list[str]:
    """Names of the grader functions that the parameters refer to."""
    hints = typing.get_type_hints(type(params))
    named = []
    for name, hint in hints.items():
        value = getattr(params, name)
        if dataclasses.is_dataclass(value):
            named += functions(value)
        elif value is not None and Function in (hint, *typing.get_args(hint)):
            named.append(value)
    return named


def _required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _convert(hint: Any, value: Any, where: str) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        options = [option for option in typing.get_args(hint) if option is not type(None)]
        return None if value is None else _convert(options[0], value, where)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise SpecError(f"{where} must be a list")
        return tuple(_convert(typing.get_args(hint)[0], item, where) for item in value)
    if typing.get_origin(hint) is typing.Literal:
        if value not in typing.get_args(hint):
            raise SpecError(f"{where} must be one of {', '.join(typing.get_args(hint))}")
        return value
    if dataclasses.is_dataclass(hint):
        return parse(hint, value, where)  # type: ignore[arg-type]  # a class: hints hold no instances
    return _scalar(hint, value, where)


def _scalar(hint: Any, value: Any, where: str) -> Any:
    wanted = str if hint is Function else hint
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise SpecError(f"{where} must be of type {wanted.__name__}, not {type(value).__name__}")
    return value
