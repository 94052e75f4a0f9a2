"""Gradings for the gates: one at a time per slot over all packages; what cannot be graded is a fault of its package."""

import asyncio
import hashlib
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.problems.grade import PLATFORM_ERROR, Grader, Result, collect, job
from app.problems.loader import Package
from app.problems.package import Check
from app.problems.parameters import Parameter, parameters
from app.problems.solutions import Solution
from app.problems.verify.report import Fault
from sandbox.errors import EngineUnavailable
from sandbox.job import step_of
from sandbox.settings import MEMORY_MB

SEEDS = tuple(hashlib.sha256(f"verify {number}".encode()).hexdigest() for number in range(3))
MORE_SEEDS = tuple(hashlib.sha256(f"may {number}".encode()).hexdigest() for number in range(10))
HASH_SEEDS = (0, 1, 2)
T = TypeVar("T")


class Ungradable(Exception):
    """Nothing can be said of a package that cannot be graded, but why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Watch:
    """Told while a package is verified; this one does not listen."""

    def graded(self, package: Package, solution: Solution, result: Result) -> None:
        """A solution of the problem, or of a twisted one, was graded once."""

    def gate(self, name: str, faults: Sequence[Fault]) -> None:
        """A family of gates is through, with what it found."""


@dataclass
class Bench:
    """The engine, as the gates use it, and what they have asked of it.

    `every_pair`: accepted solutions are graded under each seed with each hash seed, not only under each of both once.
    `asked` are further fields of each job. `memory_mb` is what the engine's containers may take.
    """

    engine: Grader
    slots: int
    deadline_seconds: float = 60.0
    every_pair: bool = True
    watch: Watch = field(default_factory=Watch)
    asked: Mapping[str, Any] = field(default_factory=dict)
    memory_mb: int = MEMORY_MB
    gradings: int = 0
    cpu_seconds: float = 0.0
    _places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.slots)

    def require_room(self, package: Package) -> None:
        """Ungradable where the package, or a twist of it, grants more memory than a container has."""
        step = step_of(package.memory_mb)
        if step > self.memory_mb:
            message = f"limits.memory_mb is {package.memory_mb}, and a candidate's container has {self.memory_mb} MiB"
            remedy = f"Ask for less, or have whoever operates Holdout set HOLDOUT_SANDBOX_SLOT_MEMORY_MB to {step}."
            raise Ungradable(Fault("grading", "problem.yaml", message, remedy))

    async def grade(self, package: Package, source: str, *, seed: str = SEEDS[0], **more: Any) -> Result:
        """Grade when it has its turn; `more` are further fields of the job.

        Raises:
            Ungradable
            EngineUnavailable: it is gone, which says nothing of the package.
        """
        async with self._places:
            asked = job(package, source, seed, deadline_seconds=self.deadline_seconds, **self.asked, **more)
            result = await collect(self.engine, package, asked)
        self.gradings += 1
        self.cpu_seconds += cpu_ms(result) / 1000
        if result.away:
            raise EngineUnavailable(result.fault)
        if result.verdict == PLATFORM_ERROR:
            raise Ungradable(_why(package, result))
        return result


def cpu_ms(result: Result) -> float:
    """Processor time of a grading: the judge's and that of the code under test."""
    return result.timing.get("cpu_ms", 0.0) + result.timing.get("judge_cpu_ms", 0.0)


async def together(tasks: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results in order. All have ended when it returns, or raises what the first of them raised."""
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if not isinstance(result, BaseException)]


def functions_of(check: Check) -> list[str]:
    """The functions of grader.py that a check names."""
    return list(_named(parameters(check.primitive) or (), check.params))


def _named(declared: tuple[Parameter, ...], given: dict[str, Any]) -> Iterable[str]:
    for parameter in declared:
        value = given.get(parameter.name)
        if parameter.is_function and isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _named(parameter.fields, value)


def _why(package: Package, result: Result) -> Fault:
    """What to make of a grading without a verdict."""
    labels = [*(check.id for check in package.spec.checks), *(policy.id for policy in package.spec.policies)]
    if result.fault.startswith((*(f"{label}: " for label in labels), "grader.py", "twist/grader.py")):
        return Fault("grading", "grader.py", result.fault, "Correct it there: the fault is the package's.")
    reached = next((check for check in package.spec.checks if check.id == result.reached), None)
    if reached is None:
        return unreached(result.fault)
    remedy = f"Look at {', '.join(['reference', *functions_of(reached)])}: they must come to an end in little memory."
    return Fault("grading", "grader.py", f"{reached.id}: {result.fault}", remedy)


def unreached(why: str) -> Fault:
    """That a grading did not come to its first check."""
    remedy = "Look at `holdout doctor`, and at what grader.py does when it is loaded."
    return Fault("grading", "grader.py", f"it could not be graded: {why}", remedy)
