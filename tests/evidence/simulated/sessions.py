"""From a script and a seed to a session: what a function of evidence is given, and what it has to answer.

A seed changes seconds, names, how typing falls into bursts, which of two statements comes first, and which neutral
events lie between. None of it changes what must be raised.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulated.scripts import Script

State = str


@dataclass(frozen=True)
class Happened:
    """One item of the timeline, as docs/timeline.md has it. An `edited` one holds both texts as they were after it."""

    at: datetime
    kind: str
    data: dict[str, Any]
    cursor: int | None = None
    version: int = 1
    part: str | None = None
    name: str | None = None
    problem: int | None = None


@dataclass(frozen=True)
class Graded:
    """A version: the text that stood at a run, a submission or when the candidate stopped typing, and its states.

    `behaves_like` are rejected solutions of the package with the same states. `examples` are those of a run of it.
    """

    at: datetime
    why: str
    text: str
    solution: str
    accepted: bool
    checks: dict[str, State]
    policies: dict[str, dict[str, Any]]
    examples: dict[str, str]
    behaves_like: tuple[str, ...]
    frontiers: dict[str, str]
    twist: str | None
    execution_id: str | None


@dataclass(frozen=True)
class Execution:
    """A run or submission: which text, which own checks, and what came. `verdict` is None of a run, or of a broken one."""

    id: str
    kind: str
    at: datetime
    broken: bool
    verdict: str | None
    solution: str
    checks: str
    examples: dict[str, str]
    own_checks: str | None
    twist: str | None


@dataclass(frozen=True)
class Caught:
    """What own checks do to the solutions of the bank: `bugs` are rejected ones, with the mistake of each."""

    checks: str
    catches: dict[str, str]
    misses: dict[str, str]
    refuses: tuple[str, ...]
    accepts: tuple[str, ...]


@dataclass(frozen=True)
class Guard:
    """A line of a text, with the states of the checks and the open decisions without it."""

    text: str
    line: str
    without: dict[str, State]
    decisions: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Verdicts:
    """Everything that was graded in the background, in order."""

    graded: tuple[Graded, ...]
    executions: dict[str, Execution]
    own_checks: tuple[Caught, ...]
    guards: tuple[Guard, ...]


@dataclass(frozen=True)
class Due:
    """Evidence that has to be raised at this moment; `what` is the check, decision or line where there is one item for each."""

    kind: str
    at: datetime
    what: str | None = None


@dataclass(frozen=True)
class Session:
    """A simulated session. `(timeline, verdicts)` is what a function is given; `must` and `must_not` what is asked of it.

    In `labelled` kinds, an item that is not in `must` is a false alarm; nothing is said of other kinds.
    """

    id: str
    script: Script
    seed: int
    timeline: tuple[Happened, ...]
    verdicts: Verdicts
    must: tuple[Due, ...]
    must_not: frozenset[str]
    labelled: frozenset[str]
    moments: dict[str, datetime] = field(default_factory=dict)
