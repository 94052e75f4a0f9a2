"""How functions of evidence read a session: versions, edits, prompts, and the time that was worked.

A version is a text that was graded in full: as it was submitted, run, or left standing. Only what a version says of
required checks is read; `not_reached` and `platform_error` are neither passed nor failed.
"""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.evidence.kinds import Where
from app.evidence.session import FAILED, Check, Grading, Problem, Session, Text
from app.kit import differences
from app.problems.patterns import Criterion

PASSED = "passed"
MOST_LINES = 2000  # of longer texts it is only counted which lines are new


@dataclass(frozen=True, slots=True)
class Version:
    """A graded text, the problem as this grading met it, and since when the text stands."""

    grading: Grading
    problem: Problem
    since: float
    fresh: bool  # no earlier version has the same text

    @property
    def at(self) -> float:
        """The moment of a first version with a property: since its text stands, or when it was graded anew."""
        return self.since if self.fresh else self.grading.at

    def where(self, check: str | None = None) -> Where:
        """What evidence of this version is looked up by."""
        return Where(self.problem.position, check, self.grading.id, self.grading.seed or None)

    @property
    def submitted(self) -> bool:
        """Whether the candidate handed it in."""
        return self.grading.why == "submission"

    @property
    def required(self) -> tuple[Check, ...]:
        """The checks that decide."""
        return tuple(check for check in self.problem.checks if check.required)

    def passes(self, check: str) -> bool:
        """Whether it was seen to pass the check."""
        return self.grading.states.get(check) == PASSED

    def fails(self, check: str) -> bool:
        """Whether it was seen to fail the check."""
        return self.grading.states.get(check) in FAILED

    @property
    def failed(self) -> frozenset[str]:
        """The required checks that it fails."""
        return frozenset(check.id for check in self.required if self.fails(check.id))

    @property
    def passed(self) -> frozenset[str]:
        """The required checks that it passes."""
        return frozenset(check.id for check in self.required if self.passes(check.id))

    @property
    def accepted(self) -> bool:
        """Whether every required check passes, and no open decision is taken in two ways."""
        kept = all(each.state != "inconsistent" for each in self.grading.policies.values())
        return kept and bool(self.required) and len(self.passed) == len(self.required)

    @property
    def finished(self) -> bool:
        """Whether it has begun to be right: a version that passes no check of correctness says little by failing."""
        return self.submitted or self.right_at_all

    @property
    def right_at_all(self) -> bool:
        """Whether it passes some required check of correctness."""
        return any(self.passes(check.id) for check in self.required if check.criterion is Criterion.CORRECTNESS)


@dataclass(frozen=True, slots=True)
class Edit:
    """A burst of the candidate's typing that changed the solution."""

    at: float
    until: float
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Story:
    """One problem of a session, read once."""

    session: Session
    problem: Problem
    edits: tuple[Edit, ...]
    versions: tuple[Version, ...]

    @property
    def position(self) -> int:
        """The problem's position."""
        return self.problem.position

    def where(self, grading: Grading | None = None) -> Where:
        """What evidence of this problem is looked up by."""
        return Where(self.position, execution=grading.id if grading else None)

    @property
    def runs(self) -> tuple[Grading, ...]:
        """What the candidate ran, as visible examples and own checks came out."""
        return tuple(each for each in self.session.gradings if each.why == "run")

    @property
    def submissions(self) -> tuple[Version, ...]:
        """What the candidate submitted and the platform graded."""
        return tuple(version for version in self.versions if version.submitted)

    @property
    def first(self) -> Version | None:
        """The first submission; where nothing was submitted, the last version."""
        return self.submissions[0] if self.submissions else self.final

    @property
    def final(self) -> Version | None:
        """The last version."""
        return self.versions[-1] if self.versions else None

    @property
    def prompts(self) -> tuple[float, ...]:
        """When hints were released and feedback was sent."""
        hints, feedback = self.session.hints, self.session.feedback
        return tuple(sorted([*(each.at for each in hints), *(each.at for each in feedback)]))

    def prompted(self, since: float, until: float) -> bool:
        """Whether a prompt came between."""
        return any(since <= at <= until for at in self.prompts)

    def refused(self, since: float, until: float) -> bool:
        """Whether a submission that was not accepted came between."""
        return any(since <= each.grading.at < until and not each.accepted for each in self.submissions)


def stories(session: Session) -> Iterator[Story]:
    """Each problem of a session by itself."""
    for problem in session.problems:
        own = session.of(problem.position)
        yield Story(own, problem, tuple(edits(own.texts)), tuple(versions(own, problem)))


def edits(texts: Sequence[Text]) -> Iterator[Edit]:
    """The candidate's changes of the solution; own checks are no solution."""
    for before, after in pairwise(texts):
        if after.by == "candidate" and after.solution != before.solution:
            yield Edit(after.at, after.until, before.solution, after.solution)


def versions(session: Session, problem: Problem) -> Iterator[Version]:
    """What was graded in full, in the order of time."""
    seen: set[str] = set()
    for grading in session.gradings:
        if grading.why in {"submission", "snapshot"} and grading.states:
            since = stands_since(session.texts, grading)
            yield Version(grading, problem.under(grading.twist), since, grading.solution not in seen)
            seen.add(grading.solution)


def stands_since(texts: Sequence[Text], grading: Grading) -> float:
    """Since when the text of a grading stood there without a change."""
    since = grading.at
    for text in reversed([text for text in texts if text.until <= grading.at]):
        if text.solution != grading.solution:
            break
        since = text.until
    return since


def code_lines(source: str) -> list[str]:
    """The lines that are neither empty nor only a comment, stripped."""
    lines = (line.strip() for line in source.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def changed_lines(before: str, after: str) -> int:
    """How many lines of `after` are new beside `before`; of long texts, without regard to their order."""
    both = differences.lines(before, after, MOST_LINES)
    if both is None:
        return (Counter(after.splitlines()) - Counter(before.splitlines())).total()
    pairs = difflib.SequenceMatcher(None, *both, autojunk=False)
    return sum(end - start for kind, _, _, start, end in pairs.get_opcodes() if kind in {"replace", "insert"})


def worked(session: Session, since: float, until: float, *, with_focus: bool = True) -> float:
    """Seconds between two moments, without those in which the clock stood; nor, if told, those in focus mode."""
    away = [(each.at, each.until) for each in session.pauses]
    away += [] if with_focus else [(each.at, each.until) for each in session.focus]
    covered, reached = 0.0, since
    for start, end in sorted(away):
        begins, ends = max(start, reached), min(end, until)
        if ends > begins:
            covered, reached = covered + ends - begins, ends
    return max(until - since - covered, 0.0)


def first_passing(story: Story) -> Grading | None:
    """The first run that passed every visible example."""
    return next((run for run in story.runs if passes_examples(run)), None)


def passes_examples(run: Grading) -> bool:
    """Whether a run passed every visible example."""
    return bool(run.examples) and all(state == PASSED for state in run.examples.values())
