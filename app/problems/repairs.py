"""The repairs of a debugging problem's bugs, applied to the code handed out."""

import ast
from collections.abc import Iterable, Iterator

from app.problems.package import Bug, Spec
from app.problems.package_error import PackageError
from app.problems.yaml_lines import Document


def repaired(given: str, bugs: Iterable[Bug]) -> str:
    """The code handed out without these bugs."""
    lines: list[str | None] = list(given.splitlines())
    for bug in bugs:
        for line, text in bug.fix.items():
            lines[line - 1] = text.rstrip("\n") or None
    return "\n".join(line for line in lines if line is not None) + "\n"


def bug_faults(spec: Spec, given: str, document: Document) -> Iterator[PackageError]:
    """Bugs that name what does not exist, share their check or their lines, or whose repair is no Python."""
    last = len(given.splitlines())
    known = {check.id for check in spec.checks}
    owners: dict[str, str] = {}
    for index, bug in enumerate(spec.bugs):
        at = document.line(["bugs", index])
        if any(line > last for lines in (*bug.lines, bug.fix) for line in lines):
            yield _error(f"bug {bug.id!r} names a line that given.py lacks", at, "Correct `lines` or `fix`.")
            continue
        if bug.check not in known:
            remedy = "Name its mechanism check in `check`."
            yield _error(f"bug {bug.id!r}: there is no check {bug.check!r}", at, remedy)
        for claim in (bug.check, *(f"line {line} in `fix`" for line in bug.fix)):
            owner = owners.setdefault(claim, bug.id)
            if owner != bug.id:
                remedy = "Each bug has a check and a repair of its own."
                yield _error(f"the bugs {owner!r} and {bug.id!r} share {claim}", at, remedy)
        try:
            ast.parse(repaired(given, [bug]))
        except SyntaxError as error:
            message = f"given.py with the repair of bug {bug.id!r} is no Python: {error.msg}"
            yield _error(message, at, "Correct `fix`.")


def _error(message: str, line: int | None, remedy: str) -> PackageError:
    return PackageError("problem.yaml", message, line=line, remedy=remedy)
