"""From a folder to a checked package: every error names the file, the line where it is known, and the remedy.

Reads trusted Python only as text (`ast`); nothing of a package is executed here.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from app.problems.examples import misfit, named
from app.problems.package import SLUG, Equivalent, Example, Spec, TwistSpec
from app.problems.package_error import PackageError, named_from, noted, raise_together
from app.problems.parsing import (
    document,
    parse_equivalents,
    parse_examples,
    parse_spec,
    parse_twist,
    prose_faults,
    python_faults,
)
from app.problems.references import References, functions
from app.problems.repairs import bug_faults
from app.problems.solutions import MINIMUM, TWIST_MINIMUM, Solution, read_solutions, solution_faults
from sandbox.job import PackageFiles

REQUIRED = ("problem.yaml", "statement.md", "starter.py", "visible.yaml", "editorial.md", "CHANGELOG.md", "grader.py")
KNOWN = re.compile(
    r"^(problem\.yaml|statement\.md|starter\.py|visible\.yaml|editorial\.md|CHANGELOG\.md|grader\.py|given\.py|mutants\.yaml"
    r"|solutions/(accepted|rejected)/\w+\.py|(variants|bugs)/\w+\.py"
    r"|twists/[a-z0-9]+(-[a-z0-9]+)*/(twist\.yaml|statement\.md|grader\.py|visible\.yaml|solutions/(accepted|rejected)/\w+\.py))\Z",
    re.ASCII,
)
TWIST_REQUIRED = ("twist.yaml", "statement.md", "grader.py")
TWIST_STATEMENT, TWIST_GRADER = "twist/statement.md", "twist/grader.py"
MAX_FILE = 512 * 1024
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

    @property
    def memory_mb(self) -> int:
        """The most MiB that it, or a twist of it, grants."""
        parts = (self.spec, *(twist.problem.spec for twist in self.twists.values()))
        return max(spec.limits.memory_mb for spec in parts)

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
    """Read and check `…/<pattern>/<slug>/`; PackageError with all that can be known at once."""
    return build(folder.parent.name, folder.name, read_files(folder))


def build(pattern: str, slug: str, files: dict[str, str]) -> Package:
    """Check a package given as texts; PackageError with all that can be known at once.

    First whether the files are there, then what each says by itself, then what they say of each other, then twists.
    """
    raise_together(_missing(REQUIRED, files, "Every package needs it; see the format guide."))
    found = [
        PackageError(path, "the file holds a NUL character", remedy="Remove it, or write it as an escape.")
        for path, text in files.items()
        if "\0" in text
    ]
    with noted(found):
        spec = parse_spec(files["problem.yaml"])
        found += _misplaced(spec, pattern, slug, files)
    with noted(found):
        examples = parse_examples(files["visible.yaml"])
    with noted(found):
        equivalents = parse_equivalents(files.get("mutants.yaml"))
    raise_together([*found, *python_faults(files), *prose_faults(files)])
    read = document("problem.yaml", files["problem.yaml"])
    references = References("problem.yaml", read, functions(files["grader.py"]), files)
    raise_together(
        [
            *references.faults(spec, spec.policies, spec.checks, ["checks"]),
            *bug_faults(spec, files.get("given.py", ""), read),
            *solution_faults(spec, files, MINIMUM),
            *_example_faults(examples, spec, files),
            *_equivalent_faults(equivalents, files),
        ]
    )
    package = Package(pattern, slug, spec, examples, files, equivalents=equivalents)
    return replace(package, twists=_twists(package))


def _missing(names: Iterable[str], files: Mapping[str, str], remedy: str) -> Iterator[PackageError]:
    for path in names:
        if not files.get(path, "").strip():
            yield PackageError(path, "the file is missing or empty", remedy=remedy)


def _misplaced(spec: Spec, pattern: str, slug: str, files: Mapping[str, str]) -> Iterator[PackageError]:
    if (spec.pattern, bool(SLUG.fullmatch(slug))) != (pattern, True):
        message = f"pattern {spec.pattern!r} and folder {pattern}/{slug} do not agree"
        remedy = "A package lives in problems/<pattern>/<slug>/, the slug in kebab-case."
        yield PackageError("problem.yaml", message, remedy=remedy)
    if pattern == "debugging" and "given.py" not in files:
        yield PackageError("given.py", "a debugging problem hands out code", remedy="Add given.py.")


def _twists(package: Package) -> dict[str, Twist]:
    found: list[PackageError] = []
    twists = {}
    for name in sorted({path.split("/")[1] for path in package.files if path.startswith("twists/")}):
        with noted(found), named_from(f"twists/{name}"):
            twists[name] = _build_twist(package, name)
    raise_together(found)
    return twists


def _build_twist(package: Package, name: str) -> Twist:
    """The twist, checked; errors name its files from its own folder."""
    folder = f"twists/{name}/"
    own = {path.removeprefix(folder): text for path, text in package.files.items() if path.startswith(folder)}
    raise_together(_missing(TWIST_REQUIRED, own, "Every twist needs it."))
    found: list[PackageError] = []
    with noted(found):
        twist = parse_twist(own["twist.yaml"], package.spec)
    with noted(found):
        examples = parse_examples(own.get("visible.yaml", package.files["visible.yaml"]))
    raise_together(found)
    spec = twist.applied_to(package.spec)
    kept = {path: text for path, text in package.files.items() if not path.startswith(("solutions/", "twists/"))}
    solutions = {path: text for path, text in own.items() if path.startswith("solutions/")}
    files = {**kept, **solutions, TWIST_STATEMENT: own["statement.md"], TWIST_GRADER: own["grader.py"]}
    raise_together(_twist_faults(package, twist, own, files, examples))
    return Twist(name, twist, Package(package.pattern, package.slug, spec, examples, files))


def _twist_faults(
    package: Package, twist: TwistSpec, own: Mapping[str, str], files: Mapping[str, str], examples: list[Example]
) -> Iterator[PackageError]:
    """`own` are the files of the twist's folder, `files` those of the twisted problem."""
    spec, read = twist.applied_to(package.spec), document("twist.yaml", own["twist.yaml"])
    known = {check.id for check in package.spec.checks}
    for astray in (check for check in twist.checks.keep or [] if check not in known):
        message, line = f"the problem has no check {astray!r} to keep", read.line(["checks", "keep"])
        yield PackageError("twist.yaml", message, line=line, remedy="Name checks of problem.yaml.")
    defined = functions(package.files["grader.py"]) | functions(own["grader.py"])
    references = References("twist.yaml", read, defined, files)
    yield from references.faults(spec, twist.policies or [], twist.checks.add, ["checks", "add"])
    yield from solution_faults(spec, files, TWIST_MINIMUM)
    arguments = [entry.model_dump(include={"args", "methods"}) for entry in (spec.entry, package.spec.entry)]
    if "visible.yaml" not in own and arguments[0] != arguments[1]:
        message = "the twist has other arguments, so the problem's examples do not fit"
        yield PackageError("visible.yaml", message, remedy="Give the twist examples of its own.")
    else:
        yield from _example_faults(
            examples, spec, {**files, "visible.yaml": own.get("visible.yaml", files["visible.yaml"])}
        )


def _example_faults(examples: list[Example], spec: Spec, files: Mapping[str, str]) -> Iterator[PackageError]:
    read = document("visible.yaml", files["visible.yaml"])
    known = functions(files["grader.py"]) | functions(files.get(TWIST_GRADER, ""))
    for index, example in enumerate(examples):
        line = read.line([index])
        wrong = None if example.args is None else misfit(spec.entry, example.args)
        if wrong:
            remedy = "Give every argument, and no other."
            yield PackageError("visible.yaml", f"{example.name!r} {wrong}", line=line, remedy=remedy)
        elif absent := sorted(set(named(spec.entry, example.args or {})) - known):
            message = f"{example.name!r} names {', '.join(absent)}, which grader.py does not define"
            yield PackageError("visible.yaml", message, line=line, remedy="Define it, or correct the name.")
        if example.implementation is not None and example.implementation not in files:
            message = f"there is no file {example.implementation}"
            yield PackageError("visible.yaml", message, line=line, remedy="Correct the path.")


def _equivalent_faults(equivalents: list[Equivalent], files: Mapping[str, str]) -> Iterator[PackageError]:
    for index, each in enumerate(equivalents):
        if f"solutions/accepted/{each.solution}.py" not in files:
            line = document("mutants.yaml", files["mutants.yaml"]).line([index])
            message = f"there is no accepted solution {each.solution}"
            yield PackageError("mutants.yaml", message, line=line, remedy="Name its file without .py.")


def read_files(folder: Path) -> dict[str, str]:
    """The files of a package as they lie there, byte for byte; PackageError for whatever has no place in one."""
    if not folder.is_dir():
        raise PackageError(str(folder), "there is no such folder", remedy="Name a package as <pattern>/<slug>.")
    files: dict[str, str] = {}
    found: list[PackageError] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (path.is_dir() and not path.is_symlink()) or "__pycache__" in path.parts:
            continue
        with noted(found):
            files[name] = _read_file(path, name)
    raise_together(found)
    return files


def _read_file(path: Path, name: str) -> str:
    if path.is_symlink() or not KNOWN.match(name):
        raise PackageError(name, "this file has no place in a package", remedy="Remove it, or correct its name.")
    if path.stat().st_size > MAX_FILE:
        raise PackageError(name, "the file is over 512 KiB", remedy="Generate large data in grader.py instead.")
    try:
        return path.read_bytes().decode("utf-8")  # line ends stay as they are
    except UnicodeDecodeError as error:
        raise PackageError(name, "the file is not UTF-8 text", remedy="Save it as UTF-8.") from error
