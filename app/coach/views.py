"""The coach in the form its person is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.attempts.models import Attempt
from app.coach import hints
from app.coach.models import CoachLine, PracticeQuestion, PracticeStatement, TimedSession
from app.coach.schemas import CoachView, HintsView, LateView, LineView, QuestionView, StepView, TimedView
from app.coach.script import Line
from app.coach.steps import STEPS, Step
from app.coach.timed import Late, ends_at
from app.problems.loader import Package
from app.problems.views import twist_view


@dataclass(frozen=True, slots=True)
class Kept:
    """All there is of a coach at a moment; `package` is as written, without the twist."""

    attempt: Attempt
    package: Package
    said: Mapping[str, PracticeStatement]
    questions: Sequence[PracticeQuestion]
    lines: Sequence[CoachLine]
    timed: TimedSession | None
    late: Sequence[Late]
    solved: bool
    now: datetime


def coach(kept: Kept) -> CoachView:
    """The coach of an attempt."""
    attempt = kept.attempt
    return CoachView(
        attempt=attempt.id,
        readonly=attempt.superseded_at is not None,
        steps=[_step(step, kept.said.get(step.say or "")) for step in STEPS],
        questions=[_question(question) for question in kept.questions],
        hints=_hints(kept),
        lines=_script(kept.lines),
        timed=None if kept.timed is None else _timed(kept.timed, kept),
        twist=twist_view(kept.package, attempt.twist_id),
        solved=kept.solved,
        typed=attempt.draft.revision > 1,
    )


def _script(lines: Sequence[CoachLine]) -> list[LineView]:
    """The lines of the script in the order in which they were said; those of one moment in the order of the script."""
    order = {line: place for place, line in enumerate(Line)}
    told = [(line.at, order[Line(line.kind)], line) for line in lines if line.kind != hints.KIND]
    return [LineView(kind=line.kind, text=line.text, at=at) for at, _, line in sorted(told, key=lambda each: each[:2])]


def _hints(kept: Kept) -> HintsView:
    shown = [line.text for line in kept.lines if line.kind == hints.KIND]
    return HintsView(shown=shown, next=len(shown) + 1 if len(shown) < len(kept.package.spec.hints) else None)


def _timed(session: TimedSession, kept: Kept) -> TimedView:
    end = ends_at(session)
    return TimedView(
        minutes=session.minutes,
        started_at=session.started_at,
        ends_at=end,
        ended_at=session.ended_at,
        seconds_left=(end - (session.ended_at or kept.now)).total_seconds(),
        late=[LateView(at=each.at, seconds=each.by.total_seconds()) for each in kept.late],
    )


def _step(step: Step, said: PracticeStatement | None) -> StepView:
    return StepView(
        number=step.number,
        title=step.title,
        about=step.about,
        say=step.say,
        example=step.example,
        said=said.text if said else None,
        at=said.at if said else None,
    )


def _question(question: PracticeQuestion) -> QuestionView:
    return QuestionView(
        number=question.number,
        text=question.text,
        taken_as=question.taken_as,
        answer=question.answer,
        settles=bool(question.binds),
        at=question.at,
    )
