"""An interview as plain values: all that a function of evidence may know.

Moments are seconds since the interview's start on the server's clock, 0 before it; a browser's clock is never
asked. Nothing here knows the database, and nothing names a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal
from uuid import UUID

from app.problems.patterns import Criterion, Mistake

By = Literal["candidate", "staff"]
Why = Literal["run", "submission", "snapshot"]
State = Literal["passed", "failed_loudly", "failed_silently", "not_reached", "platform_error"]
Gapped = Literal["run", "submission", "snapshot", "ablation", "catch"]
FAILED: frozenset[State] = frozenset({"failed_loudly", "failed_silently"})


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a problem, as its author wrote it."""

    id: str
    primitive: str
    criterion: Criterion
    mistake: Mistake | None = None
    gate: bool = False
    required: bool = True
    property: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """An open decision: each option with what it means."""

    id: str
    why: str
    options: Mapping[str, str]
    default: str


@dataclass(frozen=True, slots=True)
class Clarification:
    """An authored answer: it leaves the policy `free` to the candidate, or `binds` policies to options, or neither."""

    index: int
    ask: str
    answer: str
    free: str | None = None
    binds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Misconception:
    """A rejected solution of the package: the checks it fails, and those it may fail as well.

    A policy that it does not keep to stands among them as `policy/<id>`.
    """

    path: str
    mistake_text: str
    caught_by: frozenset[str]
    may_fail: frozenset[str] = frozenset()
    mistake: Mistake | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the interview; the checks, policies and misconceptions of an applied twist are in `twisted`."""

    position: int
    name: str
    version: str
    pattern: str
    minutes: int
    checks: tuple[Check, ...] = ()
    policies: Mapping[str, Policy] = field(default_factory=dict)
    clarifications: tuple[Clarification, ...] = ()
    hints: int = 0
    examples: int = 0
    starter: str = ""
    misconceptions: tuple[Misconception, ...] = ()
    twisted: "Problem | None" = None

    def under(self, twist: str | None) -> "Problem":
        """The problem as a grading with this twist met it."""
        return self if twist is None or self.twisted is None else self.twisted


@dataclass(frozen=True, slots=True)
class Text:
    """Both texts of a problem after a burst of typing by `by`; the first of a problem is its starter, by "staff".

    `seq` is where the room's log stood.
    """

    at: float
    until: float
    problem: int
    solution: str
    checks: str
    by: By
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Inferred:
    """Which option of an open decision the code implements: "inferred", "inconsistent" or "not_reached"."""

    state: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Kill:
    """What a candidate's check, where that is the task, did with implementations: `held` of `of` as `expect` asks."""

    check: str
    expect: Literal["caught", "accepted"]
    held: int
    of: int


@dataclass(frozen=True, slots=True)
class Grading:
    """What was found of a text at `at`. A run has `examples` and `own` (name to passed, failed or error), no `states`.

    `kills` is None unless the problem asks for a check and this was graded in full; `frontiers` says, by check, up to
    which scale results stayed accurate.
    """

    id: UUID
    at: float
    problem: int
    why: Why
    solution: str
    checks: str = ""
    twist: str | None = None
    loads: bool = True
    states: Mapping[str, State] = field(default_factory=dict)
    policies: Mapping[str, Inferred] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    seed: str = ""
    kills: tuple[Kill, ...] | None = None
    frontiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, `aloud` when staff logged it; linked to a decision, and to an option where it chooses one."""

    id: int
    at: float
    problem: int | None
    said: str
    text: str
    aloud: bool = False
    policy: str | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the staff to the statement `said`, or unasked; `clarification` when it is an authored one."""

    at: float
    problem: int
    said: int | None = None
    clarification: int | None = None
    free: str | None = None
    binds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint was shown; `index` counts from 0."""

    at: float
    problem: int
    index: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """Staff told the candidate what they think."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Twist:
    """The requirements of a problem changed."""

    at: float
    problem: int
    id: str


@dataclass(frozen=True, slots=True)
class Message:
    """A line of the room's chat."""

    at: float
    by: By
    text: str


@dataclass(frozen=True, slots=True)
class Paste:
    """A larger piece of text was pasted by the candidate, and how they explained it."""

    at: float
    problem: int | None
    characters: int
    explained: str | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """Another window was in front, and how the candidate explained it."""

    at: float
    until: float
    explained: str | None = None


@dataclass(frozen=True, slots=True)
class Focus:
    """The candidate had hidden the interviewers."""

    at: float
    until: float


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood."""

    at: float
    until: float


@dataclass(frozen=True, slots=True)
class Extended:
    """Everybody got more time."""

    at: float
    minutes: int


@dataclass(frozen=True, slots=True)
class Ablation:
    """A guard of the last text, and the checks that passed with it and fail without it.

    `changed` when any check or open decision came out otherwise; where nothing did, it guards nothing.
    """

    problem: int
    line: int
    code: str
    broke: frozenset[str]
    changed: bool
    execution: UUID | None = None
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Catch:
    """Whether the candidate's own checks fail on a solution of the package: a right one, or one with a `mistake`.

    The checks are those that were run last before the first submission, or else last of all.
    """

    problem: int
    solution: str
    right: bool
    caught: bool
    mistake: Mistake | None = None
    execution: UUID | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be graded, by a fault of the platform: nothing may be concluded from its absence."""

    at: float
    problem: int
    what: Gapped


@dataclass(frozen=True, slots=True)
class Session:
    """All of an interview, each list in the order of time; texts in the order they were typed."""

    problems: tuple[Problem, ...]
    ends_at: float
    texts: tuple[Text, ...] = ()
    gradings: tuple[Grading, ...] = ()
    said: tuple[Said, ...] = ()
    answers: tuple[Answer, ...] = ()
    hints: tuple[Hint, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    twists: tuple[Twist, ...] = ()
    messages: tuple[Message, ...] = ()
    pastes: tuple[Paste, ...] = ()
    away: tuple[Away, ...] = ()
    focus: tuple[Focus, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extended, ...] = ()
    ablations: tuple[Ablation, ...] = ()
    catches: tuple[Catch, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def of(self, problem: int) -> "Session":
        """The same with only what is about one problem, or about none in particular."""
        narrowed: dict[str, Any] = {
            each.name: tuple(item for item in getattr(self, each.name) if _concerns(item, problem))
            for each in fields(self)
            if each.name not in {"problems", "ends_at"}
        }
        return replace(self, problems=tuple(each for each in self.problems if each.position == problem), **narrowed)


def _concerns(item: object, problem: int) -> bool:
    return getattr(item, "problem", None) in {None, problem}
