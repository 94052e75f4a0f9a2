"""The gate about bad luck: how likely one grading is to reject right code."""

from collections.abc import Iterator

from app.problems.loader import Package
from app.problems.parameters import parameters
from app.problems.verify.report import Fault

MOST = 1e-5


def false_alarms(package: Package) -> float:
    """The sum over the checks: what a statistical one allows itself, and what the author says of any other."""
    usual = next(parameter.default for parameter in parameters("statistical") or () if parameter.name == "alpha")
    checks = package.spec.checks
    alphas = [check.params.get("alpha", usual) for check in checks if check.primitive == "statistical"]
    return float(sum(alphas) + sum(check.false_alarm for check in checks))


def budget_faults(package: Package) -> Iterator[Fault]:
    """More than one grading in a hundred thousand would reject right code."""
    total = false_alarms(package)
    if total > MOST * (1 + 1e-9):
        message = f"right code fails by bad luck in {total:.3g} of all gradings, {MOST:g} is the most"
        yield Fault("false alarms", "problem.yaml", message, "Lower `alpha` and draw more replicates.")
