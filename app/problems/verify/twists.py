"""The gates about twists: there are enough, and each changes something: the problem's solutions do not solve it."""

from collections.abc import Iterator

from app.problems.loader import Package, Twist
from app.problems.verify.bench import Bench, together
from app.problems.verify.report import Fault

FEWEST = 0  # 1 once every problem of the bank has one


def missing_faults(package: Package) -> Iterator[Fault]:
    """Fewer twists than an interviewer should find."""
    if len(package.twists) < FEWEST:
        message = f"there are {len(package.twists)} twists, {FEWEST} are needed"
        yield Fault("twists", "twists", message, "Add a change of requirements, see the format guide.")


async def unchanged_faults(bench: Bench, package: Package, twist: Twist) -> list[Fault]:
    """None of the problem's accepted solutions is accepted by the twisted problem."""
    accepted = package.solutions("accepted")
    results = await together(bench.grade(twist.problem, each.source, stop_at_first=True) for each in accepted)
    return [
        Fault(
            "twists",
            "twist.yaml",
            f"it changes nothing: the problem's {each.path} is accepted",
            "Add a check of what it changes.",
        )
        for each, result in zip(accepted, results, strict=True)
        if result.verdict == "accepted"
    ]
