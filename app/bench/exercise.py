"""What a bench stands on: implementations that are right and others that are wrong, made of a problem's own solutions.

Pure, and of the package alone. What is left out is what no check can be blamed for: code that the judge cannot serve,
and faults that do not show in what a call returns, raises, leaves of its arguments, or does with objects handed in.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.problems.entry import OWNED, Entry
from app.problems.loader import Package
from app.problems.package import Check
from app.problems.solutions import Solution

LEAST_RIGHT, LEAST_WRONG = 2, 3
_SEEN_FROM_OUTSIDE = {"oracle", "edge", "loud", "metamorphic", "perturb", "stability", "statistical", "gradient", "spy"}
_FORMS_SEEN = {"unmutated", "readonly", "list", "integer", "dtype", "shape"}
_AT_THE_JUDGE = {"numpy", "scipy", "sklearn", "mpmath", *sys.stdlib_module_names}


@dataclass(frozen=True, slots=True)
class Implementation:
    """One of the codes that checks are run on. `misconception` is empty where it is right."""

    path: str
    source: str
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """Implementations of one function or class; `name` is what checks call it by, `methods` are those of a class.

    One that `borrows` is called with objects or streams of the check's own.
    """

    name: str
    signature: str
    environment: str
    cpu_seconds: int
    memory_mb: int
    right: tuple[Implementation, ...]
    wrong: tuple[Implementation, ...]
    methods: tuple[str, ...] = ()
    borrows: bool = False

    def implementation(self, path: str) -> Implementation | None:
        """The planted bug at a path; right code is never shown here."""
        return next((each for each in self.wrong if each.path == path), None)


def of(package: Package) -> Exercise | None:
    """The bench of a problem; None where its own workspace is one, or too little of it can be served."""
    spec = package.spec
    if is_one(package):
        return None
    checks = {check.id: check for check in spec.checks}
    right = [_implementation(each) for each in package.solutions("accepted") if _served(each, spec.entry)]
    wrong = [
        _implementation(each)
        for each in package.solutions("rejected")
        if _served(each, spec.entry) and any(_shows(name, checks) for name in each.caught_by)
    ]
    if len(right) < LEAST_RIGHT or len(wrong) < LEAST_WRONG:
        return None
    return Exercise(
        name=spec.entry.name,
        signature=spec.entry.signature(),
        environment=spec.environment,
        cpu_seconds=spec.limits.cpu_seconds,
        memory_mb=spec.limits.memory_mb,
        right=tuple(right),
        wrong=tuple(wrong),
        methods=tuple(method.name for method in spec.entry.methods),
        borrows=_borrows(spec.entry),
    )


def is_one(package: Package) -> bool:
    """Whether a solution of the problem is itself a check, which a submission puts to right and to wrong code."""
    return any(check.primitive == "kill" and check.params["mode"] == "implementation" for check in package.spec.checks)


def _borrows(entry: Entry) -> bool:
    args = [*entry.args, *(arg for method in entry.methods for arg in method.args)]
    return any(arg.kind in OWNED for arg in args)


def entry_point(exercise: Exercise) -> dict[str, Any]:
    """A check of an implementation, as the judge reads an entry point."""
    borrows = {"borrows": exercise.borrows}
    methods = list(exercise.methods)
    made = {"returns": {"kind": "object", "methods": methods, **borrows}} if methods else {}
    argument = {"name": exercise.name, "kind": "callable", **made, **borrows}
    return {"name": "check", "kind": "function", "args": [argument], "returns": {"kind": "any"}}


def _implementation(solution: Solution) -> Implementation:
    trap = solution.trap
    return Implementation(solution.path, solution.source, trap[:1].upper() + trap[1:])


def _shows(name: str, checks: dict[str, Check]) -> bool:
    """Whether what a check (or an open decision that is not kept) finds can be seen by calling the code."""
    check = checks.get(name)
    if check is None:
        return name.startswith("policy/")
    if check.primitive == "hygiene":
        return set(check.params.get("kinds", ())) <= _FORMS_SEEN
    return check.primitive in _SEEN_FROM_OUTSIDE


def _served(solution: Solution, entry: Entry) -> bool:
    """Whether the judge can load it and finds the entry point by its name."""
    try:
        tree = ast.parse(solution.source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    imported = {name.partition(".")[0] for node in ast.walk(tree) for name in _imports(node)}
    return imported <= _AT_THE_JUDGE and entry.name in set(_defined(tree))


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or "."


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
