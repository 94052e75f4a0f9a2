"""The gates about what a candidate begins with: the starter, and the visible examples."""

from collections.abc import Iterator

from app.problems.grade import Result
from app.problems.loader import Package
from app.problems.package import Example
from app.problems.solutions import Solution
from app.problems.verify.bench import Bench, together
from app.problems.verify.report import Fault
from app.problems.verify.solutions import explanation
from app.problems.yaml_lines import Document
from sandbox.events import ExampleDone


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
    """Every visible example holds for accepted solutions of every option, so it settles no decision."""
    asked = solutions_by_option(package)
    results = await together(bench.grade(package, each.source, mode="run") for each in asked)
    found = list(zip(asked, results, strict=True))
    return [fault for example in package.examples for fault in _faults(package, example, found)]


def solutions_by_option(package: Package) -> list[Solution]:
    """The usual solution, then for each other option one that takes it and else differs as little as may be."""
    asked, accepted = [usual_solution(package)], package.solutions("accepted")
    for policy in package.spec.policies:
        for option in policy.options:
            if all(each.policies[policy.id] != option for each in asked):
                taking = [each for each in accepted if each.policies[policy.id] == option]
                asked += sorted(taking, key=lambda each: len(_decided(asked[0], each)))[:1]
    return asked


def _faults(package: Package, example: Example, found: list[tuple[Solution, Result]]) -> Iterator[Fault]:
    shown = [(solution, result.examples.get(example.name)) for solution, result in found]
    holds = [solution for solution, event in shown if event is not None and event.state == "passed"]
    failing = [(solution, event) for solution, event in shown if event is not None and event.state != "passed"]
    if len(failing) + len(holds) < len(shown):
        yield _fault(package, example, f"a run does not show {example.name!r}", "Give it another name.")
    elif not holds:
        (solution, event), *_ = failing
        message = f"{example.name!r} expects {event.expected}, {solution.path} gives {_gave(event)}"
        yield _fault(package, example, message, "Correct `expected`, or the solution.")
    else:
        for solution, event in failing:
            other = min(holds, key=lambda each: len(_decided(solution, each)))
            yield _settled(package, example, solution, event, other)


def _settled(package: Package, example: Example, astray: Solution, event: ExampleDone, holds: Solution) -> Fault:
    """An example that is true under one option and not under another."""
    decided = _decided(astray, holds)
    taken, kept = (", ".join(f"{policy}={each.policies[policy]}" for policy in decided) for each in (astray, holds))
    message = (
        f"{example.name!r} settles {', '.join(decided)}: it holds for {kept} ({holds.path}), and of {taken} it "
        f"expects {event.expected} where {astray.path} gives {_gave(event)}"
    )
    remedy = "Show what is the same under every option, or say it in the statement and drop the policy."
    return _fault(package, example, message, remedy)


def _decided(one: Solution, other: Solution) -> list[str]:
    """The policies on which two solutions take another option."""
    return [policy for policy, option in one.policies.items() if other.policies[policy] != option]


def _gave(event: ExampleDone) -> str:
    return event.got or (f"{event.error.kind}: {event.error.message}" if event.error else "nothing")


def _fault(package: Package, example: Example, message: str, remedy: str) -> Fault:
    line = Document(package.files["visible.yaml"]).line([package.examples.index(example)])
    return Fault("examples", f"visible.yaml:{line}", message, remedy)
