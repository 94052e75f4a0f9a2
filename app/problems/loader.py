"""From a folder to a checked package: every error names the file, the line where it is known, and the remedy.

Reads trusted Python only as text (`ast`); nothing of a package is executed here.
"""

import ast
import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from app.kit.markdown import MarkdownError
from app.kit.markdown import check as check_markdown
from app.problems.examples import misfit, named
from app.problems.package import MIN_VISIBLE, SLUG, Equivalent, Example, Spec, TwistSpec
from app.problems.package_error import PackageError, named_from
from app.problems.references import References, functions
from app.problems.repairs import check_bugs
from app.problems.solutions import MINIMUM, TWIST_MINIMUM, Solution, check_solutions, read_solutions
from app.problems.yaml_lines import Document, YamlError
from sandbox.job import PackageFiles

REQUIRED = ("problem.yaml", "statement.md", "starter.py", "visible.yaml", "editorial.md", "CHANGELOG.md", "grader.py")
KNOWN = re.compile(
    r"^(problem\.yaml|statement\.md|starter\.py|visible\.yaml|editorial\.md|CHANGELOG\.md|grader\.py|given\.py|mutants\.yaml"
    r"|solutions/(accepted|rejected)/\w+\.py|(variants|bugs)/\w+\.py"
    r"|twists/[a-z0-9]+(-[a-z0-9]+)*/(twist\.yaml|statement\.md|grader\.py|visible\.yaml|solutions/(accepted|rejected)/\w+\.py))$"
)
TWIST_REQUIRED = ("twist.yaml", "statement.md", "grader.py")
TWIST_STATEMENT, TWIST_GRADER = "twist/statement.md", "twist/grader.py"
MAX_FILE = 512 * 1024
_EXAMPLES = TypeAdapter(list[Example])
_EQUIVALENTS = TypeAdapter(list[Equivalent])
_FOR_THE_JUDGE = re.compile(r"^(grader\.py|given\.py|twist/grader\.py|(variants|bugs)/.*)$")


@dataclass(frozen=True)
class Package:
    """A checked package: its specification, examples and every file as text.

    A twisted problem is one too: with the twist's solutions and examples for the package's, and with
    `twist/statement.md` and `twist/grader.py` beside the package's own.
    """

    pattern: str
    slug: str
    spec: Spec
    examples: list[Example]
    files: dict[str, str]
    twists: dict[str, "Twist"] = field(default_factory=dict)
    equivalents: list[Equivalent] = field(default_factory=list)

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

    def for_the_judge(self, twist: str | None = None) -> PackageFiles:
        """What grading the problem, or its twist of this id, needs; solutions and prose stay outside."""
        if twist is not None:
            return self.twist(twist).problem.for_the_judge()
        return PackageFiles(
            spec=self.spec.as_json(),
            visible=[example.model_dump(exclude_none=True) for example in self.examples],
            files={path: text for path, text in self.files.items() if _FOR_THE_JUDGE.match(path)},
        )

    def twist(self, name: str) -> "Twist":
        """The twist of this id; PackageError when there is none."""
        if name not in self.twists:
            known = ", ".join(self.twists) or "none"
            raise PackageError(f"twists/{name}", "there is no such twist", remedy=f"There are: {known}.")
        return self.twists[name]

    def solutions(self, kind: Literal["accepted", "rejected"]) -> list[Solution]:
        """The solutions that ship with the package, by name."""
        return read_solutions(kind, self.files)


@dataclass(frozen=True)
class Twist:
    """A change of requirements that an interviewer may apply; `problem` is the problem after it."""

    id: str
    spec: TwistSpec
    problem: Package


def load_folder(folder: Path) -> Package:
    """Read and check `…/<pattern>/<slug>/`; PackageError at the first thing that is wrong."""
    return build(folder.parent.name, folder.name, _read_files(folder))


def build(pattern: str, slug: str, files: dict[str, str]) -> Package:
    """Check a package given as texts; PackageError at the first thing that is wrong."""
    for path in REQUIRED:
        if not files.get(path, "").strip():
            raise PackageError(
                path, "the file is missing or empty", remedy="Every package needs it; see the format guide."
            )
    spec = _parse_spec(files["problem.yaml"])
    if (spec.pattern, bool(SLUG.fullmatch(slug))) != (pattern, True):
        raise PackageError(
            "problem.yaml",
            f"pattern {spec.pattern!r} and folder {pattern}/{slug} do not agree",
            remedy="A package lives in problems/<pattern>/<slug>/, the slug in kebab-case.",
        )
    _check_python(pattern, files)
    _check_prose(files)
    document = Document(files["problem.yaml"])
    known = functions(files["grader.py"])
    References("problem.yaml", document, known, files).check(spec.policies, spec.checks, ["checks"])
    check_bugs(spec, files.get("given.py", ""), document)
    check_solutions(spec, files, MINIMUM)
    package = Package(pattern, slug, spec, _parse_examples(files["visible.yaml"], spec, files), files)
    names = sorted({path.split("/")[1] for path in files if path.startswith("twists/")})
    twists = {name: _build_twist(package, name) for name in names}
    return replace(package, twists=twists, equivalents=_parse_equivalents(files))


def _build_twist(package: Package, name: str) -> Twist:
    folder = f"twists/{name}"
    own = {
        path.removeprefix(f"{folder}/"): text for path, text in package.files.items() if path.startswith(f"{folder}/")
    }
    with named_from(folder):
        for path in TWIST_REQUIRED:
            if not own.get(path, "").strip():
                raise PackageError(path, "the file is missing or empty", remedy="Every twist needs it.")
        twist = _parse_twist(own["twist.yaml"], package.spec)
        return Twist(name, twist, _twisted(package, twist, own))


def _parse_twist(text: str, spec: Spec) -> TwistSpec:
    document = _yaml("twist.yaml", text)
    try:
        twist = TwistSpec.model_validate(document.data)
        twist.applied_to(spec)
    except ValidationError as error:
        raise _schema_error("twist.yaml", document, error) from error
    known = {check.id for check in spec.checks}
    if astray := next((check for check in twist.checks.keep or [] if check not in known), None):
        raise PackageError(
            "twist.yaml",
            f"the problem has no check {astray!r} to keep",
            line=document.line(["checks", "keep"]),
            remedy="Name checks of problem.yaml.",
        )
    return twist


def _twisted(package: Package, twist: TwistSpec, own: dict[str, str]) -> Package:
    """The problem after the twist, checked; errors name the twist's files."""
    spec = twist.applied_to(package.spec)
    kept = {path: text for path, text in package.files.items() if not path.startswith(("solutions/", "twists/"))}
    solutions = {path: text for path, text in own.items() if path.startswith("solutions/")}
    files = {**kept, **solutions, TWIST_STATEMENT: own["statement.md"], TWIST_GRADER: own["grader.py"]}
    known = functions(package.files["grader.py"]) | functions(own["grader.py"])
    references = References("twist.yaml", Document(own["twist.yaml"]), known, files)
    references.check(twist.policies or [], twist.checks.add, ["checks", "add"])
    check_solutions(spec, files, TWIST_MINIMUM)
    arguments = [entry.model_dump(include={"args", "methods"}) for entry in (spec.entry, package.spec.entry)]
    if "visible.yaml" not in own and arguments[0] != arguments[1]:
        message = "the twist has other arguments, so the problem's examples do not fit"
        raise PackageError("visible.yaml", message, remedy="Give the twist examples of its own.")
    visible = own.get("visible.yaml", package.files["visible.yaml"])
    return Package(package.pattern, package.slug, spec, _parse_examples(visible, spec, files), files)


def _read_files(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise PackageError(str(folder), "there is no such folder", remedy="Name a package as <pattern>/<slug>.")
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (path.is_dir() and not path.is_symlink()) or "__pycache__" in path.parts:
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
    return PackageError(
        name, f"{where}: {message}" if where else message, line=document.line(first["loc"]), remedy=remedy
    )


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
    known = functions(files["grader.py"]) | functions(files.get(TWIST_GRADER, ""))
    for index, example in enumerate(examples):
        line = document.line([index])
        wrong = None if example.args is None else misfit(spec.entry, example.args)
        if wrong:
            raise PackageError(
                "visible.yaml", f"{example.name!r} {wrong}", line=line, remedy="Give every argument, and no other."
            )
        if absent := sorted(set(named(spec.entry, example.args or {})) - known):
            message = f"{example.name!r} names {', '.join(absent)}, which grader.py does not define"
            raise PackageError("visible.yaml", message, line=line, remedy="Define it, or correct the name.")
        if example.implementation is not None and example.implementation not in files:
            raise PackageError(
                "visible.yaml", f"there is no file {example.implementation}", line=line, remedy="Correct the path."
            )
    return examples


def _parse_equivalents(files: dict[str, str]) -> list[Equivalent]:
    if "mutants.yaml" not in files:
        return []
    document = _yaml("mutants.yaml", files["mutants.yaml"])
    try:
        equivalents = _EQUIVALENTS.validate_python(document.data)
    except ValidationError as error:
        raise _schema_error("mutants.yaml", document, error) from error
    for index, each in enumerate(equivalents):
        if f"solutions/accepted/{each.solution}.py" not in files:
            message = f"there is no accepted solution {each.solution}"
            raise PackageError(
                "mutants.yaml", message, line=document.line([index]), remedy="Name its file without .py."
            )
    return equivalents


def _check_python(pattern: str, files: dict[str, str]) -> None:
    for path, text in files.items():
        if not path.endswith(".py") or "solutions/rejected/" in path:
            continue  # a rejected solution may well be one that does not compile
        try:
            ast.parse(text)
        except (SyntaxError, ValueError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            message = error.msg if isinstance(error, SyntaxError) else str(error)
            raise PackageError(path, message, line=line, remedy="Correct the Python there.") from error
    if pattern == "debugging" and "given.py" not in files:
        raise PackageError("given.py", "a debugging problem hands out code", remedy="Add given.py.")


def _check_prose(files: dict[str, str]) -> None:
    for path, text in files.items():
        if not path.endswith(("statement.md", "editorial.md")):
            continue
        try:
            check_markdown(text)
        except MarkdownError as error:
            raise PackageError(path, str(error), line=error.line, remedy="Correct the Markdown there.") from error
