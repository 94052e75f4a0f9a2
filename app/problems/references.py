"""What problem.yaml or twist.yaml name elsewhere: functions of grader.py, parameters of primitives, files.

Reads trusted Python only as text (`ast`); nothing of a package is executed here.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.problems.package import Check, Policy, Spec
from app.problems.package_error import PackageError
from app.problems.parameters import Parameter, parameters
from app.problems.yaml_lines import Document

Path = list[int | str]
_COMPARED = {"oracle", "edge", "stability"}


def functions(source: str) -> set[str]:
    """The names that a module defines, assigns or imports at its top level."""
    tree = ast.parse(source)
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    return defined | assigned | imported


@dataclass(frozen=True)
class References:
    """Checks one YAML file; `known` are the functions of grader.py, `files` those of the package."""

    file: str
    document: Document
    known: set[str]
    files: Mapping[str, str]

    def faults(
        self, spec: Spec, policies: list[Policy], checks: list[Check], checks_at: Path
    ) -> Iterator[PackageError]:
        """What the file's own `policies` and `checks` name in vain; `checks_at` is where the checks stand."""
        for index, policy in enumerate(policies):
            yield from self._function(policy.probe, ["policies", index, "probe"])
        for index, check in enumerate(checks):
            yield from self._check(check, [*checks_at, index])
            if check.criterion not in spec.rubric:
                message = f"{check.id} speaks to {check.criterion}, for which the rubric of problem.yaml has no anchors"
                remedy = "Add them there, or give the check another criterion."
                yield self._error(message, [*checks_at, index, "criterion"], remedy)
        if _COMPARED & {check.primitive for check in checks} and "reference" not in self.known:
            yield PackageError("grader.py", "it defines no reference()", remedy="Oracles compare with it: define it.")

    def _error(self, message: str, at: Path, remedy: str) -> PackageError:
        return PackageError(self.file, message, line=self.document.line(at), remedy=remedy)

    def _function(self, name: str, at: Path) -> Iterator[PackageError]:
        if name not in self.known:
            yield self._error(f"grader.py defines no function {name}", at, "Define it, or correct the name.")

    def _check(self, check: Check, at: Path) -> Iterator[PackageError]:
        declared = parameters(check.primitive)
        if declared is None:
            message = f"this judge has no primitive {check.primitive}"
            yield self._error(message, [*at, "primitive"], "Use one of those it has.")
            return
        yield from self._params(declared, check.params, [*at, "params"])
        path = check.params.get("path")
        in_folder = str(path).endswith("/") and any(name.startswith(str(path)) for name in self.files)
        if path is not None and path not in self.files and not in_folder:
            yield self._error(f"there is no file {path}", [*at, "params", "path"], "Add it, or correct the path.")

    def _params(self, declared: tuple[Parameter, ...], given: dict[str, Any], at: Path) -> Iterator[PackageError]:
        by_name = {parameter.name: parameter for parameter in declared}
        for name in sorted(set(given) - set(by_name)):
            yield self._error(f"there is no parameter {name!r}", [*at, name], f"There are: {', '.join(by_name)}.")
        for parameter in declared:
            value = given.get(parameter.name)
            if value is None and parameter.required:
                yield self._error(f"the parameter {parameter.name!r} is missing", at, "Add it.")
            if value is None:
                continue
            if parameter.is_function:
                yield from self._function(value, [*at, parameter.name])
            if parameter.fields and isinstance(value, dict):
                yield from self._params(parameter.fields, value, [*at, parameter.name])
