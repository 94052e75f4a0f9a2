"""The gates about what a candidate begins with: the starter, and the visible examples."""

from collections.abc import Iterator

from app.problems.grade import Result
from app.problems.loader import Package
from app.problems.solutions import Solution
from app.problems.verify.bench import Bench
from app.problems.verify.report import Fault
from app.problems.verify.solutions import explanation


def usual_solution(package: Package) -> Solution:
    """An accepted solution that takes the default of every policy, where there is one."""
    defaults = {policy.id: policy.default for policy in package.spec.policies}
    accepted = package.solutions("accepted")
    return next((each for each in accepted if each.policies == defaults), accepted[0])


async def starter_faults(bench: Bench, package: Package) -> list[Fault]:
    """The starter loads, and it is no solution."""
    result = await bench.grade(package, package.files["starter.py"], stop_at_first=True)
    if result.error is not None:
        return [Fault("starter", "starter.py", explanation(result), "People begin with it: it must load.")]
    if result.verdict != "rejected":
        message = f"it is {result.verdict}: it must fail cleanly"
        return [Fault("starter", "starter.py", message, "Leave the solution out of it.")]
    return []


async def visible_faults(bench: Bench, package: Package) -> list[Fault]:
    """Every visible example holds for an accepted solution, so what it shows as expected is true."""
    solution = usual_solution(package)
    result = await bench.grade(package, solution.source, mode="run")
    return list(_untrue(package, solution, result))


def _untrue(package: Package, solution: Solution, result: Result) -> Iterator[Fault]:
    for example in package.examples:
        event = result.examples.get(example.name)
        if event is None:
            yield Fault("examples", "visible.yaml", f"a run does not show {example.name!r}", "Give it another name.")
        elif event.state != "passed":
            error = f"{event.error.kind}: {event.error.message}" if event.error else ""
            message = f"{example.name!r} expects {event.expected}, {solution.path} gives {event.got or error}"
            yield Fault("examples", "visible.yaml", message, "Correct `expected`, or the solution.")
