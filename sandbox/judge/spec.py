"""What the judge reads of a problem's specification (problem.yaml as plain JSON), as frozen records.

The host validates the whole file; here only what grading needs is read, and anything unknown to a primitive is a
typed error, never ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.judge import params
from sandbox.judge.params import SpecError

_OWNED = frozenset({"object", "callable", "stream"})
DEFAULT_VISIBILITY = {"candidate": "during", "staff": "during"}


@dataclass(frozen=True, slots=True)
class Role:
    """What an argument or result is: `items` describes a tuple's items, or, alone, every item of a list.

    `shape` names dimensions ("[n, d]"); those of one name are equal. An object that stays with the judge has `methods`,
    the ones that may be called; a callable `returns` something. One that `borrows` may be called with objects and
    streams of the code's own.
    """

    name: str
    kind: str = "any"
    dtype: str | None = None
    items: tuple["Role", ...] = ()
    shape: str | None = None
    methods: tuple[str, ...] = ()
    returns: "Role | None" = None
    borrows: bool = False

    @property
    def owned(self) -> bool:
        """Whether it stays with the judge, and the code gets a stand-in."""
        return self.kind in _OWNED


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a class entry point; without `returns` its value is ignored."""

    name: str
    args: tuple[Role, ...]
    returns: Role | None


@dataclass(frozen=True, slots=True)
class Entry:
    """The function or class the candidate writes; a class has methods, and `args` are its constructor's."""

    name: str
    args: tuple[Role, ...]
    returns: Role
    methods: Mapping[str, Method] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Two floats agree when `|a - b| <= atol + rtol·|a|`."""

    rtol: float = 1e-9
    atol: float = 1e-12


@dataclass(frozen=True, slots=True)
class Policy:
    """An open decision: `options` in order, the default first; `raises` are the classes of a deliberate error."""

    id: str
    options: tuple[str, ...]
    raises: tuple[str, ...]
    probe: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the package; `params` is the `Params` record of its primitive."""

    id: str
    primitive: str
    criterion: str
    mistake: str | None
    property: str
    hint: str
    visibility: Mapping[str, str]
    required: bool
    gate: bool
    params: Any


@dataclass(frozen=True, slots=True)
class Bug:
    """A planted fault of the code handed out; `lines` are the sets of lines that each locate it."""

    id: str
    lines: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """Everything the judge knows about a problem besides its trusted code."""

    entry: Entry
    compare: Tolerance
    policies: tuple[Policy, ...]
    checks: tuple[Check, ...]
    bugs: tuple[Bug, ...] = field(default=())
    free_lengths: bool = False  # where only the form of a result counts, lengths and extents do not


def parse(raw: Any, primitives: Mapping[str, type]) -> Spec:
    """Read a specification; `primitives` maps each primitive's name to its `Params` class.

    Raises:
        SpecError: something is missing, of the wrong shape, or unknown.
    """
    try:
        compare = dict(raw.get("compare") or {})
        free_lengths = compare.pop("free_lengths", False)
        checks = tuple(_check(item, primitives) for item in raw["checks"])
        _unique("check", [check.id for check in checks])
        return Spec(
            entry=_entry(raw["entry"]),
            compare=params.parse(Tolerance, compare, "compare"),
            free_lengths=free_lengths,
            policies=tuple(_policy(item) for item in raw.get("policies") or ()),
            checks=checks,
            bugs=tuple(_bug(item) for item in raw.get("bugs") or ()),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise SpecError(f"the specification lacks or misshapes {error}") from error


def _unique(what: str, names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise SpecError(f"two {what}s share an id: {sorted(names)}")


def _entry(raw: Any) -> Entry:
    kind, methods = raw.get("kind", "function"), [_method(item) for item in raw.get("methods") or ()]
    if kind not in ("function", "class") or (kind == "class") != bool(methods):
        raise SpecError(f"entry: a class has methods and a function has none; this is {kind!r} with {len(methods)}")
    _unique("method", [method.name for method in methods])
    args, returns = tuple(_role(item) for item in raw["args"]), _role(raw.get("returns") or {})
    return Entry(raw["name"], args, returns, {method.name: method for method in methods})


def _method(raw: Any) -> Method:
    returns = None if raw.get("returns") is None else _role(raw["returns"])
    return Method(raw["name"], tuple(_role(item) for item in raw["args"]), returns)


def _role(raw: Any) -> Role:
    items = tuple(_role(item) for item in raw.get("items") or ())
    returns = None if raw.get("returns") is None else _role(raw["returns"])
    return Role(
        name=raw.get("name", ""),
        kind=raw.get("kind", "any"),
        dtype=raw.get("dtype"),
        items=items,
        shape=raw.get("shape"),
        methods=tuple(raw.get("methods") or ()),
        returns=returns,
        borrows=raw.get("borrows", False),
    )


def _policy(raw: Any) -> Policy:
    return Policy(raw["id"], tuple(raw["options"]), tuple(raw.get("raises") or ("ValueError",)), raw["probe"])


def _bug(raw: Any) -> Bug:
    return Bug(raw["id"], tuple(frozenset(lines) for lines in raw["lines"]))


def _check(raw: Any, primitives: Mapping[str, type]) -> Check:
    name = raw["primitive"]
    if name not in primitives:
        raise SpecError(f"{raw['id']}: unknown primitive {name!r}; known are {', '.join(sorted(primitives))}")
    return Check(
        id=raw["id"],
        primitive=name,
        criterion=raw["criterion"],
        mistake=raw.get("mistake"),
        property=raw["property"],
        hint=raw.get("hint") or "",
        visibility={**DEFAULT_VISIBILITY, **(raw.get("visibility") or {})},
        required=raw.get("required", True),
        gate=raw.get("gate", False),
        params=params.parse(primitives[name], raw.get("params") or {}, raw["id"]),
    )
