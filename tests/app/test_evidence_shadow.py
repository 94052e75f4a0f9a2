"""Which texts are graded after an interview, and what their states say of each check: on hand-made timelines."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.evidence import moments, shadow
from app.evidence.moments import Moment
from app.evidence.session import Answer, Check, Grading, Hint, Policy, Problem, Session, Text, Twist
from app.problems.patterns import Criterion

CHECK = Check("oracle/random", "oracle", Criterion.CORRECTNESS)
TWISTED = Problem(0, "metrics/double", "1.0.0", "metrics", 20, checks=(CHECK,))
PROBLEM = Problem(
    0,
    "metrics/double",
    "1.0.0",
    "metrics",
    20,
    checks=(CHECK, Check("edge/zero", "edge", Criterion.EDGE_CASES)),
    policies={"empty": Policy("empty", "", {"raise": "", "empty": ""}, "raise")},
    twisted=TWISTED,
)


def typed(*texts: tuple[float, str], ends_at: float = 1000.0, **more: Any) -> Session:
    found = [Text(at, at + 5, 0, solution, "", "candidate", seq=number) for number, (at, solution) in enumerate(texts)]
    return Session((PROBLEM,), ends_at, texts=tuple(found), **more)


def asked(at: float, solution: str, why="run", **more: Any) -> Moment:
    return Moment(0, 0, at, why, solution, **more)


def chosen(session: Session, *given: Moment) -> list[tuple[str, float, str]]:
    return [(each.why, each.at, each.solution) for each in moments.pick(session, given)]


def test_a_text_is_graded_when_nothing_was_typed_for_a_while_after_its_change_and_at_the_end():
    session = typed((0, "starter"), (10, "a"), (60, "b"), (70, "c"), (120, "c"), (900, "d"))
    assert [("pause", 15, "a"), ("pause", 75, "c"), ("pause", 905, "d")] == chosen(session)


def test_of_an_untouched_starter_and_of_nothing_at_all_there_is_nothing_to_grade():
    assert [] == chosen(typed((0, "starter")))
    assert [] == chosen(typed((0, "starter"), (10, "  \n")))
    assert [] == chosen(Session((PROBLEM,), 10.0))


def test_what_was_run_and_submitted_is_graded_and_a_text_that_did_not_change_only_once():
    session = typed((0, "starter"), (10, "a"), (200, "b"))
    given = [asked(20, "a"), asked(30, "a"), asked(300, "b", "submission"), asked(310, "b", "submission")]
    found = chosen(session, *given)
    assert [("pause", 15, "a"), ("pause", 205, "b"), ("submission", 300, "b"), ("submission", 310, "b")] == found


def test_the_same_text_is_another_question_after_a_twist_or_an_answer():
    session = typed(
        (0, "starter"),
        (10, "a"),
        twists=(Twist(500, 0, "thrice"),),
        answers=(Answer(100, 0, binds={"empty": "raise"}),),
    )
    given = [asked(20, "a"), asked(110, "a", binds={"empty": "raise"}), asked(510, "a", twist="thrice")]
    assert 3 == len(moments.pick(session, given))
    assert (None, {}) == moments.in_force(session, PROBLEM, 50)
    assert (None, {"empty": "raise"}) == moments.in_force(session, PROBLEM, 100)
    assert ("thrice", {}) == moments.in_force(session, PROBLEM, 500)  # the twist does away with the decision


def test_of_too_many_the_runs_come_first_then_the_longest_pauses(monkeypatch):
    monkeypatch.setattr(moments, "MOST", 4)
    session = typed((0, "starter"), *((100.0 * n + 10 * n, f"text {n}") for n in range(1, 8)), ends_at=2000)
    found = chosen(session, asked(1500, "x"), *(asked(1600 + n, f"y{n}", "submission") for n in range(9)))
    assert 9 == sum(why == "submission" for why, *_ in found)
    rest = [each for each in found if each[0] != "submission"]
    assert [("pause", "text 1"), ("pause", "text 2"), ("pause", "text 7"), ("run", "x")] == [(w, s) for w, _, s in rest]


# --- the shadow timeline ----------------------------------------------------------------------------------------


def graded(at: float, state: str, why="snapshot", **more: Any) -> Grading:
    states = {} if why == "run" else {CHECK.id: state}
    return Grading(UUID(int=int(at)), at, 0, why, "", states=states, **more)


def history(*gradings: Grading, **more: Any) -> shadow.History:
    (found,) = shadow.of(Session((PROBLEM,), 1000.0, gradings=gradings, **more))
    return found


def changes(*gradings: Grading, **more: Any) -> list:
    return [(each.what, each.since, each.at, each.between) for each in history(*gradings, **more).changes]


def test_a_check_first_passes_breaks_and_is_fixed():
    found = history(
        graded(10, "not_reached"), graded(20, "failed_silently"), graded(30, "failed_silently"), graded(40, "passed"),
        graded(50, "passed"), graded(60, "failed_loudly"), graded(70, "passed"),
    )  # fmt: skip
    assert [
        ("not_reached", 10, 20),
        ("failed_silently", 20, 40),
        ("passed", 40, 60),
        ("failed_loudly", 60, 70),
        ("passed", 70, 1000),
    ] == [(each.state, each.at, each.until) for each in found.spans]
    assert [("first_passed", 30, 40), ("broke", 50, 60), ("fixed", 60, 70)] == [
        (each.what, each.since, each.at) for each in found.changes
    ]


def test_it_says_what_the_candidate_had_met_while_it_did_not_pass():
    failing = graded(10, "failed_silently"), graded(50, "passed")
    hint, late = Hint(20, 0, 0), Hint(60, 0, 1)
    own = graded(30, "", "run", own={"test_zero": "failed"})
    seen = graded(30, "", "run", examples={"one": "error"})
    submitted = graded(30, "failed_silently", "submission")
    fine = graded(30, "", "run", own={"test_zero": "passed"}, examples={"one": "passed"})
    for met, gradings, hints in (
        ((), (fine,), (late,)),
        (("own_check",), (own,), ()),
        (("visible_failure",), (seen,), ()),
        (("visible_failure",), (submitted,), ()),
        (("hint",), (), (hint,)),
        (("own_check", "hint"), (own,), (hint, late)),
    ):
        in_order = tuple(sorted((*failing, *gradings), key=lambda each: each.at))
        assert met == changes(*in_order, hints=hints)[0][3]


def test_what_came_before_a_check_broke_has_not_helped_to_fix_it():
    found = changes(graded(10, "passed"), graded(20, "failed_loudly"), graded(40, "passed"), hints=(Hint(5, 0, 0),))
    assert [("first_passed", ("hint",)), ("broke", ()), ("fixed", ())] == [
        (what, between) for what, *_, between in found
    ]


def test_a_fault_of_the_platform_says_nothing_about_a_check():
    assert [("first_passed", 0.0, 10, ())] == changes(graded(10, "passed"), graded(20, "platform_error"))


@given(
    st.lists(
        st.tuples(st.integers(-50, 990), st.sampled_from(["passed", "failed_silently", "not_reached"])), min_size=1
    )
)
def test_spans_follow_one_another_without_a_hole_and_every_moment_is_that_of_a_grading(given):
    gradings = [graded(at + 1000, state) for at, state in sorted(given)]
    found = history(*gradings)
    assert all(
        one.until == other.at and one.state != other.state
        for one, other in zip(found.spans, found.spans[1:], strict=False)
    )
    moments = {each.at for each in gradings}
    assert {each.at for each in (*found.spans, *found.changes)} <= moments
    assert {each.since for each in found.changes} <= moments | {0.0}
