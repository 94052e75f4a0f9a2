"""From a run as it is kept to what its person is shown."""

from collections.abc import Sequence
from typing import Any

from app.bench import exercise, harness, outcome, tutorial
from app.bench.exercise import Exercise, Implementation
from app.bench.models import BenchRun
from app.bench.schemas import (
    BenchShown,
    ErrorShown,
    FailedShown,
    OwnTestShown,
    RightShown,
    RunShown,
    State,
    StepShown,
    TutorialShown,
    WrongShown,
)
from app.kit.markdown import to_html
from app.problems.loader import Package

CHECKS_THEMSELVES = (
    "The workspace of this problem is itself a check bench: the solution is a check. A submission puts it to right and "
    "to wrong code, and tells what it missed and where it cried wolf."
)
TOO_FEW = "It has no check bench: too few of its solutions can be served to checks."


def bench(package: Package, on: Exercise | None, run: RunShown | None) -> BenchShown:
    """The bench of a problem."""
    is_one = exercise.is_one(package)
    return BenchShown(
        name=package.spec.entry.name,
        signature=package.spec.entry.signature(),
        right=len(on.right) if on else 0,
        wrong=len(on.wrong) if on else 0,
        why_not="" if on else CHECKS_THEMSELVES if is_one else TOO_FEW,
        borrows=on.borrows if on else False,
        workspace=f"/problems/{package.name}" if is_one else None,
        run=run,
    )


def lesson(run: RunShown | None) -> TutorialShown:
    """The tutorial."""
    on = tutorial.EXERCISE
    steps = [
        StepShown(number=step.number, title=step.title, text_html=to_html(step.text), checks=step.checks)
        for step in tutorial.STEPS
    ]
    return TutorialShown(
        name=on.name, signature=on.signature, contract_html=to_html(tutorial.CONTRACT), steps=steps, run=run
    )


def run(made: BenchRun, on: Exercise, given_up: set[str]) -> RunShown:
    """A run. Right code is told of by number alone, wrong code is shown once it is caught or given up."""
    found: dict[str, Any] = made.found or {"error": None, "implementations": []}
    told = {each["path"]: each for each in found["implementations"]}
    alarms = outcome.unsound(found["implementations"])
    right = [_right(n, told[each.path]) for n, each in enumerate(on.right, 1) if each.path in told]
    wrong = [
        _wrong(n, each, told[each.path], alarms=alarms, given_up=each.path in given_up)
        for n, each in enumerate(on.wrong, 1)
        if each.path in told
    ]
    left = [each for each in wrong if not (each.sound or each.given_up)]
    left.sort(key=lambda each: each.state == State.CAUGHT)  # what nothing catches before what only a false alarm does
    return RunShown(
        id=made.id,
        status=made.status,
        checks=made.checks,
        created_at=made.created_at,
        error=found["error"] and ErrorShown.model_validate(found["error"]),
        false_alarms=sum(each.state in (State.CAUGHT, State.STOPPED) for each in right) if told else None,
        caught=sum(each.state == State.CAUGHT for each in wrong) if told else None,
        right=right,
        wrong=wrong,
        tests=_tests(made.checks, right, wrong) if told else [],
        hunt_next=left[0].number if left else None,
    )


def _failed(told: dict[str, Any]) -> list[FailedShown]:
    return [FailedShown.model_validate(each) for each in told["failed"]]


def _right(number: int, told: dict[str, Any]) -> RightShown:
    return RightShown(number=number, state=State(told["state"]), failed=_failed(told), why=told["why"])


def _wrong(number: int, bug: Implementation, told: dict[str, Any], *, alarms: set[str], given_up: bool) -> WrongShown:
    sound = outcome.is_sound(told, alarms)
    return WrongShown(
        number=number,
        misconception=bug.misconception,
        state=State(told["state"]),
        sound=sound,
        failed=_failed(told),
        why=told["why"],
        given_up=given_up,
        code=bug.source if given_up or sound else None,
    )


def _tests(checks: str, right: Sequence[RightShown], wrong: Sequence[WrongShown]) -> list[OwnTestShown]:
    """Each own check by what it did; the asserts outside of tests count as one, where they did anything."""
    alarms = [{each.test for each in one.failed} for one in right]
    caught = [{each.test for each in one.failed if each.kind == "AssertionError"} for one in wrong]
    names = harness.tests(checks)
    if not names or any(harness.MODULE in each for each in (*alarms, *caught)):
        names = [harness.MODULE, *names]
    return [
        OwnTestShown(
            name=name,
            caught=sum(name in each for each in caught),
            only_by_it=sum(each == {name} for each in caught),
            false_alarms=sum(name in each for each in alarms),
        )
        for name in names
    ]
