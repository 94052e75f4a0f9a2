"""What is likely still known, and when to ask again: FSRS over whole days.

A day is a date of the person's own calendar. FSRS counts periods of 24 hours; it is given midnights, so that neither
the hour of a review nor a change of clocks makes two evenings one day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fsrs import Card, Rating, Scheduler, State

# Pinned, so that a newer library schedules a kept log as it was: these are the defaults of FSRS-6.
PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
RETENTION = 0.9
MAX_DAYS = 365

# No steps of minutes: whatever was not known is asked again the next day, not twice in one sitting.
SCHEDULER = Scheduler(
    PARAMETERS,
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=MAX_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True, slots=True)
class Memory:
    """How well one thing is known: FSRS's stability (days) and difficulty, when it was asked and when it is due."""

    stability: float
    difficulty: float
    reviewed_on: date
    due_on: date


def review(known: Memory | None, rating: Rating, on: date) -> Memory:
    """The memory after a review; None where it was the first."""
    if known is None:
        card = Card(card_id=0, due=_midnight(on))
    else:
        on = max(on, known.reviewed_on)  # who flies east to west has a date twice, and learns no less
        card = Card(
            card_id=0,
            state=State.Review,
            stability=known.stability,
            difficulty=known.difficulty,
            due=_midnight(known.due_on),
            last_review=_midnight(known.reviewed_on),
        )
    card, _ = SCHEDULER.review_card(card, rating, _midnight(on))
    assert card.stability is not None and card.difficulty is not None  # noqa: S101, PT018 - set by every review
    return Memory(card.stability, card.difficulty, on, card.due.date())


def replay(log: Iterable[tuple[Rating, date]]) -> Memory | None:
    """The memory that a log of reviews, in order, leaves."""
    known: Memory | None = None
    for rating, on in log:
        known = review(known, rating, on)
    return known


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
