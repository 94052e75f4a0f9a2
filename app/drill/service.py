"""Drilling: what is due, the turn in hand, and what an answer changes.

An answer, the review that follows from it and the card's new date are one transaction under the turn's lock, so that a
form sent twice, a second tab and the back button count once.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from fsrs import Rating
from sqlalchemy.ext.asyncio import AsyncSession

from app.drill import days, memory, repository
from app.drill.bank import Kind, Prompt, Step, bank
from app.drill.models import DrillAnswer, DrillCard, DrillReview, DrillTurn
from app.drill.schemas import AnswerIn, Overview, PatternView, SettingsIn, SettingsView
from app.errors import Invalid, NotFound
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems.patterns import PATTERNS

NEW_PER_DAY = 5
PROGRESS_DAYS = 30

# A person grades their own recovery; the four are FSRS's.
RECOVERY_RATINGS = {
    Rating.Again: "I did not have it",
    Rating.Hard: "I had it, with effort",
    Rating.Good: "I had it",
    Rating.Easy: "It came at once",
}


class Due(NamedTuple):
    """A prompt that is due, and for what."""

    prompt: Prompt
    kinds: list[Kind]
    since: date


async def settings_of(session: AsyncSession, actor: Actor) -> SettingsView:
    """How the person drills; days are UTC's until a browser has told its zone."""
    kept = await repository.settings(session, actor.id)
    if kept is None:
        return SettingsView(time_zone=days.DEFAULT_ZONE, new_per_day=NEW_PER_DAY)
    return SettingsView(time_zone=kept.time_zone, new_per_day=kept.new_per_day)


async def change_settings(session: AsyncSession, actor: Actor, change: SettingsIn) -> SettingsView:
    """Keep what was given; Invalid for a time zone that is none."""
    if change.time_zone is not None:
        days.zone(change.time_zone)
    if given := change.model_dump(exclude_none=True):
        unset = SettingsView(time_zone=days.DEFAULT_ZONE, new_per_day=NEW_PER_DAY).model_dump()
        await repository.keep_settings(session, actor.id, given, unset)
    return await settings_of(session, actor)


async def today(session: AsyncSession, clock: Clock, actor: Actor) -> date:
    """The person's date."""
    return days.today(clock.now(), (await settings_of(session, actor)).time_zone)


async def overview(session: AsyncSession, clock: Clock, actor: Actor) -> Overview:
    """What is due, what may be new, and how far the person got with each pattern."""
    settings = await settings_of(session, actor)
    day = days.today(clock.now(), settings.time_zone)
    cards = await repository.cards(session, actor.id)
    due = _due(cards, day)
    log = await repository.reviews_since(session, actor.id, day - timedelta(days=PROGRESS_DAYS))
    return Overview(
        day=day,
        due=len(due),
        due_kinds=Counter(kind for each in due for kind in each.kinds),
        new=len(await _new(session, actor, cards, day, settings.new_per_day)),
        next_due=min((card.due_on for card in cards if card.due_on > day and card.prompt in bank()), default=None),
        patterns=_progress(cards, due, log),
        settings=settings,
    )


def _progress(cards: list[DrillCard], due: list[Due], log: list[DrillReview]) -> list[PatternView]:
    prompts = bank()
    all_of = Counter(prompt.pattern for prompt in prompts.values())
    met = Counter(prompts[each].pattern for each in {card.prompt for card in cards} & prompts.keys())
    waiting = Counter(each.prompt.pattern for each in due)
    reviews = [(prompts[each.prompt].pattern, each.rating) for each in log if each.prompt in prompts]
    asked = Counter(pattern for pattern, _ in reviews)
    known = Counter(pattern for pattern, rating in reviews if rating > Rating.Again)
    return [
        PatternView(
            id=name,
            title=pattern.title,
            met=met[name],
            prompts=all_of[name],
            due=waiting[name],
            known=known[name],
            asked=asked[name],
        )
        for name, pattern in PATTERNS.items()
    ]


def _due(cards: Iterable[DrillCard], day: date) -> list[Due]:
    """What is due, longest waiting first; a prompt that is no longer in the bank is not."""
    found: dict[str, list[DrillCard]] = {}
    for card in cards:
        if card.due_on <= day and card.prompt in bank():
            found.setdefault(card.prompt, []).append(card)
    due = [
        Due(
            bank()[prompt],
            [kind for kind in Kind if any(card.kind == kind for card in waiting)],
            min(card.due_on for card in waiting),
        )
        for prompt, waiting in found.items()
    ]
    return sorted(due, key=lambda each: (each.since, each.prompt.id))


async def _new(session: AsyncSession, actor: Actor, cards: list[DrillCard], day: date, per_day: int) -> list[Prompt]:
    """The prompts that may still be new today: of the pattern met least first, in an order of each person's own."""
    begun = sum(turn.new for turn in await repository.turns_of(session, actor.id, day))
    met = {card.prompt for card in cards}
    seen = Counter(bank()[prompt].pattern for prompt in met & bank().keys())
    fresh = [prompt for prompt in bank().values() if prompt.id not in met]
    fresh.sort(key=lambda prompt: sha256(f"{actor.id}:{prompt.id}".encode()).digest())
    chosen: list[Prompt] = []
    while fresh and len(chosen) < per_day - begun:
        least = min(fresh, key=lambda prompt: seen[prompt.pattern])
        seen[least.pattern] += 1
        fresh.remove(least)
        chosen.append(least)
    return chosen


async def next_turn(session: AsyncSession, clock: Clock, actor: Actor) -> DrillTurn | None:
    """The turn to answer: the one that is open, or the next that is due, or a new prompt; None when today is done."""
    waiting = await repository.open_turn(session, actor.id)
    if waiting is not None and waiting.prompt in bank():
        return waiting
    if waiting is not None:
        await repository.drop_turn(session, waiting)
    settings = await settings_of(session, actor)
    day = days.today(clock.now(), settings.time_zone)
    cards = await repository.cards(session, actor.id)
    values = {"user_id": actor.id, "day": day, "opened_at": clock.now()}
    if due := _due(cards, day):
        values |= {"prompt": due[0].prompt.id, "kinds": [str(kind) for kind in due[0].kinds], "new": False}
    elif new := await _new(session, actor, cards, day, settings.new_per_day):
        values |= {"prompt": new[0].id, "kinds": [str(Kind.PATTERN), str(Kind.TRAP)], "new": True}
    else:
        return None
    await repository.add_turn(session, values)
    return await repository.open_turn(session, actor.id)


def steps_of(turn: DrillTurn) -> list[Step]:
    """What a turn asks, in order."""
    return [step for kind in turn.kinds for step in Kind(kind).steps]


async def turn(session: AsyncSession, actor: Actor, turn_id: UUID) -> tuple[DrillTurn, list[DrillAnswer]]:
    """A turn of the person with its answers."""
    found = await _turn(session, actor, turn_id)
    return found, await repository.answers(session, [turn_id])


async def _turn(session: AsyncSession, actor: Actor, turn_id: UUID, *, lock: bool = False) -> DrillTurn:
    """NotFound also where a release took the prompt away since."""
    found = await repository.turn(session, actor.id, turn_id, lock=lock)
    if found.prompt not in bank():
        raise NotFound
    return found


async def answer(
    session: AsyncSession, clock: Clock, actor: Actor, turn_id: UUID, given: AnswerIn
) -> tuple[DrillTurn, list[DrillAnswer]]:
    """Take the first answer to a step; every further one changes nothing. Invalid out of turn."""
    found = await _turn(session, actor, turn_id, lock=True)
    answers = await repository.answers(session, [turn_id])
    done = {each.step for each in answers}
    if given.step in done:
        return found, answers
    left = [step for step in steps_of(found) if step not in done]
    if not left or given.step is not left[0]:
        raise Invalid("This question is not asked now. Go on with the one that is.")
    chosen, rating = _graded(found, given)
    found.day = await today(session, clock, actor)
    found.finished_at = clock.now() if len(left) == 1 else None
    row = {"turn_id": turn_id, "step": given.step, "chosen": chosen, "rating": rating, "answered_at": clock.now()}
    await repository.add_answer(session, row)
    answers = await repository.answers(session, [turn_id])
    for kind in map(Kind, found.kinds):
        if kind.steps[-1] is given.step:
            await _review(session, clock, found, kind, answers)
    return found, answers


def _graded(turn: DrillTurn, given: AnswerIn) -> tuple[str, Rating]:
    if given.step is Step.RECOVERY:
        if given.choice not in set(RECOVERY_RATINGS):
            raise Invalid(f"There is no choice {given.choice}.")
        rating = Rating(given.choice)
        return RECOVERY_RATINGS[rating], rating
    choices = bank()[turn.prompt].choices(given.step, seed=str(turn.id))
    if given.choice > len(choices):
        raise Invalid(f"There is no choice {given.choice}.")
    chosen = choices[given.choice - 1]
    return chosen.text, Rating.Good if chosen.right else Rating.Again


async def _review(session: AsyncSession, clock: Clock, turn: DrillTurn, kind: Kind, answers: list[DrillAnswer]) -> None:
    """Enter a kind whose last step was answered into the log, and move its card."""
    ratings = {each.step: Rating(each.rating) for each in answers}
    rating = ratings[kind.steps[0]]
    if kind is Kind.PATTERN and rating is Rating.Good and ratings[Step.INTENT] is Rating.Again:
        rating = Rating.Hard  # the pattern was named, and that is what the card is about
    row = {"turn_id": turn.id, "user_id": turn.user_id, "prompt": turn.prompt, "kind": kind}
    await repository.add_review(session, {**row, "rating": rating, "day": turn.day, "at": clock.now()})
    card = await repository.card(session, turn.user_id, turn.prompt, kind)
    after = memory.review(_known(card), rating, turn.day)
    values = {"stability": after.stability, "difficulty": after.difficulty}
    dates = {"reviewed_on": after.reviewed_on, "due_on": after.due_on}
    await repository.keep_card(session, turn.user_id, turn.prompt, kind, values | dates)
    if kind is Kind.TRAP:  # the recovery was just read: asked on another day it is remembered
        tomorrow = turn.day + timedelta(days=1)
        await repository.add_card(session, turn.user_id, turn.prompt, Kind.RECOVERY, due_on=tomorrow)


def _known(card: DrillCard | None) -> memory.Memory | None:
    if card is None or card.stability is None or card.difficulty is None or card.reviewed_on is None:
        return None
    return memory.Memory(card.stability, card.difficulty, card.reviewed_on, card.due_on)


async def answers_of(session: AsyncSession, actor: Actor, day: date) -> list[tuple[DrillTurn, DrillAnswer]]:
    """What the person answered on a day, in order."""
    turns = {turn.id: turn for turn in await repository.turns_of(session, actor.id, day)}
    return [(turns[each.turn_id], each) for each in await repository.answers(session, turns.keys())]
