"""The shadow timeline: for each check, when it began to pass, broke and was fixed, and what lay in between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from uuid import UUID

from app.evidence.session import FAILED, Grading, Session, State

What = Literal["first_passed", "broke", "fixed"]
Between = Literal["own_check", "visible_failure", "hint"]


@dataclass(frozen=True, slots=True)
class Span:
    """A check was in a state from `at` until it was next seen in another; `execution` is where it began."""

    state: State
    at: float
    until: float
    execution: UUID


@dataclass(frozen=True, slots=True)
class Change:
    """A check came to pass, or no longer did, at the latest by `at`, and at the earliest after `since`.

    `between` is what the candidate had met since the check began not to pass; nothing when it is empty.
    """

    what: What
    since: float
    at: float
    between: tuple[Between, ...]
    execution: UUID


@dataclass(frozen=True, slots=True)
class History:
    """A check of a problem through the interview."""

    problem: int
    check: str
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]


def of(session: Session) -> list[History]:
    """Every check that was ever graded, by problem and in the author's order."""
    return [
        history
        for problem in session.problems
        for check in dict.fromkeys(each.id for part in (problem, problem.twisted) if part for each in part.checks)
        if (history := _history(session.of(problem.position), problem.position, check)).spans
    ]


def _history(session: Session, problem: int, check: str) -> History:
    graded = [each for each in session.gradings if each.states.get(check, "platform_error") != "platform_error"]
    spans = tuple(_spans(graded, check, session.ends_at))
    return History(problem, check, spans, tuple(_changes(session, check, graded, spans)))


def _spans(graded: Sequence[Grading], check: str, ends_at: float) -> Iterator[Span]:
    runs = [list(same) for _, same in groupby(graded, key=lambda each: each.states[check])]
    for index, same in enumerate(runs):
        until = runs[index + 1][0].at if index + 1 < len(runs) else max(ends_at, same[0].at)
        yield Span(same[0].states[check], same[0].at, until, same[0].id)


def _changes(session: Session, check: str, graded: Sequence[Grading], spans: Sequence[Span]) -> Iterator[Change]:
    passed_before, failing_since = False, float("-inf")
    for index, span in enumerate(spans):
        passes, passed_last = span.state == "passed", index > 0 and spans[index - 1].state == "passed"
        if not passes and (index == 0 or passed_last):
            failing_since = span.at
        if passes == passed_last:
            continue
        what: What = "broke" if not passes else "fixed" if passed_before else "first_passed"
        since = max((each.at for each in graded if each.at < span.at), default=min(0.0, span.at))
        between = () if what == "broke" else _between(session, check, failing_since, span.at)
        yield Change(what, since, span.at, between, span.execution)
        passed_before = passed_before or passes


def _between(session: Session, check: str, since: float, until: float) -> tuple[Between, ...]:
    """What may have told of a check that did not pass."""
    met = {
        "own_check": any(_fails(each.own.values()) for each in session.gradings if since <= each.at < until),
        "visible_failure": any(_shows(each, check) for each in session.gradings if since <= each.at < until),
        "hint": any(since <= each.at < until for each in session.hints),
    }
    names: tuple[Between, ...] = ("own_check", "visible_failure", "hint")
    return tuple(name for name in names if met[name])


def _fails(states: Iterable[str]) -> bool:
    return any(state != "passed" for state in states)


def _shows(grading: Grading, check: str) -> bool:
    """Whether the candidate saw it fail: an example in a run, or the check itself in a submission."""
    if grading.why == "submission":
        return grading.states.get(check) in FAILED
    return grading.why == "run" and _fails(grading.examples.values())
