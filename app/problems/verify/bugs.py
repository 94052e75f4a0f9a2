"""The gates about a debugging problem: with every subset of repairs, exactly the bugs that are left are found."""

from collections.abc import Iterator
from itertools import combinations

from app.problems.grade import Result
from app.problems.loader import Package
from app.problems.package import Bug
from app.problems.repairs import repaired
from app.problems.verify.bench import Bench, together
from app.problems.verify.report import Fault
from app.problems.verify.solutions import explanation

Repairs = tuple[Bug, ...]


async def subset_faults(bench: Bench, package: Package) -> list[Fault]:
    """Each mechanism check fails exactly while its bug is there; nothing else fails once all are repaired."""
    bugs = package.spec.bugs
    subsets = [chosen for size in range(len(bugs) + 1) for chosen in combinations(bugs, size)] if bugs else []
    results = await together(_grade(bench, package, chosen) for chosen in subsets)
    return [
        fault for chosen, result in zip(subsets, results, strict=True) for fault in _faults(package, chosen, result)
    ]


async def _grade(bench: Bench, package: Package, repairs: Repairs) -> Result:
    """The mechanism checks; once everything is repaired, all checks."""
    bugs = package.spec.bugs
    only = [bug.check for bug in bugs] if len(repairs) < len(bugs) else None
    return await bench.grade(package, repaired(package.files["given.py"], repairs), only=only)


def _faults(package: Package, repairs: Repairs, result: Result) -> Iterator[Fault]:
    what = f"given.py with {', '.join(bug.id for bug in repairs) or 'nothing'} repaired"
    if result.error is not None:
        yield Fault("bugs", "problem.yaml", f"{what} {explanation(result)}", "Correct `fix`.")
        return
    for bug in package.spec.bugs:
        found = result.state(bug.check) != "passed"
        if found == (bug in repairs):
            message = f"{what} {'fails' if found else 'passes'} {bug.check}, the mechanism check of {bug.id!r}"
            yield Fault("bugs", "problem.yaml", message, "It must fail exactly while its bug is there.")
    if len(repairs) == len(package.spec.bugs):
        mechanisms = {bug.check for bug in package.spec.bugs}
        left = [check for check in sorted(result.broken() - mechanisms) if not check.startswith("kill/")]
        if left:
            message = f"{what} still fails {', '.join(left)}: {explanation(result)}"
            yield Fault("bugs", "problem.yaml", message, "Complete `fix`, or declare the bug that is left.")
