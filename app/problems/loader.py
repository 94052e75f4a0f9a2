"""From a folder to a checked package: every error names the file, the line where it is known, and the remedy.

Reads trusted Python only as text (`ast`); nothing of a package is executed here.
"""

import ast
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from app.kit.markdown import MarkdownError
from app.kit.markdown import check as check_markdown
from app.problems.examples import misfit, named
from app.problems.package import MIN_VISIBLE, Check, Example, Spec
from app.problems.parameters import Parameter, parameters
from app.problems.package_error import PackageError
from app.problems.solutions import Solution, check_solutions, read_solutions
from app.problems.yaml_lines import Document, YamlError
from sandbox.job import PackageFiles

REQUIRED = ("problem.yaml", "statement.md", "starter.py", "visible.yaml", "editorial.md", "CHANGELOG.md", "grader.py")
KNOWN = re.compile(
    r"^(problem\.yaml|statement\.md|starter\.py|visible\.yaml|editorial\.md|CHANGELOG\.md|grader\.py|given\.py"
    r"|solutions/(accepted|rejected)/\w+\.py|(variants|bugs)/\w+\.py)$"
)
MAX_FILE = 512 * 1024
_EXAMPLES = TypeAdapter(list[Example])


@dataclass(frozen=True)
class Package:
    """A checked package: its specification, examples and every file as text."""

    pattern: str
    slug: str
    spec: Spec
    examples: list[Example]
    files: dict[str, str]

    @property
    def name(self) -> str:
        """`<pattern>/<slug>`."""
        return f"{self.pattern}/{self.slug}"

    @cached_property
    def digest(self) -> str:
        """A hash over every file: two packages are the same when it is."""
        parts = hashlib.sha256()
        for path in sorted(self.files):
            for part in (path.encode(), self.files[path].encode()):
                parts.update(len(part).to_bytes(8, "big") + part)
        return parts.hexdigest()

    def for_the_judge(self) -> PackageFiles:
        """What grading needs; solutions and prose stay outside."""
        return PackageFiles(
            spec=self.spec.as_json(),
            visible=[example.model_dump(exclude_none=True) for example in self.examples],
            files={
                path: text
                for path, text in self.files.items()
                if path in {"grader.py", "given.py"} or path.startswith(("variants/", "bugs/"))
            },
        )

    def solutions(self, kind: Literal["accepted", "rejected"]) -> list[Solution]:
        """The solutions that ship with the package, by name."""
        return read_solutions(kind, self.files)


def load_folder(folder: Path) -> Package:
    """Read and check `…/<pattern>/<slug>/`; PackageError at the first thing that is wrong."""
    return build(folder.parent.name, folder.name, _read_files(folder))


def build(pattern: str, slug: str, files: dict[str, str]) -> Package:
    """Check a package given as texts; PackageError at the first thing that is wrong."""
    for path in REQUIRED:
        if not files.get(path, "").strip():
            raise PackageError(path, "the file is missing or empty", remedy="Every package needs it; see the format guide.")
    spec = _parse_spec(files["problem.yaml"])
    if (spec.pattern, bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug))) != (pattern, True):
        raise PackageError(
            "problem.yaml",
            f"pattern {spec.pattern!r} and folder {pattern}/{slug} do not agree",
            remedy="A package lives in problems/<pattern>/<slug>/, the slug in kebab-case.",
        )
    package = Package(pattern, slug, spec, _parse_examples(files["visible.yaml"], spec, files), files)
    _check_python(package)
    _check_statement(files)
    _check_references(package)
    check_solutions(spec, files)
    return package


def _read_files(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise PackageError(str(folder), "there is no such folder", remedy="Name a package as <pattern>/<slug>.")
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink() or "__pycache__" in path.parts:
            continue
        if path.is_symlink() or not KNOWN.match(name):
            raise PackageError(name, "this file has no place in a package", remedy="Remove it, or correct its name.")
        if path.stat().st_size > MAX_FILE:
            raise PackageError(name, "the file is over 512 KiB", remedy="Generate large data in grader.py instead.")
        try:
            files[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise PackageError(name, "the file is not UTF-8 text", remedy="Save it as UTF-8.") from error
    return files


def _yaml(name: str, text: str) -> Document:
    try:
        return Document(text)
    except YamlError as error:
        raise PackageError(name, str(error), line=error.line, remedy="Correct the YAML there.") from error


def _schema_error(name: str, document: Document, error: ValidationError) -> PackageError:
    errors = error.errors()
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    remedy = "Correct the value."
    if first["type"] == "extra_forbidden":
        message, remedy = "there is no such key", "Correct its spelling or remove it."
    elif first["type"] == "missing":
        message, remedy = "this key is missing", "Add it."
    return PackageError(name, f"{where}: {message}" if where else message, line=document.line(first["loc"]), remedy=remedy)


def _parse_spec(text: str) -> Spec:
    document = _yaml("problem.yaml", text)
    try:
        return Spec.model_validate(document.data)
    except ValidationError as error:
        raise _schema_error("problem.yaml", document, error) from error


def _parse_examples(text: str, spec: Spec, files: dict[str, str]) -> list[Example]:
    document = _yaml("visible.yaml", text)
    try:
        examples = _EXAMPLES.validate_python(document.data)
    except ValidationError as error:
        raise _schema_error("visible.yaml", document, error) from error
    if len(examples) < MIN_VISIBLE:
        raise PackageError("visible.yaml", f"there are fewer than {MIN_VISIBLE} examples", remedy="Add another one.")
    for index, example in enumerate(examples):
        line = document.line([index])
        wrong = None if example.args is None else misfit(spec.entry, example.args)
        if wrong:
            raise PackageError(
                "visible.yaml", f"{example.name!r} {wrong}", line=line, remedy="Give every argument, and no other."
            )
        if example.implementation is not None and example.implementation not in files:
            raise PackageError(
                "visible.yaml", f"there is no file {example.implementation}", line=line, remedy="Correct the path."
            )
    return examples


def _check_python(package: Package) -> None:
    for path, text in package.files.items():
        if not path.endswith(".py") or path.startswith("solutions/rejected/"):
            continue  # a rejected solution may well be one that does not compile
        try:
            ast.parse(text)
        except (SyntaxError, ValueError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            message = error.msg if isinstance(error, SyntaxError) else str(error)
            raise PackageError(path, message, line=line, remedy="Correct the Python there.") from error
    needs_given = package.pattern == "debugging"
    if needs_given and "given.py" not in package.files:
        raise PackageError("given.py", "a debugging problem hands out code", remedy="Add given.py.")
    for bug in package.spec.bugs:
        last = len(package.files.get("given.py", "").splitlines())
        if any(line > last for lines in bug.lines for line in lines):
            raise PackageError("problem.yaml", f"bug {bug.id!r} names a line that given.py lacks", remedy="Correct `lines`.")


def _check_statement(files: dict[str, str]) -> None:
    for name in ("statement.md", "editorial.md"):
        try:
            check_markdown(files[name])
        except MarkdownError as error:
            raise PackageError(name, str(error), line=error.line, remedy="Correct the Markdown there.") from error


def _functions(source: str) -> set[str]:
    tree = ast.parse(source)
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assigned = {
        target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
        if isinstance(target, ast.Name)
    }
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    }
    return defined | assigned | imported


def _check_references(package: Package) -> None:
    document = Document(package.files["problem.yaml"])
    known = _functions(package.files["grader.py"])
    for index, policy in enumerate(package.spec.policies):
        if policy.probe not in known:
            raise _unknown_function(policy.probe, document.line(["policies", index, "probe"]))
    for example in package.examples:
        for name in set(named(package.spec.entry, example.args) if example.args is not None else ()) - known:
            raise PackageError(
                "visible.yaml", f"{example.name!r}: grader.py defines no {name}", remedy="Define it, or correct the name."
            )
    for index, check in enumerate(package.spec.checks):
        _check_params(check, index, document, known, package.files)
    compared = {"oracle", "edge", "stability"} & {check.primitive for check in package.spec.checks}
    if compared and "reference" not in known:
        raise PackageError("grader.py", "it defines no reference()", remedy="Oracles compare with it: define it.")


def _unknown_function(name: str, line: int | None) -> PackageError:
    return PackageError(
        "problem.yaml", f"grader.py defines no function {name}", line=line, remedy="Define it, or correct the name."
    )


def _check_params(check: Check, index: int, document: Document, known: set[str], files: dict[str, str]) -> None:
    declared = parameters(check.primitive)
    at: list[int | str] = ["checks", index]
    if declared is None:
        raise PackageError(
            "problem.yaml", f"this judge has no primitive {check.primitive}", line=document.line([*at, "primitive"]),
            remedy="Use one of those it has.",
        )
    _walk_params(declared, check.params, [*at, "params"], document, known)
    path = check.params.get("path")
    if path is not None and path not in files and not (path.endswith("/") and any(f.startswith(path) for f in files)):
        raise PackageError(
            "problem.yaml", f"there is no file {path}", line=document.line([*at, "params", "path"]),
            remedy="Add it, or correct the path.",
        )


def _walk_params(
    declared: tuple[Parameter, ...], given: dict[str, Any], at: list[int | str], document: Document, known: set[str]
) -> None:
    by_name = {parameter.name: parameter for parameter in declared}
    for name in sorted(set(given) - set(by_name)):
        raise PackageError(
            "problem.yaml", f"there is no parameter {name!r}", line=document.line([*at, name]),
            remedy=f"There are: {', '.join(by_name)}.",
        )
    for parameter in declared:
        value = given.get(parameter.name)
        if value is None:
            if parameter.required:
                raise PackageError(
                    "problem.yaml", f"the parameter {parameter.name!r} is missing", line=document.line(at), remedy="Add it."
                )
            continue
        if parameter.is_function and value not in known:
            raise _unknown_function(value, document.line([*at, parameter.name]))
        if parameter.fields and isinstance(value, dict):
            _walk_params(parameter.fields, value, [*at, parameter.name], document, known)
