"""When an interviewer would say what, without a database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.coach.script import BASELINE, Line, Story, due, words
from app.problems.patterns import PATTERNS

QUIET = Story(
    minutes=30,
    elapsed=timedelta(0),
    typed=False,
    said=False,
    ran=False,
    accepted=False,
    solved=False,
    twistable=True,
)


def lines(**changes: object) -> list[str]:
    return list(due(replace(QUIET, **changes)))[1:]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"typed": True}, ["silent"]),
        ({"typed": True, "said": True}, []),
        ({"typed": True, "ran": True}, ["baseline"]),
        ({"ran": True, "accepted": True, "solved": True}, ["baseline", "twist"]),
        ({"elapsed": timedelta(minutes=19, seconds=59)}, []),
        ({"elapsed": timedelta(minutes=20)}, ["twist"]),
        ({"elapsed": timedelta(minutes=20), "twistable": False}, []),
        ({"elapsed": timedelta(minutes=30)}, ["time_up"]),
        ({"elapsed": timedelta(minutes=30), "ran": True, "accepted": True, "solved": True}, ["baseline", "stop"]),
        ({"ran": True, "accepted": True, "solved": True, "twistable": False}, ["baseline", "stop"]),
        ({"ran": True, "accepted": True, "twistable": False}, ["baseline"]),
        ({"elapsed": timedelta(minutes=31), "accepted": True, "twistable": False}, ["time_up"]),
    ],
)
def test_what_is_due(changes, expected) -> None:
    assert expected == lines(**changes)


def test_the_opening_is_always_said_first() -> None:
    assert Line.OPENING == next(due(QUIET))


def test_there_is_a_question_for_every_pattern_and_no_blank_is_left() -> None:
    assert set(PATTERNS) == set(BASELINE)
    for pattern in PATTERNS:
        for line in Line:
            said = words(line, pattern=pattern, minutes=30, title="Title", twist="Weights")
            assert "{" not in said
            assert 20 < len(said) < 300
