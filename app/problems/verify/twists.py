"""The gate about twists: each changes something, so the problem's solutions do not solve it."""

from app.problems.loader import Package, Twist
from app.problems.verify.bench import Bench, together
from app.problems.verify.report import Fault


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
