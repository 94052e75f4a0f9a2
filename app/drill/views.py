"""What a person sees of a turn and of a day: never a reason before its answer."""

from datetime import date

from app.drill import service
from app.drill.bank import Prompt, Step, bank
from app.drill.models import DrillAnswer, DrillTurn
from app.drill.schemas import ChoiceView, MissView, StepView, Today, TurnView
from app.problems.patterns import PATTERNS


def turn(shown: DrillTurn, answers: list[DrillAnswer]) -> TurnView:
    """A turn with its questions, those answered explained."""
    prompt = bank()[shown.prompt]
    given = {each.step: each for each in answers}
    asked = service.steps_of(shown)
    current = next((step for step in asked if step not in given), None)
    told = Step.TRAP not in asked or Step.TRAP in given  # the trap is in the open once it is no question any more
    return TurnView(
        id=shown.id,
        prompt=prompt.prompt,
        new=shown.new,
        steps=[_step(prompt, shown, step, given.get(step)) for step in asked],
        current=current,
        pattern=PATTERNS[prompt.pattern].title if Step.PATTERN not in asked or Step.PATTERN in given else None,
        trap=prompt.trap.right if told and current in (None, Step.RECOVERY) else None,
        recovery=prompt.recovery if current in (None, Step.RECOVERY) else None,
    )


def _step(prompt: Prompt, shown: DrillTurn, step: Step, given: DrillAnswer | None) -> StepView:
    if step is Step.RECOVERY:
        texts = list(service.RECOVERY_RATINGS.values())
        return StepView(step=step, choices=texts, answered=given is not None, right=given and given.rating > 1)
    choices = prompt.choices(step, seed=str(shown.id))
    texts = [choice.text for choice in choices]
    if given is None:
        return StepView(step=step, choices=texts, answered=False)
    explained = [
        ChoiceView(text=choice.text, right=choice.right, taken=choice.text == given.chosen, why=choice.why)
        for choice in choices
    ]
    return StepView(step=step, choices=texts, answered=True, right=given.rating > 1, explained=explained)


def today(day_answers: list[tuple[DrillTurn, DrillAnswer]], day: date) -> Today:
    """What a day came to, and what went wrong in it."""
    kept = [(turn, answer) for turn, answer in day_answers if turn.prompt in bank()]
    return Today(
        day=day,
        prompts=len({turn.id for turn, _ in kept}),
        answers=len(kept),
        right=sum(answer.rating > 1 for _, answer in kept),
        misses=[_miss(turn, answer) for turn, answer in kept if answer.rating == 1],
    )


def _miss(turn: DrillTurn, answer: DrillAnswer) -> MissView:
    prompt, step = bank()[turn.prompt], Step(answer.step)
    if step is Step.RECOVERY:
        right, why = prompt.recovery, prompt.trap.right
    else:
        choice = next(each for each in prompt.choices(step, seed=str(turn.id)) if each.right)
        right, why = choice.text, choice.why
    return MissView(
        turn=turn.id,
        step=step,
        prompt=prompt.prompt,
        pattern=prompt.pattern,
        chosen=answer.chosen,
        right=right,
        why=why,
    )
