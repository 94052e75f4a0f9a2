"""The plan's days: pure functions, tried over zones, leaps of clocks and missed days."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drill import days
from app.problems.patterns import PATTERNS, Criterion
from app.study.calendar import Rhythm, lay
from app.study.choice import Chosen, Need, Offer, choose, instead

FRIDAY = date(2026, 3, 27)
EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True)
class Task:
    number: int
    minutes: int


def tasks(*minutes: int) -> list[Task]:
    return [Task(number, each) for number, each in enumerate(minutes)]


def laid(found) -> list[list[int]]:
    return [[task.number for task in day.tasks] for day in found.days]


rhythms = st.builds(
    Rhythm,
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    minutes=st.integers(15, 240),
    target_on=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
plans = st.lists(st.integers(5, 90), max_size=40).map(lambda each: tasks(*each))
moments = st.datetimes(datetime(2011, 12, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive


@given(plan=plans, rhythm=rhythms, today=st.dates(date(2025, 12, 1), date(2027, 1, 1)), spent=st.integers(0, 300))
def test_every_task_lies_on_one_day_or_has_no_room_and_their_order_stays(plan, rhythm, today, spent):
    found = lay(plan, rhythm, today, spent=spent)
    assert plan == [task for day in found.days for task in day.tasks] + found.left
    assert sorted({day.on for day in found.days}) == [day.on for day in found.days]
    for day in found.days:
        assert today <= day.on < rhythm.target_on
        assert day.on.isoweekday() in rhythm.weekdays
        used = sum(task.minutes for task in day.tasks) + (spent if day.on == today else 0)
        assert used <= rhythm.minutes - rhythm.drill_minutes or (
            len(day.tasks) <= 1 and not (spent and day.on == today and day.tasks)
        )


@given(plan=plans, rhythm=rhythms, today=st.dates(date(2026, 1, 1), date(2026, 12, 1)), missed=st.integers(1, 40))
def test_missed_days_lose_nothing_and_bring_nothing_forward(plan, rhythm, today, missed):
    before, after = lay(plan, rhythm, today), lay(plan, rhythm, today + timedelta(days=missed))
    assert plan == [task for day in after.days for task in day.tasks] + after.left
    on = {task.number: day.on for day in before.days for task in day.tasks}
    for day in after.days:
        for task in day.tasks:
            assert on[task.number] <= day.on


@given(zone=st.sampled_from(sorted(available_timezones())), at=moments, hours=st.integers(0, 72))
def test_a_person_s_date_never_goes_back_while_time_goes_on(zone, at, hours):
    assert days.today(at, zone) <= days.today(at + timedelta(hours=hours), zone)


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        ("Europe/Berlin", datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        ("Europe/Berlin", datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),  # a day of 23 hours
        ("Europe/Berlin", datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        ("America/New_York", datetime(2026, 11, 1, 4, 0, tzinfo=UTC), date(2026, 11, 1)),
        ("America/New_York", datetime(2026, 11, 2, 4, 59, tzinfo=UTC), date(2026, 11, 1)),  # a day of 25 hours
        ("America/New_York", datetime(2026, 11, 2, 5, 0, tzinfo=UTC), date(2026, 11, 2)),
        ("America/Havana", datetime(2026, 3, 8, 4, 59, tzinfo=UTC), date(2026, 3, 7)),
        ("America/Havana", datetime(2026, 3, 8, 5, 0, tzinfo=UTC), date(2026, 3, 8)),  # begins at one: no midnight
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 12, 59, tzinfo=UTC), date(2026, 4, 4)),  # leaps by half an hour
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 13, 0, tzinfo=UTC), date(2026, 4, 5)),
        ("Pacific/Apia", datetime(2011, 12, 30, 9, 59, tzinfo=UTC), date(2011, 12, 29)),
        ("Pacific/Apia", datetime(2011, 12, 30, 10, 0, tzinfo=UTC), date(2011, 12, 31)),  # the 30th never was
        ("Pacific/Kiritimati", datetime(2026, 1, 1, 10, 0, tzinfo=UTC), date(2026, 1, 2)),
        ("Pacific/Niue", datetime(2026, 1, 1, 10, 59, tzinfo=UTC), date(2025, 12, 31)),
    ],
)
def test_a_day_begins_at_midnight_where_the_person_is(zone, at, expected):
    assert expected == days.today(at, zone)


def test_a_weekend_on_which_clocks_change_has_as_many_days_as_any_other():
    over_it = Rhythm(EVERY_DAY, 45, FRIDAY + timedelta(days=4))
    assert 4 == len(over_it.days_from(FRIDAY))
    assert [[0], [1], [2], [3]] == laid(lay(tasks(30, 30, 30, 30), over_it, FRIDAY))


def test_a_day_takes_what_fits_beside_the_drill():
    rhythm = Rhythm(EVERY_DAY, 60, FRIDAY + timedelta(days=3))
    found = lay(tasks(25, 25, 25, 25, 25, 25, 25), rhythm, FRIDAY)
    assert [[0, 1], [2, 3], [4, 5]] == laid(found)
    assert [6] == [task.number for task in found.left]


def test_what_is_longer_than_a_day_has_one_to_itself():
    rhythm = Rhythm(EVERY_DAY, 20, FRIDAY + timedelta(days=3))
    assert [[0], [1], [2]] == laid(lay(tasks(40, 5, 20), rhythm, FRIDAY))


def test_what_was_done_today_leaves_less_of_today():
    rhythm = Rhythm(EVERY_DAY, 60, FRIDAY + timedelta(days=2))
    assert [[0], [1]] == laid(lay(tasks(25, 25), rhythm, FRIDAY, spent=25))
    assert [[], [0, 1]] == laid(lay(tasks(25, 25), rhythm, FRIDAY, spent=50))


def test_only_the_chosen_weekdays_are_days_of_practice():
    rhythm = Rhythm(frozenset({1, 3}), 45, FRIDAY + timedelta(days=14))
    assert [1, 3, 1, 3] == [day.isoweekday() for day in rhythm.days_from(FRIDAY)]
    assert [] == rhythm.days_from(rhythm.target_on)


def need(urgency: int = 4, criterion: Criterion | None = None) -> Need:
    return Need(urgency, criterion, f"urgency {urgency}")


def offer(pattern: str, level: str = "mid", *, minutes: int = 30, familiar: bool = False, **offers: int) -> Offer:
    serves = {Criterion(name): count for name, count in offers.items()}
    return Offer(uuid4(), pattern, level, minutes, serves, familiar)


def test_urgent_patterns_come_first_and_more_often_and_none_is_forgotten():
    needs = {name: need() for name in PATTERNS} | {"splits": need(0)}
    chosen = choose(needs, [offer(name) for name in PATTERNS for _ in range(8)], "mid")
    assert 8 * len(PATTERNS) == len(chosen)
    assert "splits" == chosen[0].offer.pattern
    first = Counter(each.offer.pattern for each in chosen[:12])
    assert 4 == first["splits"]
    assert set(PATTERNS) == set(first)


def test_in_a_pattern_unfamiliar_ones_come_first_then_the_level_then_what_is_needed():
    known, staff = offer("metrics", familiar=True), offer("metrics", "staff", stability=9)
    plain, serving, junior = offer("metrics"), offer("metrics", stability=2), offer("metrics", "junior")
    needs = {"metrics": need(0, Criterion.STABILITY)}
    chosen = choose(needs, [known, staff, plain, serving, junior], "mid")
    assert [serving, junior, plain, staff, known] == [each.offer for each in chosen]


def test_a_retired_problem_is_replaced_by_one_of_its_pattern_or_by_the_next():
    splits, metrics = Chosen(offer("splits"), ""), Chosen(offer("metrics"), "")
    assert metrics is instead("metrics", [splits, metrics])
    assert splits is instead("shapes", [splits, metrics])
    assert None is instead("shapes", [])
