"""A verification as the page shows it, put together from its events: the same while it runs and when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.attempts.evidence import parts
from app.studio.models import Verification, VerificationEvent

GATES = {
    "schema": "The files and what they say of each other",
    "version": "The version's number",
    "texts": "Texts, numbers, what is hidden, luck",
    "solutions": "Solutions and checks",
    "bugs": "Planted bugs and repairs",
    "starter": "The starter",
    "examples": "Visible examples",
    "tampering": "Tampering",
    "hidden": "Hidden inputs",
    "mutants": "Small changes of right code",
    "grading": "Can be graded",
}
WAITING = "waiting"


@dataclass(frozen=True)
class Cell:
    """How a solution fared at a check. `due`: the solution names the check as one that must catch it."""

    state: str
    due: bool


@dataclass
class Row:
    """A solution of the matrix."""

    solution: str
    cells: dict[str, Cell]
    verdict: str | None

    @property
    def accepted(self) -> bool:
        """Whether the package says that it is right."""
        return self.solution.startswith("accepted/")


@dataclass
class Grid:
    """The matrix of the problem, or of a twist; `needed` are the checks that have to catch somebody here."""

    twist: str
    checks: list[str]
    needed: list[str]
    rows: list[Row]

    @property
    def dead(self) -> set[str]:
        """Needed checks that no wrong solution names and fails, once every one was graded."""
        wrong = [row for row in self.rows if not row.accepted]
        if any(row.verdict is None for row in wrong):
            return set()
        alive = {check for row in wrong for check, cell in row.cells.items() if cell.due and _failed(cell.state)}
        return set(self.needed) - alive


@dataclass(frozen=True)
class Gate:
    """A family of gates: not through yet (no `faults` known), or through."""

    name: str
    title: str
    faults: list[dict[str, Any]] | None


@dataclass(frozen=True)
class Why:
    """What a cell of the matrix has to say."""

    twist: str
    solution: str
    check: str
    state: str
    how: str | None
    error: str | None
    line: int | None
    statement: str
    parts: dict[str, str]


@dataclass
class Seen:
    """All that is known of a verification."""

    grids: list[Grid]
    gates: list[Gate]
    alpha: dict[str, float] | None
    retried: bool
    _graded: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def why(self, twist: str, solution: str, check: str) -> Why | None:
        """Why a solution failed a check; None when there is no such cell, or nothing was found there."""
        graded = self._graded.get((twist, solution))
        if graded is None or check not in graded["checks"]:
            return None
        told = graded["why"].get(check, {})
        return Why(
            twist=twist,
            solution=solution,
            check=check,
            state=graded["checks"][check],
            how=told.get("how"),
            error=graded["error"],
            line=told.get("line"),
            statement=told.get("statement", ""),
            parts=parts(told.get("texts", {})),
        )


def _failed(state: str) -> bool:
    return state in {"failed_silently", "failed_loudly"}


def seen(made: Verification, events: Sequence[VerificationEvent], plan: dict[str, Any] | None) -> Seen:
    """From the events in order; `plan` is what will be graded, where the text is a package."""
    begun = max((place for place, event in enumerate(events) if event.type == "started"), default=0)
    latest = events[begun:]  # what an earlier try found is found again
    graded = {(event.data["twist"], event.data["solution"]): event.data for event in latest if event.type == "graded"}
    found = {event.data["gate"]: event.data["faults"] for event in latest if event.type == "gate"}
    grids = [_grid(each, graded) for each in plan["matrices"]] if plan else []
    return Seen(
        grids=grids,
        gates=[Gate(name, _title(name), found.get(name)) for name in _expected(made, plan, found)],
        alpha=plan["alpha"] if plan else None,
        retried=any(event.type == "retrying" for event in events),
        _graded=graded,
    )


def _grid(part: dict[str, Any], graded: dict[tuple[str, str], dict[str, Any]]) -> Grid:
    rows = []
    for each in part["solutions"]:
        done = graded.get((part["twist"], each["name"]))
        states = done["checks"] if done else {}
        cells = {check: Cell(states.get(check, WAITING), check in each["caught_by"]) for check in part["checks"]}
        rows.append(Row(each["name"], cells, done["verdict"] if done else None))
    return Grid(part["twist"], part["checks"], part["needed"], rows)


def _expected(made: Verification, plan: dict[str, Any] | None, found: dict[str, Any]) -> list[str]:
    """The gates there will be, in their order, and those that came beside."""
    names: list[str] = []
    if plan:
        twists = [f"twist {each['twist']}" for each in plan["matrices"] if each["twist"]]
        names = ["version", "texts", "solutions", *(["bugs"] if plan["bugs"] else [])]
        names += ["starter", "examples", "tampering", "hidden", *twists, *(["mutants"] if made.mutants else [])]
        if made.status == "finished":  # what it did not come to is not waited for
            names = [name for name in names if name in found]
    beside = [name for name in found if name not in names and name != "bugs"]
    return names + beside


def _title(name: str) -> str:
    return GATES.get(name) or f"Twist: {name.removeprefix('twist ').replace('-', ' ')}"
