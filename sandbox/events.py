"""What a grading tells the outside, event by event. Text is cleaned here: it may have come from hostile code.

`CheckDone.staff` and `PolicyOutcome.staff` are for staff only; what a candidate may see is decided by the
application, from an allow-list.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

CheckState = Literal["passed", "failed_loudly", "failed_silently", "not_reached", "platform_error"]
VerdictName = Literal["accepted", "rejected", "completed"]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CodeError(_Event):
    """An error in the candidate's own code: its kind, own line and message."""

    state: str = "runtime_error"
    kind: str | None
    line: int | None = None
    message: str = ""


class RaisedBy(_Event):
    """What a check met in the candidate's code: a built-in or numpy class, or "custom exception"; the own line."""

    kind: str
    line: int | None


class GroupUsage(_Event):
    """What one process of the candidate's code used and how it ended: "ok" or its end state.

    ``cause``: "cpu" or "wall" of a time limit, the name of a forbidden system call, else empty. ``peak_mb`` is the
    high-water mark of its largest process, what it shares with the warm parent included.
    """

    state: str
    cause: str
    wall_ms: float
    cpu_ms: float
    peak_mb: float


class PhaseUsage(GroupUsage):
    """The same for a grading as a whole; ``phase``: compile, the id of a policy or check, or visible."""

    phase: str


class Compiled(_Event):
    """The source was loaded, or not."""

    type: Literal["compiled"] = "compiled"
    ok: bool
    error: CodeError | None = None


class CheckStarted(_Event):
    """A check has begun."""

    type: Literal["check_started"] = "check_started"
    id: str


class CheckDone(_Event):
    """A check has ended; ``how`` is from a fixed vocabulary, ``property`` and ``hint`` are the author's constants."""

    type: Literal["check_done"] = "check_done"
    id: str
    primitive: str
    criterion: str
    mistake: str | None
    gate: bool
    required: bool
    visibility: dict[str, str]
    state: CheckState
    property: str
    hint: str
    how: str | None
    line: int | None
    error: RaisedBy | None
    ms: float
    staff: dict[str, Any]


class ExampleDone(_Event):
    """A visible example has been run. ``note`` says in numbers how a returned value differs: nothing here is hidden."""

    type: Literal["example_done"] = "example_done"
    name: str
    state: Literal["passed", "failed", "error"]
    input: str
    expected: str
    got: str | None
    output: str
    truncated: bool
    error: CodeError | None
    note: str | None
    usage: GroupUsage | None = None


class OwnCheckDone(_Event):
    """One of the candidate's own checks has been run."""

    type: Literal["own_check_done"] = "own_check_done"
    name: str
    state: Literal["passed", "failed", "error"]
    message: str
    line: int | None
    output: str


class Output(_Event):
    """What the code printed while it was loaded."""

    type: Literal["output"] = "output"
    text: str
    truncated: bool


class PolicyOutcome(_Event):
    """Which option of an open decision the code implements."""

    option: str | None
    state: Literal["inferred", "inconsistent", "not_reached"]
    staff: dict[str, Any] = Field(default_factory=dict)


class Sandbox(_Event):
    """Where it ran: environment, its fingerprint and the image digest, the jail and the runtime in use."""

    environment: str
    fingerprint: str
    digest: str
    judge_fingerprint: str
    judge_digest: str
    jail: str
    runtime: str


class Notice(_Event):
    """Something a solution rarely does, for staff to look at; no part of the verdict."""

    kind: str
    about: str
    line: int | None
    how: Literal["seen in the code", "seen at run time"]


class Finished(_Event):
    """The verdict. `completed` is the end of a run of the visible examples. ``usage`` has an entry per process."""

    type: Literal["finished"] = "finished"
    verdict: VerdictName
    policies: dict[str, PolicyOutcome] = Field(default_factory=dict)
    timing: dict[str, float] = Field(default_factory=dict)
    usage: list[PhaseUsage] = Field(default_factory=list)
    notices: list[Notice] = Field(default_factory=list)
    sandbox: Sandbox | None = None


class Started(_Event):
    """The grading has its place and begins; until then it waited."""

    type: Literal["started"] = "started"


class Retrying(_Event):
    """A fault of ours ended an attempt at grading; what was reported so far is void. ``message`` is for operators."""

    type: Literal["retrying"] = "retrying"
    attempt: int
    message: str = ""


class PlatformError(_Event):
    """We could not grade this. ``message`` is for operators; ``away``: nothing is graded until the engine is back."""

    type: Literal["platform_error"] = "platform_error"
    message: str
    away: bool = False


JudgeEvent = Compiled | CheckStarted | CheckDone | ExampleDone | OwnCheckDone | Output | Finished
Event = JudgeEvent | Started | Retrying | PlatformError
_judge_event: TypeAdapter[JudgeEvent] = TypeAdapter(Annotated[JudgeEvent, Field(discriminator="type")])


def parse(message: dict[str, Any]) -> JudgeEvent:
    """An event from the judge's plain record.

    Raises:
        ValidationError: the judge spoke outside its vocabulary, which is a defect of ours.
    """
    return _judge_event.validate_python(_clean(message))


def _clean(value: Any) -> Any:
    """Text that neither JSON consumers nor PostgreSQL refuse: no NUL, no lone surrogates."""
    if isinstance(value, str):
        return value.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
