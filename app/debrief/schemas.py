"""What a candidate is shown of a debrief. Allow-lists: nothing of a package's code is among them but what is opened."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.attempts.shown import PartShown
from app.problems.views import CandidateModel

Word = Literal["stated_and_kept", "stated_but_contradicted", "unstated_but_consistent", "inconsistent"]


class BrokeShown(CandidateModel):
    """A check that failed: its property, and a small input that shows it where one was asked for."""

    check: str
    property: str
    state: str
    how: str | None
    hint: str
    line: int | None
    offered: bool
    counterexample: list[PartShown] | None


class SaidShown(CandidateModel):
    """One's own words."""

    text: str
    kind: str
    line: int | None
    at: datetime | None


class DecisionShown(CandidateModel):
    """An open decision: what the code does beside what was stated, in one of four words."""

    id: str
    why: str
    word: Word
    option: str | None
    meaning: str | None
    said: SaidShown | None
    stated: str | None


class MistakeShown(CandidateModel):
    """One of the ten mistakes: where it showed, why it matters, what to say aloud now.

    `proxy` marks what is read from the order of things and not from a check.
    """

    id: str
    title: str
    showed: list[str]
    why: str
    recovery: str
    aloud: str
    proxy: bool


class RungShown(CandidateModel):
    """A scale, and whether results are accurate there: accurate, failed, or unknown beyond the first that failed."""

    scale: float
    needed: bool
    state: str


class FrontierShown(CandidateModel):
    """Up to which scale results are accurate."""

    check: str
    property: str
    required: float
    reached: float | None
    rungs: list[RungShown]


class NamedCheck(CandidateModel):
    """A check by its id and property."""

    check: str
    property: str


class GuardShown(CandidateModel):
    """A line that guards, and what fails without it.

    `state` is matters, decides (an open decision is taken otherwise, `decides` says which), silent (only something that
    is not told changed), idle, unloadable, queued or platform_error.
    """

    line: int
    code: str
    state: str
    broke: list[NamedCheck]
    decides: list[str]


class CaughtShown(CandidateModel):
    """A planted bug that own checks catch, by its misconception, and which of them do."""

    trap: str
    by: list[str]


class OwnShown(CandidateModel):
    """Own checks on other solutions. Counts are of those that were tried so far; `hunt` is one bug that got away."""

    written: bool
    right: int
    accepted: int
    alarms: list[str]
    wrong: int
    caught: list[CaughtShown]
    hunt: str | None


class KillShown(CandidateModel):
    """What a check that the task asked for told apart: `caught` of planted bugs, `accepted` of correct variants."""

    check: str
    property: str
    expect: str
    held: int
    of: int


class WorkShown(CandidateModel):
    """How far the background is: `state` is unasked, working or done."""

    state: Literal["unasked", "working", "done"]
    done: int
    total: int
    failed: int


class DebriefShown(CandidateModel):
    """All that one submission has to teach.

    `stop` is said when it is solved, and not while a clock runs: then the script says what comes next. `changed` says
    that the requirements have changed since.
    """

    submission: UUID
    problem: str
    title: str
    created_at: datetime
    verdict: str | None
    status: str
    stop: str | None
    changed: bool
    broke: list[BrokeShown]
    mistakes: list[MistakeShown]
    decisions: list[DecisionShown]
    settled: int
    frontiers: list[FrontierShown]
    work: WorkShown
    guards: list[GuardShown]
    own: OwnShown
    kills: list[KillShown]
    kills_hunt: str | None


class AlternativeShown(CandidateModel):
    """An accepted solution, and how one's own becomes it, as a unified diff."""

    name: str
    about: str
    source: str
    diff: str


class SolutionsShown(CandidateModel):
    """What is shown on request: from then on the problem is a familiar one."""

    editorial: str
    alternatives: list[AlternativeShown]
