"""What verifying a package found, for a terminal and for a program."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.problems.grade import PLATFORM_ERROR

MARKS = {"passed": ".", "failed_loudly": "L", "failed_silently": "S", "not_reached": "-", PLATFORM_ERROR: "!"}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that does not hold: which gate, which file, what is wrong, what to do; `detail` is lines to look at."""

    gate: str
    file: str
    message: str
    remedy: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.message}. {self.remedy}" + "".join(
            f"\n  {line}" for line in self.detail.splitlines()
        )

    def within(self, folder: str) -> "Fault":
        """The same, of a file in this folder."""
        return replace(self, file=f"{folder}/{self.file}")


@dataclass
class Matrix:
    """Solutions against checks: `rows` is solution -> check -> state."""

    checks: list[str]
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_lines(self) -> list[str]:
        """The rows, then the numbered checks."""
        width = max((len(name) for name in self.rows), default=0)
        rows = [
            f"{name:<{width}}  {' '.join(MARKS[row[check]] for check in self.checks)}"
            for name, row in self.rows.items()
        ]
        return rows + [f"{'':<{width}}  {number}: {check}" for number, check in enumerate(self.checks, 1)]


@dataclass(frozen=True)
class Mutants:
    """What became of the mutants: of all that were `made`, so many were `tried`.

    `other_option` and `weaker` are right as well, and shown as diffs.
    """

    made: int
    tried: int
    killed: int
    equivalent: int
    other_option: list[str] = field(default_factory=list)
    weaker: list[str] = field(default_factory=list)

    def as_lines(self) -> list[str]:
        """The rates, raw and of those that are wrong, then the changes that are right in another way."""
        counted = self.tried - self.equivalent - len(self.other_option) - len(self.weaker)
        raw, changed = (f"{100 * self.killed / total:.1f} %" if total else "none" for total in (self.tried, counted))
        sample = f", a sample of {self.made}" if self.tried < self.made else ""
        killed = f"{self.killed} of {self.tried}{sample} rejected ({raw})"
        return [
            f"mutants: {killed}, {changed} of those that are wrong; {self.equivalent} equivalent",
            *(f"other option: {line}" for shown in self.other_option for line in shown.splitlines()),
            *(f"weaker, and right: {line}" for shown in self.weaker for line in shown.splitlines()),
        ]


@dataclass
class Report:
    """All of it.

    `matrices` is that of the problem, named "", and one per twist; `facts` are figures by name; `check_ms` is the least
    time each check took on right code; `fingerprint` is of the package and of what it was verified with.
    """

    name: str
    faults: list[Fault] = field(default_factory=list)
    fingerprint: str = ""
    matrices: dict[str, Matrix] = field(default_factory=dict)
    facts: dict[str, float | str] = field(default_factory=dict)
    check_ms: dict[str, float] = field(default_factory=dict)
    mutants: Mutants | None = None

    @property
    def passed(self) -> bool:
        """Whether every gate held."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "problem": self.name,
            "passed": self.passed,
            "faults": [asdict(fault) for fault in self.faults],
            "matrices": {name or "problem": matrix.rows for name, matrix in self.matrices.items()},
            "facts": self.facts,
            "check_ms": self.check_ms,
            "mutants": None if self.mutants is None else asdict(self.mutants),
        }

    def as_text(self, *, in_full: bool) -> str:
        """For a terminal: one line and what is wrong; in full, or where something is wrong, the matrices before it."""
        figures = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        lines = [f"{self.name}: {'passed' if self.passed else 'FAILED'}{f' ({figures})' if figures else ''}"]
        if in_full or not self.passed:
            for name, matrix in self.matrices.items():
                lines += [f"  twist {name}"] if name else []
                lines += [f"  {line}" for line in matrix.as_lines()]
            if self.matrices:
                lines.append("  . passed, L failed loudly, S failed silently, - not reached, ! platform error")
        lines += [f"  {line}" for line in (self.mutants.as_lines() if self.mutants else ())]
        faults = [f"{fault.gate}: {fault}".replace("\n", "\n    ") for fault in self.faults]
        return "\n".join(lines + [f"  {fault}" for fault in faults])
