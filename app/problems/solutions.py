"""The solutions that ship with a package, and what their docstrings claim.

Accepted: `Policies: <id>=<option>, …` where the package has policies. Rejected: `Trap:`, `Mistake:`, `Caught by:`
and, optionally, `May also fail:`; `policy/<id>` there, or `Policies: <id>=inconsistent`, stands for a policy that the
code does not keep to.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.problems.package import Spec
from app.problems.package_error import PackageError
from app.problems.patterns import Mistake

MINIMUM = {"accepted": 3, "rejected": 6}
TWIST_MINIMUM = {"accepted": 1, "rejected": 2}
_FIELDS = re.compile(r"\b(Trap|Mistake|Caught by|May also fail|Policies):")


@dataclass(frozen=True, slots=True)
class Solution:
    """One solution; `may_fail` are checks that need not fail but plausibly do."""

    path: str
    source: str
    trap: str
    mistake: str
    policies: dict[str, str]
    caught_by: tuple[str, ...]
    may_fail: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.rpartition("/")[2].removesuffix(".py")


def read_solutions(kind: str, files: Mapping[str, str]) -> list[Solution]:
    """The solutions of a kind, ordered by path."""
    return [_read(path, files[path]) for path in sorted(files) if path.startswith(f"solutions/{kind}/")]


def _read(path: str, source: str) -> Solution:
    fields = _docstring_fields(source)
    pairs = [pair.partition("=") for pair in _list(fields.get("Policies", "")) if pair != "none"]
    policies = {name.strip(): option.strip() for name, _, option in pairs}
    inconsistent = [f"policy/{name}" for name, option in policies.items() if option == "inconsistent"]
    return Solution(
        path=path,
        source=source,
        trap=fields.get("Trap", ""),
        mistake=fields.get("Mistake", ""),
        policies=policies,
        caught_by=(*_list(fields.get("Caught by", "")), *inconsistent),
        may_fail=tuple(_list(fields.get("May also fail", ""))),
    )


def about(source: str) -> str:
    """What its docstring says before its claims."""
    return " ".join(_docstring(source)[0].split())


def _docstring_fields(source: str) -> dict[str, str]:
    parts = _docstring(source)
    return {name: " ".join(text.split()) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _docstring(source: str) -> list[str]:
    """The docstring at its fields, as text, not by `ast`: a rejected solution may be one that does not compile."""
    found = re.match(r'\s*(?:#[^\n]*\n\s*)*[rR]?"""(.*?)"""', source, re.DOTALL)
    return _FIELDS.split(found[1]) if found else [""]


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.rstrip(". ").split(",") if item.strip()]


def solution_faults(spec: Spec, files: Mapping[str, str], minimum: Mapping[str, int]) -> Iterator[PackageError]:
    """Too few solutions, and those that claim what the specification does not have."""
    for kind, least in minimum.items():
        solutions = read_solutions(kind, files)
        if len(solutions) < least:
            message = f"there are {len(solutions)} solutions, {least} are needed"
            yield PackageError(f"solutions/{kind}", message, remedy="Add more.")
        for solution in solutions:
            yield from (_accepted_faults if kind == "accepted" else _rejected_faults)(spec, solution)


def _accepted_faults(spec: Spec, solution: Solution) -> Iterator[PackageError]:
    options = {policy.id: policy.options for policy in spec.policies}
    if set(solution.policies) != set(options):
        message = f"its docstring claims policies {sorted(solution.policies)}, the package has {sorted(options)}"
        yield _error(solution, message, "Write `Policies: <id>=<option>` for each of them.")
        return
    for policy, option in solution.policies.items():
        if option not in options[policy]:
            yield _error(
                solution, f"policy {policy} has no option {option!r}", f"There are: {', '.join(options[policy])}."
            )


def _rejected_faults(spec: Spec, solution: Solution) -> Iterator[PackageError]:
    known = {check.id for check in spec.checks} | {f"policy/{policy.id}" for policy in spec.policies}
    if not solution.trap or not solution.caught_by:
        yield _error(solution, "its docstring lacks `Trap:` or `Caught by:`", "Say both in the docstring.")
    elif solution.mistake != "none" and solution.mistake not in set(Mistake):
        remedy = f"Write `Mistake: ` and one of {', '.join(Mistake)}, or none."
        yield _error(solution, f"{solution.mistake!r} is not a mistake", remedy)
    for check in (*solution.caught_by, *solution.may_fail):
        if check not in known:
            yield _error(solution, f"there is no check {check!r}", "Name checks of the problem.")


def _error(solution: Solution, message: str, remedy: str) -> PackageError:
    return PackageError(solution.path, message, line=1, remedy=remedy)
