"""All gates of one package, and of many packages at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.problems.bank import load_package
from app.problems.loader import Package, Twist
from app.problems.package_error import PackageError
from app.problems.verify import bugs, examples, hidden, solutions, tampering, twists
from app.problems.verify.bench import Bench, Ungradable, together, unreached
from app.problems.verify.budget import budget_faults, false_alarms
from app.problems.verify.changed import fingerprint
from app.problems.verify.mutants import mutant_faults
from app.problems.verify.numbers import number_faults
from app.problems.verify.prose import prose_faults
from app.problems.verify.report import Fault, Report
from app.problems.verify.solutions import Graded
from sandbox.engine import Engine, EngineSettings
from sandbox.errors import EngineUnavailable
from sandbox.settings import MEMORY_MB

Say = Callable[[str], None]
_TELL_SECONDS = 10.0
_RECYCLE_AFTER = 2000  # gradings of a pair: nobody else's code meets it here, and a new one takes seconds to be warm


@dataclass
class _Progress:
    """What is said while many packages are verified."""

    bench: Bench
    say: Say
    total: int
    began: float = field(default_factory=time.monotonic)
    ended: int = 0

    async def tell(self) -> None:
        """From time to time, until cancelled."""
        while True:
            await asyncio.sleep(_TELL_SECONDS)
            self.say(f"    … {self.bench.gradings} gradings, {self.ended} of {self.total} problems done")

    def done(self, report: Report, seconds: float) -> None:
        """One package has been verified."""
        self.ended += 1
        what = "passed" if report.passed else f"{len(report.faults)} fault{'s' if len(report.faults) > 1 else ''}"
        self.say(f"[{self.ended}/{self.total}] {report.name}: {what} after {seconds:.1f} s")
        for fault in report.faults:
            self.say(f"    {fault.gate}: {fault}")

    def over(self) -> None:
        """All have been."""
        spent, seconds = self.bench.cpu_seconds, time.monotonic() - self.began
        self.say(f"{self.bench.gradings} gradings, {spent:.0f} s of processor time, in {seconds:.0f} s")


async def verify_folders(
    folders: list[Path],
    slots: int,
    say: Say,
    *,
    mutants: bool = False,
    every_pair: bool = True,
    memory_mb: int = MEMORY_MB,
) -> list[Report]:
    """Verify packages, a few at once so that no slot idles, large ones first; reports in the folders' order."""
    settings = EngineSettings(
        slots=slots, live_slots=0, spares=0, memory_mb=memory_mb, platform_retries=1, recycle_after=_RECYCLE_AFTER
    )
    engine = Engine(settings)
    bench = Bench(engine, slots, every_pair=every_pair, memory_mb=memory_mb)
    at_once = asyncio.Semaphore(slots + 1)
    progress = _Progress(bench, say, len(folders))

    async def one(folder: Path) -> Report:
        async with at_once:
            began = time.monotonic()
            report = await _verify_folder(bench, folder, mutants=mutants)
        progress.done(report, time.monotonic() - began)
        return report

    telling = asyncio.create_task(progress.tell())
    try:
        tasks = {
            folder: asyncio.create_task(one(folder)) for folder in sorted(folders, key=_solutions_in, reverse=True)
        }
        reports = list(await asyncio.gather(*(tasks[folder] for folder in folders)))
        progress.over()
        return reports
    finally:
        telling.cancel()
        await engine.close()


def _solutions_in(folder: Path) -> int:
    """How many gradings it takes, roughly."""
    return sum(1 for _ in folder.rglob("solutions/*/*.py"))


async def _verify_folder(bench: Bench, folder: Path, *, mutants: bool) -> Report:
    try:
        package = load_package(folder)
    except PackageError as error:
        name = f"{folder.parent.name}/{folder.name}"
        return Report(name, [_schema_fault(name, each) for each in error.each])
    try:
        return await verify(bench, package, mutants=mutants)
    except EngineUnavailable as gone:
        return Report(package.name, [unreached(str(gone))])


def _schema_fault(name: str, error: PackageError) -> Fault:
    file = error.file.removeprefix(f"{name}/") + (f":{error.line}" if error.line else "")
    return Fault("schema", file, error.message, error.remedy)


async def verify(bench: Bench, package: Package, *, mutants: bool = False) -> Report:
    """Put one package through the gates. What cannot be graded is reported, and nothing more is tried of it.

    `mutants` are of its accepted solutions, and tried if those are accepted.

    Raises:
        EngineUnavailable: it is gone, which says nothing of the package.
    """
    report = Report(package.name, fingerprint=fingerprint(package))
    report.facts["false alarms"] = f"{false_alarms(package):.1g}"
    try:
        report.faults += await _told(bench, "texts", _texts(package))
        bench.require_room(package)
        first = await solutions.grade_first(bench, package, examples.usual_solution(package))  # may never end: alone
        report.faults += await _problem(bench, package, report, first)
        for twist in package.twists.values():
            report.faults += await _told(bench, f"twist {twist.id}", twist_faults(bench, package, twist, report))
        if mutants and not any(fault.gate == "accepted" for fault in report.faults):
            report.faults += await _told(bench, "mutants", _mutants(bench, package, report))
    except Ungradable as ungradable:
        report.faults.append(ungradable.fault)
        bench.watch.gate("grading", [ungradable.fault])
    return report


async def _told(bench: Bench, name: str, gate: Awaitable[list[Fault]]) -> list[Fault]:
    """What a gate finds, told to whoever watches."""
    found = await gate
    bench.watch.gate(name, found)
    return found


async def _texts(package: Package) -> list[Fault]:
    """The gates that only read, in a thread: a package may be made to be read slowly."""
    return await asyncio.to_thread(lambda: list(static_faults(package)))


async def _mutants(bench: Bench, package: Package, report: Report) -> list[Fault]:
    report.mutants, found = await mutant_faults(bench, package, report.check_ms)
    return found


def static_faults(package: Package) -> Iterator[Fault]:
    """The gates that only read."""
    base = [*prose_faults(package), *hidden.told_faults(package), *number_faults(package), *budget_faults(package)]
    yield from base
    for twist in package.twists.values():
        problem = twist.problem
        found = [*prose_faults(problem), *hidden.told_faults(problem), *number_faults(problem), *budget_faults(problem)]
        yield from (fault.within(f"twists/{twist.id}") for fault in found if fault not in base)


async def _problem(bench: Bench, package: Package, report: Report, first: Graded) -> list[Fault]:
    found = await together(
        [
            _told(bench, "solutions", _solutions(bench, package, report, first)),
            _told(bench, "bugs", bugs.subset_faults(bench, package)),
            _told(bench, "starter", examples.starter_faults(bench, package)),
            _told(bench, "examples", examples.visible_faults(bench, package)),
            _told(bench, "tampering", tampering.tampering_faults(bench, package)),
            _told(bench, "hidden", hidden.reach_faults(bench, package)),
        ]
    )
    return [fault for faults in found for fault in faults]


async def _solutions(bench: Bench, package: Package, report: Report, first: Graded) -> list[Fault]:
    pairs = solutions.EVERY_PAIR if bench.every_pair else solutions.A_FEW_PAIRS
    accepted, rejected = await together(
        [solutions.grade_accepted(bench, package, pairs, first), solutions.grade_rejected(bench, package)]
    )
    report.matrices[""] = solutions.matrix(package, [*accepted, *rejected])
    report.check_ms = solutions.check_ms(accepted)
    report.facts["reference"] = f"{max(solutions.reference_ms(accepted).values()):.0f} ms"
    return [
        *solutions.faults(package, accepted, rejected),
        *solutions.dead_checks(package.spec.checks, rejected),
    ]


async def twist_faults(bench: Bench, package: Package, twist: Twist, report: Report) -> list[Fault]:
    """The gates of a twist; its matrix goes into the report."""
    found = await together(
        [
            _solutions_of_twist(bench, twist, report),
            twists.unchanged_faults(bench, package, twist),
            examples.visible_faults(bench, twist.problem),
        ]
    )
    return [fault.within(f"twists/{twist.id}") for faults in found for fault in faults]


async def _solutions_of_twist(bench: Bench, twist: Twist, report: Report) -> list[Fault]:
    problem = twist.problem
    accepted, rejected = await together(
        [solutions.grade_accepted(bench, problem, solutions.A_FEW_PAIRS), solutions.grade_rejected(bench, problem)]
    )
    report.matrices[twist.id] = solutions.matrix(problem, [*accepted, *rejected])
    return [
        *solutions.faults(problem, accepted, rejected),
        *solutions.dead_checks(twist.spec.checks.add, rejected, "twist.yaml"),
    ]
