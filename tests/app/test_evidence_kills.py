"""What the judge says of checks that are to catch implementations is read as it is written."""

import pytest

from app.attempts.background import Outcome
from app.evidence import findings
from app.evidence.session import Kill
from sandbox.judge.how import How, passed, silent
from sandbox.judge.primitives import kill


@pytest.mark.parametrize(
    ("expect", "missed", "needed", "held"), [("caught", 1, 2, 2), ("caught", 1, 3, 2), ("accepted", 0, 3, 3)]
)
def test_how_many_of_a_folder_were_told_apart(expect, missed, needed, held):
    outcomes = {f"bugs/{number}.py: a bug": passed(expect) for number in range(3 - missed)}
    outcomes |= {f"bugs/missed{number}.py: a bug": silent(How.MISSED, "accepted") for number in range(missed)}
    statement = kill._in_all(outcomes, "bugs/", expect, needed).statement
    assert (Kill("kill/bugs", expect, held, 3),) == findings._kills(Outcome(kills={"kill/bugs": statement}))


def test_what_is_said_otherwise_is_left_out():
    assert () == findings._kills(Outcome(kills={"kill/witness": "the witness does not show the bug"}))
