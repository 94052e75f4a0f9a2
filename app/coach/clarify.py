"""The clarify box: a question in own words gets the authored answer it asks for, or the word that nothing is defined.

What an answer settles, later gradings expect, as in an interview; taking the question back opens it again.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts.models import Attempt
from app.coach import matching, repository
from app.coach.models import PracticeQuestion
from app.errors import Invalid, NotFound
from app.kit.clock import Clock
from app.problems.package import Clarification, Spec

MOST_ASKED = 100
NOT_DEFINED = "That is not defined. Choose what you can defend, say so, and keep to it."


async def ask(session: AsyncSession, clock: Clock, attempt: Attempt, spec: Spec, text: str) -> None:
    """Answer a question on an attempt that the caller holds. Invalid when it is empty, or one too many."""
    if not text:
        raise _invalid("Ask something first.")
    earlier = await repository.questions(session, attempt.id)
    if len(earlier) >= MOST_ASKED:
        raise _invalid(f"{MOST_ASKED} questions are the most for one attempt. Take one back to ask another.")
    place = matching.best(text, spec.clarifications)
    told = None if place is None else _consistent(spec.clarifications[place], earlier, spec.clarifications)
    question = PracticeQuestion(
        attempt_id=attempt.id,
        number=earlier[-1].number + 1 if earlier else 1,
        text=text,
        clarification=None if told is None else spec.clarifications.index(told),
        taken_as=told.ask if told else None,
        answer=told.answer if told else NOT_DEFINED,
        binds=(told.binds or {}) if told else {},
        at=clock.now(),
    )
    await repository.add_question(session, question)
    await attempts.settle(session, attempt, _settled([*earlier, question]))


def _consistent(
    found: Clarification, earlier: Sequence[PracticeQuestion], known: Sequence[Clarification]
) -> Clarification:
    """What was settled once stays so: where another answer would settle it differently, the earlier one is repeated."""
    touched = {*(found.binds or {}), found.free}
    for question in earlier:
        if question.clarification is not None and question.clarification < len(known) and touched & {*question.binds}:
            return known[question.clarification]
    return found


async def take_back(session: AsyncSession, attempt: Attempt, number: int) -> None:
    """Forget a question and what its answer settled. NotFound when there is none of this number."""
    asked = await repository.questions(session, attempt.id)
    left = [each for each in asked if each.number != number]
    if len(left) == len(asked):
        raise NotFound
    await repository.drop_question(session, attempt.id, number)
    await attempts.settle(session, attempt, _settled(left))


def _settled(questions: Sequence[PracticeQuestion]) -> dict[str, str]:
    return {policy: option for question in questions for policy, option in question.binds.items()}


def _invalid(message: str) -> Invalid:
    return Invalid(message, errors=[{"field": "text", "message": message}])
