"""The coach in the form its person is shown."""

from collections.abc import Mapping, Sequence

from app.attempts.models import Attempt
from app.coach.models import PracticeQuestion, PracticeStatement
from app.coach.schemas import CoachView, QuestionView, StepView
from app.coach.steps import STEPS, Step


def coach(attempt: Attempt, said: Mapping[str, PracticeStatement], questions: Sequence[PracticeQuestion]) -> CoachView:
    """The coach of an attempt."""
    return CoachView(
        attempt=attempt.id,
        readonly=attempt.superseded_at is not None,
        steps=[_step(step, said.get(step.say or "")) for step in STEPS],
        questions=[_question(question) for question in questions],
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
