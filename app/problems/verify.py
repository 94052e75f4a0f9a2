"""The gates a package must pass, run on the real engine, with a matrix of solutions and checks as the result.

Reached so far: schema (loading), statement, accepted solutions under several seeds with the policy they claim,
rejected solutions against the checks they name, dead checks, the starter, the visible examples.
"""

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.problems.bank import load_package
from app.problems.grade import PLATFORM_ERROR, Result, grade
from app.problems.loader import Package
from app.problems.package_error import PackageError
from app.problems.solutions import Solution
from sandbox import events
from sandbox.engine import Engine, EngineSettings
from sandbox.job import Job, Limits

SEEDS = tuple(hashlib.sha256(f"verify {number}".encode()).hexdigest() for number in range(3))
MARKS = {"passed": ".", "failed_loudly": "L", "failed_silently": "S", "not_reached": "-", PLATFORM_ERROR: "!"}
Say = Callable[[str], None]


@dataclass
class Report:
    """What verifying a package found. `rows`: solution -> check -> state; `trouble` are faults of ours."""

    name: str
    faults: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    slowest_ms: float = 0.0
    trouble: set[str] = field(default_factory=set)

    @property
    def passed(self) -> bool:
        """Whether every gate held."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "problem": self.name,
            "passed": self.passed,
            "faults": self.faults,
            "matrix": self.rows,
            "slowest_ms": round(self.slowest_ms, 1),
        }

    def as_text(self) -> str:
        """For a terminal: the matrix, its legend, then what is wrong."""
        width = max((len(name) for name in self.rows), default=0)
        lines = [f"{self.name}: {'passed' if self.passed else 'FAILED'} (slowest grading {self.slowest_ms:.0f} ms)"]
        for name, row in self.rows.items():
            lines.append(f"  {name:<{width}}  {' '.join(MARKS[row[check]] for check in self.checks)}")
        lines += [f"  {'':<{width}}  {number}: {check}" for number, check in enumerate(self.checks, 1)]
        lines.append(f"  {'':<{width}}  . passed, L failed loudly, S failed silently, - not reached, ! platform error")
        return "\n".join(lines + [f"  fault: {fault}" for fault in self.faults])


async def verify_folders(folders: list[Path], slots: int, say: Say) -> list[Report]:
    """Verify packages one after the other, each on all slots."""
    engine = Engine(EngineSettings(slots=slots, live_slots=0, spares=0))
    try:
        reports = []
        for number, folder in enumerate(folders, 1):
            say(f"[{number}/{len(folders)}] {folder.parent.name}/{folder.name}")
            reports.append(await _verify_folder(engine, folder, slots, say))
        return reports
    finally:
        await engine.close()


async def _verify_folder(engine: Engine, folder: Path, slots: int, say: Say) -> Report:
    try:
        package = load_package(folder)
    except PackageError as error:
        return Report(f"{folder.parent.name}/{folder.name}", faults=[str(error)])
    return await verify(engine, package, slots, say)


async def verify(engine: Engine, package: Package, slots: int, say: Say) -> Report:
    """Put one package through the gates."""
    report = Report(package.name, checks=[check.id for check in package.spec.checks])
    at_once = asyncio.Semaphore(slots)

    async def run(solution: Solution, seed: str) -> Result:
        async with at_once:
            result = await grade(engine, package, solution.source, seed)
        if result.verdict == PLATFORM_ERROR:
            report.trouble.add(result.fault)
        report.slowest_ms = max(report.slowest_ms, result.timing.get("total_ms", 0.0))
        return result

    accepted, rejected = package.solutions("accepted"), package.solutions("rejected")
    caught: set[str] = set()
    graded_accepted = await _all(accepted, SEEDS, run, say)
    graded_rejected = await _all(rejected, SEEDS[:1], run, say)
    if report.trouble:  # nothing can be said of a package that could not be graded
        report.faults = [f"it could not be graded: {trouble}" for trouble in sorted(report.trouble)]
        return report
    for solution, results in graded_accepted:
        _check_accepted(report, solution, results)
    for solution, results in graded_rejected:
        caught |= _check_rejected(report, solution, results[0])
    dead = [check.id for check in package.spec.checks if check.required and check.id not in caught]
    report.faults += [f"dead check: no rejected solution fails {check}" for check in dead]
    await _check_starter(report, engine, package)
    await _check_visible(report, engine, package, accepted[0])
    return report


async def _all(
    solutions: list[Solution],
    seeds: tuple[str, ...],
    run: Callable[[Solution, str], Coroutine[Any, Any, Result]],
    say: Say,
) -> list[tuple[Solution, list[Result]]]:
    async def one(solution: Solution) -> tuple[Solution, list[Result]]:
        results = list(await asyncio.gather(*(run(solution, seed) for seed in seeds)))
        say(f"    {solution.path}: {', '.join(sorted({result.verdict for result in results}))}")
        return solution, results

    return list(await asyncio.gather(*(one(solution) for solution in solutions)))


def _row(report: Report, solution: Solution, result: Result) -> None:
    report.rows[solution.path.removeprefix("solutions/")] = {check: result.state(check) for check in report.checks}


def _check_accepted(report: Report, solution: Solution, results: list[Result]) -> None:
    for number, result in enumerate(results, 1):
        if result.verdict != "accepted":
            what = ", ".join(sorted(result.broken())) or _loading(result)
            report.faults.append(f"{solution.path}: {result.verdict} with seed {number} ({what})")
        found = {name: policy.option for name, policy in result.policies.items()}
        if result.verdict == "accepted" and found != solution.policies:
            report.faults.append(f"{solution.path}: claims {solution.policies}, its behaviour says {found}")
    _row(report, solution, next((each for each in results if each.verdict != "accepted"), results[0]))


def _check_rejected(report: Report, solution: Solution, result: Result) -> set[str]:
    _row(report, solution, result)
    broken = result.broken()
    if result.verdict != "rejected":
        report.faults.append(f"{solution.path}: {result.verdict}")
    if missed := sorted(set(solution.caught_by) - broken):
        report.faults.append(f"{solution.path}: not caught by {', '.join(missed)}")
    if extra := sorted(broken - set(solution.caught_by) - set(solution.may_fail)):
        report.faults.append(f"{solution.path}: also fails {', '.join(extra)}, which it does not name")
    return broken


def _loading(result: Result) -> str:
    return f"could not be loaded: {result.error.kind}: {result.error.message}" if result.error else "no reason given"


async def _check_starter(report: Report, engine: Engine, package: Package) -> None:
    """The starter is what people begin with: it loads, and it is not a solution."""
    result = await grade(engine, package, package.files["starter.py"], SEEDS[0])
    if result.error is not None:
        report.faults.append(f"starter.py: {_loading(result)}")
    if result.verdict != "rejected":
        report.faults.append(f"starter.py: {result.verdict}, it must fail cleanly {result.fault}".rstrip())


async def _check_visible(report: Report, engine: Engine, package: Package, solution: Solution) -> None:
    """Every visible example holds for an accepted solution, so what it shows as expected is true."""
    spec = package.spec
    job = Job(
        id="visible",
        mode="run",
        source=solution.source,
        seed=SEEDS[0],
        environment=spec.environment,
        limits=Limits(cpu_seconds=spec.limits.cpu_seconds, memory_mb=spec.limits.memory_mb),
        package=package.for_the_judge(),
    )
    seen = set()
    async for event in engine.grade(job):
        if isinstance(event, events.ExampleDone):
            seen.add(event.name)
            if event.state != "passed":
                report.faults.append(
                    f"visible.yaml: {event.name!r} expects {event.expected}, {solution.path} gives {event.got}"
                )
        elif isinstance(event, events.PlatformError):
            report.faults.append(f"visible.yaml: {event.message}")
    if missing := [example.name for example in package.examples if example.name not in seen]:
        report.faults.append(f"visible.yaml: not shown by a run: {', '.join(missing)}")
