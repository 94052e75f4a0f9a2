"""From the grader's events to what a candidate may see: an allow-list per type, failing closed.

A check whose visibility is not `during` for candidates, or that the version's specification does not know, is not
shown at all.
"""

from typing import Any

from pydantic import BaseModel

from app.problems.package import Check, Spec
from app.problems.views import CandidateModel
from sandbox import events as sandbox_events

PASSED, NOT_REACHED = "passed", "not_reached"


class CodeErrorShown(CandidateModel):
    """An error in the candidate's own code."""

    state: str
    kind: str | None
    line: int | None
    message: str


class UsageShown(CandidateModel):
    """What the candidate's own process used."""

    wall_ms: float
    cpu_ms: float
    peak_mb: float


class CompiledShown(CandidateModel):
    """The code was loaded, or not."""

    ok: bool
    error: CodeErrorShown | None


class CheckStartedShown(CandidateModel):
    """A check began."""

    id: str


class RaisedShown(CandidateModel):
    """What a check met in the candidate's code: a built-in class or `custom exception`, and the own line."""

    kind: str
    line: int | None


class CheckDoneShown(CandidateModel):
    """A check ended: property and hint are the author's constants, `how` comes from a fixed vocabulary.

    A check that was not reached keeps its property to itself: broken code would otherwise list them all.
    """

    id: str
    primitive: str
    criterion: str
    mistake: str | None
    gate: bool
    required: bool
    state: str
    property: str
    hint: str
    how: str | None
    line: int | None
    error: RaisedShown | None


class ExampleDoneShown(CandidateModel):
    """A visible example ran; its data are in the statement anyway."""

    name: str
    state: str
    input: str
    expected: str
    got: str | None
    output: str
    truncated: bool
    error: CodeErrorShown | None
    note: str | None
    usage: UsageShown | None


class OwnCheckDoneShown(CandidateModel):
    """One of the candidate's own checks ran."""

    name: str
    state: str
    message: str
    line: int | None
    output: str


class OutputShown(CandidateModel):
    """What the code printed while it was loaded."""

    text: str
    truncated: bool


class PolicyShown(CandidateModel):
    """Which way the code decides something the statement leaves open (told after a submission)."""

    state: str
    option: str | None
    why: str
    meaning: str | None


class PartShown(CandidateModel):
    """One part of a counterexample as text, and what it is."""

    name: str
    text: str


class CounterexampleShown(CandidateModel):
    """One input on which a check failed, after a practice submission."""

    check: str
    parts: list[PartShown]


class FinishedShown(CandidateModel):
    """The end: counts are of the checks a candidate may see, after a run of the visible examples."""

    verdict: str
    passed: int
    failed: int
    not_reached: int
    total: int
    policies: dict[str, PolicyShown]


# A counterexample's parts that candidates may read, as they are called and ordered; any other stays with staff.
PARTS = {
    "args": "Input",
    "expected": "Expected",
    "got": "Got",
    "changed": "The same input with only data changed that must not matter",
    "kept": "The part that had to stay",
    "kept_after": "What became of it",
    "args2": "The other input",
    "out": "Result",
    "out2": "The other result",
    "after": "The input after the call",
    "first": "First result",
    "second": "Second result",
    "gradient": "Gradient",
    "log": "The calls that reached the objects",
}
_PLAIN: dict[type[BaseModel], type[CandidateModel]] = {
    sandbox_events.Compiled: CompiledShown,
    sandbox_events.ExampleDone: ExampleDoneShown,
    sandbox_events.OwnCheckDone: OwnCheckDoneShown,
    sandbox_events.Output: OutputShown,
}
_NESTED: dict[type[BaseModel], type[CandidateModel]] = {
    sandbox_events.CodeError: CodeErrorShown,
    sandbox_events.GroupUsage: UsageShown,
}


AFTERWARDS, ONCE_OVER = frozenset({"after"}), frozenset({"during", "after"})


def of_records(spec: Spec, records: list[dict[str, Any]], when: frozenset[str]) -> list[CheckDoneShown]:
    """The checks of a grader's records that are told at these times: only when the attempt is over, or by then."""
    told = {check.id: check for check in spec.checks if check.visibility.candidate in when}
    events = [sandbox_events.CheckDone.model_validate(each) for each in records if each.get("type") == "check_done"]
    done = {event.id: event for event in events}
    return [_check_shown(check, done[check.id]) for check in told.values() if check.id in done]


def counterexample(spec: Spec, event: sandbox_events.CheckDone) -> CounterexampleShown | None:
    """What a rerun in practice shows of a failed check; planted implementations stay hidden."""
    check = next((check for check in spec.checks if check.id == event.id), None)
    if check is None or check.visibility.candidate == "never" or check.primitive == "kill" or event.state == PASSED:
        return None
    texts = event.staff.get("texts", {})
    parts = [PartShown(name=label, text=str(texts[name])) for name, label in PARTS.items() if name in texts]
    return CounterexampleShown(check=check.id, parts=parts)


class Shown:
    """Translates one grading; remembers the states of shown checks for the count at the end.

    Without `decisions` it never tells which way the code decides what the statement leaves open: to know what is open
    is part of an interview's answer.
    """

    def __init__(self, spec: Spec, *, decisions: bool = True) -> None:
        self._spec = spec
        self._decisions = decisions
        self._checks = {check.id: check for check in spec.checks if check.visibility.candidate == "during"}
        self._states: dict[str, str] = {}
        self._examples: list[str] = []

    def afresh(self) -> "Shown":
        """The same for another try."""
        return Shown(self._spec, decisions=self._decisions)

    def translate(self, event: BaseModel) -> dict[str, Any] | None:
        """The candidate's form of an event, or None when there is nothing to show."""
        shown = self._shown(event)
        return None if shown is None else shown.model_dump()

    def _shown(self, event: BaseModel) -> CandidateModel | None:
        if isinstance(event, sandbox_events.CheckStarted):
            check = self._checks.get(event.id)
            return None if check is None else CheckStartedShown(id=check.id)
        if isinstance(event, sandbox_events.CheckDone):
            return self._check_done(event)
        if isinstance(event, sandbox_events.Finished):
            return self._finished(event)
        if isinstance(event, sandbox_events.ExampleDone):
            self._examples.append(event.state)
        view = _PLAIN.get(type(event))
        return None if view is None else _pick(view, event)

    def _check_done(self, event: sandbox_events.CheckDone) -> CheckDoneShown | None:
        check = self._checks.get(event.id)
        if check is None:
            return None
        self._states[check.id] = event.state
        return _check_shown(check, event)

    def _finished(self, event: sandbox_events.Finished) -> FinishedShown:
        graded = event.verdict != "completed"
        checks = [self._states.get(check, NOT_REACHED) for check in self._checks]
        states = checks if graded else self._examples
        passed, missed = states.count(PASSED), states.count(NOT_REACHED)
        return FinishedShown(
            verdict=event.verdict,
            passed=passed,
            failed=len(states) - passed - missed,
            not_reached=missed,
            total=len(states),
            policies=self._policies(event) if graded and self._decisions else {},
        )

    def _policies(self, event: sandbox_events.Finished) -> dict[str, PolicyShown]:
        shown = {}
        for policy in self._spec.policies:
            outcome = event.policies.get(policy.id)
            if outcome is not None:
                meaning = policy.options.get(outcome.option) if outcome.option else None
                shown[policy.id] = PolicyShown(
                    state=outcome.state, option=outcome.option, why=policy.why, meaning=meaning
                )
        return shown


def _check_shown(check: Check, event: sandbox_events.CheckDone) -> CheckDoneShown:
    return CheckDoneShown(
        id=check.id,
        primitive=check.primitive,
        criterion=check.criterion,
        mistake=check.mistake,
        gate=check.gate,
        required=check.required,
        state=event.state,
        property=check.property if event.state != NOT_REACHED else "",
        hint=check.hint if event.state not in {PASSED, NOT_REACHED} else "",
        how=event.how,
        line=event.line,
        error=event.error and RaisedShown(kind=event.error.kind, line=event.error.line),
    )


def _pick(view: type[CandidateModel], event: BaseModel) -> CandidateModel:
    """Only the fields that the view names, at every depth."""
    values: dict[str, Any] = {}
    for name in view.model_fields:
        value = getattr(event, name)
        nested = _NESTED.get(type(value))
        values[name] = value if nested is None else _pick(nested, value)
    return view.model_validate(values)
