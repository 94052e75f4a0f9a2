"""Grading one source against one package: the `grade` command, on an engine of its own, and the unit of `verify`."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from app.errors import CodeTooLarge
from app.problems.loader import Package
from app.problems.package_error import PackageError
from sandbox import events
from sandbox.engine import Engine, EngineSettings
from sandbox.job import SOURCE_BYTES, Job, Limits

PAUSES_SECONDS = 30.0  # between an engine's tries, and while a sandbox comes up
NOT_REACHED, PLATFORM_ERROR = "not_reached", "platform_error"
STATUS = {"accepted": 0, "rejected": 1, PLATFORM_ERROR: 3}


class Grader(Protocol):
    """The part of `sandbox.engine.Engine` that is used here."""

    def grade(self, job: Job) -> AsyncIterator[BaseModel]:
        """The events of one grading; the last is `Finished` or `PlatformError`."""
        ...


@dataclass
class Result:
    """What a grading said. `reached` is the check that was begun last; `examples`, `own` and `output` are of a run.

    `away`: there is no engine at the moment, so that nothing was said.
    """

    package: Package
    verdict: str = PLATFORM_ERROR
    done: dict[str, events.CheckDone] = field(default_factory=dict)
    policies: dict[str, events.PolicyOutcome] = field(default_factory=dict)
    timing: dict[str, float] = field(default_factory=dict)
    error: events.CodeError | None = None
    fault: str = ""
    away: bool = False
    reached: str | None = None
    examples: dict[str, events.ExampleDone] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    output: str = ""
    notices: list[events.Notice] = field(default_factory=list)
    sandbox: events.Sandbox | None = None

    @property
    def status(self) -> int:
        """The exit status that says it."""
        return STATUS[self.verdict]

    def state(self, check: str) -> str:
        """The state of a check."""
        missing = PLATFORM_ERROR if self.verdict == PLATFORM_ERROR else NOT_REACHED
        return self.done[check].state if check in self.done else missing

    def broken(self) -> set[str]:
        """What did not hold: failed checks, all where the code did not load, and `policy/<id>` of inconsistent ones."""
        held = {"passed"} if self.error is not None else {"passed", NOT_REACHED}
        checks = {check.id for check in self.package.spec.checks if self.state(check.id) not in held}
        return checks | {f"policy/{name}" for name, found in self.policies.items() if found.state == "inconsistent"}

    def as_json(self) -> dict[str, Any]:
        """The object of `grade --json`."""
        return {
            "problem": self.package.name,
            "version": self.package.spec.version,
            "verdict": self.verdict,
            "checks": [
                {
                    "id": check.id,
                    "primitive": str(check.primitive),
                    "criterion": str(check.criterion),
                    "state": self.state(check.id),
                    "hint": check.hint,
                }
                for check in self.package.spec.checks
            ],
            "policies": {name: {"state": found.state, "option": found.option} for name, found in self.policies.items()},
            "timing": self.timing,
        }

    def as_text(self) -> str:
        """For a terminal."""
        lines = [f"{self.package.name} {self.package.spec.version}: {self.verdict}"]
        if self.error is not None:
            line = f" in line {self.error.line}" if self.error.line else ""
            lines.append(f"  the code could not be loaded: {self.error.kind}{line}: {self.error.message}")
        if self.fault:
            return "\n".join([*lines, f"  {self.fault}"])
        for check in self.package.spec.checks:
            state = self.state(check.id)
            lines.append(f"  {state:<16} {check.id}")
            if state in {"failed_loudly", "failed_silently"}:
                lines += [f"      {check.property}", f"      it {self.done[check.id].how}", f"      hint: {check.hint}"]
        lines += [f"  policy {name}: {found.option or found.state}" for name, found in self.policies.items()]
        lines += [f"  notice: the code {notice.about} (line {notice.line}, {notice.how})" for notice in self.notices]
        if self.sandbox is not None:
            place = self.sandbox
            image = f"environment {place.environment} {place.fingerprint[:16]}"
            lines.append(f"  {image}, jail {place.jail}, runtime {place.runtime}")
        return "\n".join(lines)


def read_source(file: Path) -> str:
    """The file's text, as a browser would have sent it: bytes that are not UTF-8 are replaced.

    Raises:
        PackageError, CodeTooLarge: bad usage
    """
    try:
        if file.stat().st_size > SOURCE_BYTES:
            raise CodeTooLarge(f"{file} is over {SOURCE_BYTES // 1024} KiB: a submission of it would be refused.")
        return file.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise PackageError(str(file), f"cannot be read ({error.strerror})", remedy="Name a Python file.") from error


async def grade_once(package: Package, source: str, memory_mb: int) -> Result:
    """Grade on an engine made for it and removed afterwards, whose containers may take so many MiB."""
    engine = Engine(EngineSettings(slots=1, live_slots=0, spares=0, memory_mb=memory_mb))
    try:
        return await grade(engine, package, source, secrets.token_hex(32))
    finally:
        await engine.close()


async def grade(engine: Engine, package: Package, source: str, seed: str) -> Result:
    """Grade one source as a submission with this seed (hexadecimal)."""
    return await collect(engine, package, job(package, source, seed))


def job(package: Package, source: str, seed: str, **more: Any) -> Job:
    """A submission of the source; `more` are further fields of the job, or others in place of these."""
    limits = package.spec.limits
    usual = {
        "mode": "submit",
        "environment": package.spec.environment,
        "limits": Limits(cpu_seconds=limits.cpu_seconds, memory_mb=limits.memory_mb),
        "package": package.for_the_judge(),
    }
    return Job.model_validate({"id": secrets.token_hex(8), "source": source, "seed": seed, **usual, **more})


async def collect(engine: Grader, package: Package, asked: Job) -> Result:
    """Have a job done, and gather what is said of it. What hangs once its turn has come is a platform error."""
    result, most = Result(package), 2 * asked.deadline_seconds + PAUSES_SECONDS
    try:
        async with asyncio.timeout(None) as limit:
            async for event in engine.grade(asked):
                if limit.when() is None:
                    limit.reschedule(asyncio.get_running_loop().time() + most)
                _take(result, event)
    except TimeoutError:
        if not limit.expired():
            raise
        result.verdict, result.fault = PLATFORM_ERROR, f"it was not through {most:.0f} s after it began"
    return result


def _take(result: Result, event: BaseModel) -> None:
    if isinstance(event, events.Retrying):
        result.done.clear()
        result.examples.clear()
        result.own.clear()
        result.error, result.reached, result.output = None, None, ""
    elif isinstance(event, events.Compiled):
        result.error = event.error
    elif isinstance(event, events.CheckStarted):
        result.reached = event.id
    elif isinstance(event, events.CheckDone):
        result.done[event.id] = event
    elif isinstance(event, events.ExampleDone):
        result.examples[event.name] = event
    elif isinstance(event, events.OwnCheckDone):
        result.own[event.name] = event.state
    elif isinstance(event, events.Output):
        result.output += event.text
    elif isinstance(event, events.Finished):
        result.verdict, result.policies, result.timing = event.verdict, dict(event.policies), dict(event.timing)
        result.sandbox, result.notices = event.sandbox, list(event.notices)
    elif isinstance(event, events.PlatformError):
        result.verdict, result.fault, result.away = PLATFORM_ERROR, event.message, event.away
