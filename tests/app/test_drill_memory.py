"""Against the vectors that py-fsrs tests itself with (its tests/test_basic.py), and against the library step by step."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS

from app.drill import days
from app.drill.memory import MAX_DAYS, PARAMETERS, SCHEDULER, Memory, replay, review
from app.errors import Invalid

START = date(2022, 11, 29)
AGAIN, GOOD = Rating.Again, Rating.Good


def test_the_pinned_parameters_are_those_of_fsrs_6() -> None:
    assert DEFAULT_PARAMETERS == PARAMETERS
    assert not SCHEDULER.enable_fuzzing


def test_intervals_are_those_of_the_librarys_reference_run() -> None:
    # py-fsrs asks a new or forgotten card again within the hour: those reviews fall on one date here.
    ratings = [GOOD] * 6 + [AGAIN] * 2 + [GOOD] * 5
    expected = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    known: Memory | None = None
    day, found = START, []
    for rating, interval in zip(ratings, expected, strict=True):
        known = review(known, rating, day)
        found.append((known.due_on - day).days)
        day += timedelta(days=interval)
    asked_again_at_once = [0, 6, 7]
    wanted = [min(interval, MAX_DAYS) for interval in expected]
    assert [wanted[i] for i in range(13) if i not in asked_again_at_once] == [
        found[i] for i in range(13) if i not in asked_again_at_once
    ]


def test_stability_and_difficulty_are_those_of_the_librarys_reference_run() -> None:
    day, log = START, []
    for rating, interval in zip([AGAIN, *[GOOD] * 5], [0, 0, 1, 3, 8, 21], strict=True):
        day += timedelta(days=interval)
        log.append((rating, day))
    known = replay(log)
    assert pytest.approx(53.62691, abs=1e-4) == known.stability
    assert pytest.approx(6.3574867, abs=1e-4) == known.difficulty


@pytest.mark.parametrize("seed", range(20))
def test_a_card_kept_in_rows_goes_the_way_of_a_card_of_the_library(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - which ratings come is of no secrecy
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=MAX_DAYS, enable_fuzzing=False)
    card, known, day = Card(card_id=1), None, START
    for _ in range(30):
        rating = Rating(rng.randint(1, 4))
        card, _ = scheduler.review_card(card, rating, datetime.combine(day, time(), UTC))
        known = review(known, rating, day)
        assert (card.stability, card.difficulty, card.due.date()) == (known.stability, known.difficulty, known.due_on)
        day += timedelta(days=rng.randint(0, 2 * (known.due_on - day).days))


def test_a_review_is_never_due_again_on_its_own_day() -> None:
    for rating in Rating:
        assert START < review(None, rating, START).due_on


def test_an_interval_ends_within_a_year() -> None:
    known = None
    for _ in range(12):
        known = review(known, Rating.Easy, known.due_on if known else START)
    assert timedelta(days=MAX_DAYS) == known.due_on - known.reviewed_on


def test_a_date_that_comes_twice_on_the_way_west_takes_nothing_back() -> None:
    known = review(None, GOOD, START)
    again = review(known, GOOD, START - timedelta(days=1))
    assert START == again.reviewed_on
    assert again.due_on > START


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Europe/Berlin", "2026-03-28T22:59", "2026-03-28"),  # the evening before clocks go forward
        ("Europe/Berlin", "2026-03-28T23:00", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29T21:59", "2026-03-29"),  # a day of 23 hours
        ("Europe/Berlin", "2026-03-29T22:00", "2026-03-30"),
        ("Europe/Berlin", "2026-10-25T22:59", "2026-10-25"),  # a day of 25 hours
        ("Europe/Berlin", "2026-10-25T23:00", "2026-10-26"),
        ("Asia/Beirut", "2026-03-28T21:59", "2026-03-28"),  # midnight does not exist there: it is one o'clock at once
        ("Asia/Beirut", "2026-03-28T22:00", "2026-03-29"),
        ("Pacific/Kiritimati", "2026-06-01T10:00", "2026-06-02"),
        ("Pacific/Pago_Pago", "2026-06-01T10:00", "2026-05-31"),
        ("Asia/Kathmandu", "2026-06-01T18:15", "2026-06-02"),
        ("Gone/Zone", "2026-06-01T23:59", "2026-06-01"),
    ],
)
def test_a_day_is_the_date_where_the_person_is(zone: str, moment: str, expected: str) -> None:
    assert expected == days.today(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone).isoformat()


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "", "a\x00b", "x" * 5000, "Europe"]
)
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        days.zone(name)
