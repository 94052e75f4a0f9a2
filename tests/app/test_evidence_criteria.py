"""Each criterion's functions on hand-made sessions, and what holds of every session: no moment is invented."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.compute import compute
from app.evidence.kinds import by_id
from app.evidence.reading import MOST_LINES, changed_lines
from app.evidence.rows import Evidence
from app.evidence.session import (
    Ablation,
    Answer,
    Catch,
    Check,
    Feedback,
    Gap,
    Grading,
    Hint,
    Inferred,
    Message,
    Misconception,
    Pause,
    Policy,
    Problem,
    Said,
    Session,
    State,
    Text,
    Twist,
)
from app.problems.patterns import Criterion, Mistake

GATE, RIGHT, EDGE, SCALE = "perturb/rows", "oracle/all", "edge/none", "stability/scale"
CHECKS = (
    Check(RIGHT, "oracle", Criterion.CORRECTNESS),
    Check(GATE, "perturb", Criterion.ML_AWARENESS, Mistake.LEAKAGE, gate=True),
    Check(EDGE, "edge", Criterion.EDGE_CASES, Mistake.EDGE_CASES_LATE, property="Nothing is handled."),
    Check(SCALE, "stability", Criterion.STABILITY),
    Check("loud/odd", "loud", Criterion.EDGE_CASES, required=False),
)
PROBLEM = Problem(
    position=0,
    name="metrics/double",
    version="1.0.0",
    pattern="metrics",
    minutes=20,
    checks=CHECKS,
    policies={"empty": Policy("empty", "nothing has no double", {"zero": "it is 0", "raise": "raises"}, "zero")},
    examples=1,
    starter="",
    misconceptions=(Misconception("rejected/leaky.py", "all rows are used", frozenset({GATE})),),
)
ENDS = 3000.0


class Story:
    """Builds a session; moments are seconds."""

    def __init__(self, problem: Problem = PROBLEM) -> None:
        self.problem = problem
        self.texts = [Text(0.0, 0.0, 0, "", "", "staff")]
        self.gradings: list[Grading] = []
        self.more: dict[str, tuple[Any, ...]] = {}

    def write(self, at: float, text: str, until: float | None = None) -> "Story":
        self.texts.append(Text(at, until or at + 5, 0, text, "", "candidate"))
        return self

    def grade(self, at: float, why: Any = "submission", **found: Any) -> "Story":
        """The text as it stands: all checks pass but those in `failed` (silently) and `loud`."""
        failed, loud = found.pop("failed", ()), found.pop("loud", ())
        states: dict[str, State] = dict.fromkeys((check.id for check in self.problem.checks), "passed")
        states |= dict.fromkeys(failed, "failed_silently") | dict.fromkeys(loud, "failed_loudly")
        given = {"policies": {"empty": Inferred("inferred", "zero")}, "states": states} if why != "run" else {}
        number = UUID(int=len(self.gradings) + 1)
        self.gradings.append(Grading(number, at, 0, why, self.texts[-1].solution, **{**given, **found}))
        return self

    def run(self, at: float, passed: bool = True, own: Mapping[str, str] | None = None) -> "Story":
        return self.grade(at, "run", examples={"one": "passed" if passed else "failed"}, own=own or {})

    def having(self, **more: tuple[Any, ...]) -> "Story":
        self.more |= more
        return self

    def found(self) -> list[Evidence]:
        session = Session((self.problem,), ENDS, tuple(self.texts), tuple(self.gradings), **self.more)
        return compute(session)

    def kinds(self) -> dict[str, float]:
        """The first moment of each kind."""
        rows: dict[str, float] = {}
        for row in self.found():
            rows.setdefault(row.kind, row.at)
        return rows


def said(at: float, what: str = "question", **more: Any) -> Said:
    return Said(int(at), at, 0, what, "…", **more)


def test_correctness_tells_silent_from_loud_failures_at_the_first_submission():
    silent = Story().write(10, "a").grade(20, failed=[RIGHT], loud=[EDGE]).grade(30, loud=[EDGE])
    row = next(each for each in silent.found() if each.kind == "silent_failures")
    assert ("1 of the 2 checks that failed at the first submission failed silently.", 20) == (row.claim, row.at)
    assert (RIGHT, UUID(int=1)) == (row.check, row.execution)
    loud = Story().write(10, "a").grade(20, loud=[RIGHT]).kinds()
    assert {"only_loud_failures"} == {"silent_failures", "only_loud_failures"} & loud.keys()


def test_correctness_names_a_misconception_that_fails_the_same():
    rows = Story().write(10, "a").grade(20, failed=[GATE]).grade(30, failed=[GATE]).found()
    assert [20] == [row.at for row in rows if row.kind == "named_misconception"]
    both = Story().write(10, "a").grade(20, failed=[GATE, RIGHT])
    assert "named_misconception" not in both.kinds()


@pytest.mark.parametrize(("between", "kind"), [
    ({}, "repaired_unprompted"),
    ({"hints": (Hint(40.0, 0, 0),)}, "repaired_after_hint"),
    ({"feedback": (Feedback(40.0, "Look again."),)}, "repaired_after_hint"),
])  # fmt: skip
def test_correctness_says_what_lay_between_a_fault_and_its_repair(between, kind):
    story = Story().write(10, "a").grade(20, "snapshot", failed=[SCALE]).write(50, "b").grade(60, "snapshot")
    assert 55 == story.having(**between).kinds()[kind]


def test_correctness_counts_an_own_check_that_showed_the_fault_and_a_failed_submission_before_it():
    story = Story().write(10, "a").run(20, own={"mine": "failed"}).grade(20, "snapshot", failed=[SCALE])
    assert "repaired_after_own_check" in story.write(50, "b").grade(60, "snapshot").kinds()
    told = Story().write(10, "a").grade(20, failed=[SCALE]).write(50, "b").grade(60, "snapshot")
    assert "repaired_after_failure" in told.kinds()


def test_edge_cases_are_before_failure_after_it_after_a_hint_or_never():
    def kind_of(story: Story) -> set[str]:
        return {each for each in story.kinds() if each.startswith("edge_")}

    assert {"edge_before_failure"} == kind_of(Story().write(10, "a").grade(20))
    late = Story().write(10, "a").grade(20, failed=[EDGE]).write(50, "b").grade(60)
    assert {"edge_after_failure"} == kind_of(late)
    assert {"edge_after_hint"} == kind_of(late.having(hints=(Hint(30.0, 0, 0),)))
    assert {"edge_never"} == kind_of(Story().write(10, "a").grade(20, failed=[EDGE]))


def test_a_check_that_decides_nothing_raises_nothing():
    story = Story().write(10, "a").grade(20, failed=["loud/odd"])
    assert all(row.check != "loud/odd" for row in story.found())


def test_stability_is_told_of_code_that_is_right_on_ordinary_input_only():
    assert "unstable_in_silence" in Story().write(10, "a").grade(20, failed=[SCALE]).kinds()
    assert "unstable_in_silence" not in Story().write(10, "a").grade(20, failed=[SCALE, RIGHT]).kinds()
    assert "stable_from_the_start" in Story().write(10, "a").grade(20).kinds()


def test_stability_says_which_guards_matter_and_which_change_nothing():
    guards = (
        Ablation(0, 1, "a = max(a, 1)", frozenset({EDGE}), changed=True),
        Ablation(0, 2, "b = min(b, 1)", frozenset(), changed=False),
        Ablation(0, 3, "c = abs(c)", frozenset(), changed=True),
    )
    story = Story().write(10, "a = max(a, 1)\nb = min(b, 1)\nc = abs(c)").grade(20)
    rows = {row.data["code"]: row.kind for row in story.having(ablations=guards).found() if "code" in row.data}
    assert {"a = max(a, 1)": "guard_matters", "b = min(b, 1)": "guard_idle"} == rows


def test_a_leak_is_followed_to_its_end():
    leaking = Story().write(10, "a").grade(20, "snapshot", failed=[GATE])
    assert {"leak_introduced": 15, "leak_never_repaired": 15}.items() <= leaking.kinds().items()
    tight = leaking.write(50, "b").grade(60)
    assert {"leak_introduced": 15, "leak_self_repaired": 55}.items() <= tight.kinds().items()
    assert "no_leak" not in tight.kinds()
    assert "no_leak" in Story().write(10, "a").grade(20).kinds()


def test_a_gate_that_was_not_reached_says_nothing():
    states = dict.fromkeys((check.id for check in CHECKS), "passed") | {GATE: "not_reached"}
    kinds = Story().write(10, "a").grade(20, states=states).kinds()
    assert not {"no_leak", "leak_introduced", "leak_never_repaired"} & kinds.keys()


def test_assumptions_are_laid_beside_what_the_code_does():
    def stated(*spoken: Said) -> set[str]:
        found = Story().write(10, "a").grade(20).having(said=spoken).kinds()
        return {each for each in found if each.startswith(("assumption_", "decision_"))}

    assert {"decision_unstated"} == stated(said(5))
    assert {"assumption_kept"} == stated(said(5, "assumption", policy="empty", option="zero"))
    assert {"assumption_contradicted"} == stated(said(5, "assumption", policy="empty", option="raise"))
    assert set() == stated(said(5, "assumption", policy="empty"))


def test_what_an_answer_settled_is_no_assumption():
    answer = Answer(6.0, 0, said=5, clarification=0, binds={"empty": "zero"})
    kinds = Story().write(10, "a").grade(20).having(said=(said(5),), answers=(answer,)).kinds()
    assert 5 == kinds["clarification_raised"]
    assert not {"decision_unstated", "assumption_kept"} & kinds.keys()


def test_communication_looks_at_what_was_said_before_the_first_edit():
    words = (said(5), said(6, "restatement"), said(7, "outline"), said(30, "tradeoff"))
    kinds = Story().write(10, "a").having(said=words).kinds()
    assert {"clarified_before_code": 5, "restated_before_code": 6, "outlined_before_code": 7}.items() <= kinds.items()
    assert 30 == kinds["tradeoff_said"]
    assert 10 == Story().write(10, "a").having(said=(said(30),)).kinds()["coded_before_a_word"]


def test_where_nothing_is_on_record_silence_says_nothing():
    story = Story()
    for at in range(10, 2000, 60):
        story.write(at, "\n".join(map(str, range(at))))
    kinds = story.kinds()
    assert "speech_not_recorded" in kinds
    assert not {"coded_before_a_word", "long_silence"} & kinds.keys()


def test_a_long_silence_does_not_count_minutes_in_which_the_clock_stood():
    story = Story().write(100, "1\n2\n3\n4\n5").write(640, "\n".join(map(str, range(20)))).having(said=(said(5),))
    assert 100 == story.kinds()["long_silence"]
    paused = story.having(pauses=(Pause(200.0, 500.0),))
    assert "long_silence" not in paused.kinds()


def test_working_in_steps_sees_a_simple_version_that_grew():
    small, large = "a = 1", "a = 1\nb = 2\nc = 3\nd = 4"
    story = Story().write(10, small).run(20).grade(20, "snapshot").write(50, large).grade(60)
    assert {"first_passing_version": 20, "baseline_grown": 20}.items() <= story.kinds().items()
    assert "no_baseline" in Story().write(10, large).run(20, passed=False).grade(30).kinds()


def test_a_run_that_the_platform_lost_is_no_missing_baseline():
    story = Story().write(10, "a").grade(30).having(gaps=(Gap(20.0, 0, "run"),))
    assert not {"no_baseline", "submitted_unchecked"} & story.kinds().keys()


def test_what_passed_and_fails_again_is_told_once_a_version():
    story = Story().write(10, "a").grade(20, "snapshot").write(50, "b").grade(60, "snapshot", failed=[EDGE, SCALE])
    rows = [row for row in story.found() if row.kind == "check_broke"]
    assert [(55, [EDGE, SCALE])] == [(row.at, row.data["checks"]) for row in rows]


def test_validation_asks_what_own_checks_catch():
    def kinds(*catches: Catch) -> set[str]:
        story = Story().write(10, "a").run(20, own={"mine": "passed"}).grade(30).having(catches=catches)
        return {each for each in story.kinds() if each.startswith("own_checks")}

    right, refused = Catch(0, "r.py", right=True, caught=False), Catch(0, "r.py", right=True, caught=True)
    bug = Catch(0, "w.py", right=False, caught=True, mistake=Mistake.LEAKAGE)
    missed = Catch(0, "w.py", right=False, caught=False)
    assert {"own_checks_catch", "own_checks_catch_leak"} == kinds(right, bug)
    assert {"own_checks_catch_nothing"} == kinds(right, missed)
    assert {"own_checks_cry_wolf"} == kinds(refused, bug)


def test_submitting_without_a_run_is_told():
    assert 20 == Story().write(10, "a").grade(20).kinds()["submitted_unchecked"]
    assert "submitted_unchecked" not in Story().write(10, "a").run(15).grade(20).kinds()


def test_collaboration_follows_hints_and_knows_when_it_was_solved():
    story = Story().write(10, "a").grade(20, failed=[RIGHT]).having(hints=(Hint(30.0, 0, 0), Hint(900.0, 0, 1)))
    kinds = story.write(100, "b").grade(120).kinds()
    assert {"hint_used": 30, "hint_unused": 900, "stopped_when_solved": 120}.items() <= kinds.items()


def test_going_on_is_told_unless_somebody_asked_for_it():
    story = Story().write(10, "a").grade(20).write(50, "b").grade(60)
    assert {"went_on_after_solved": 50}.items() <= story.kinds().items()
    assert "stopped_when_solved" not in story.kinds()
    asked = story.having(messages=(Message(30.0, "staff", "And if it is empty?"),))
    assert "went_on_after_solved" not in asked.kinds()


def test_a_mistake_that_was_named_is_told_at_its_words():
    story = Story().write(10, "a").grade(20, failed=[SCALE]).having(said=(said(30, "note"),))
    assert 30 == story.write(50, "b").grade(60).kinds()["mistake_named"]


def test_changed_requirements_are_met_or_not():
    story = Story().write(10, "a").grade(20).having(twists=(Twist(30.0, 0, "thrice"),))
    assert 30 == story.kinds()["twist_not_met"]
    assert 60 == story.write(50, "b").grade(60, twist="thrice").kinds()["twist_met"]


@pytest.mark.parametrize("source", ["def f(x:\n", "\0", "(" * 3000, "é = 'ü'\n" * 3, ""])
def test_readability_reads_whatever_stands_there(source):
    Story().write(10, source or "#").grade(20).found()


TEXTS = st.sampled_from(["", "a = 1", "a = 1\nb = 2\nc = 3\nd = 4\ne = 5", "def f(:", "# ü\nx = max(a, 1)"])
MOMENTS = st.floats(0, ENDS - 10, allow_nan=False).map(lambda at: round(at, 1))
STATES = st.sampled_from(["passed", "failed_silently", "failed_loudly", "not_reached", "platform_error"])
DOING = st.one_of(
    st.tuples(st.just("write"), MOMENTS, TEXTS),
    st.tuples(st.just("run"), MOMENTS, st.booleans()),
    st.tuples(
        st.sampled_from(["submission", "snapshot"]), MOMENTS, st.fixed_dictionaries({c.id: STATES for c in CHECKS})
    ),
)
SPOKEN = st.builds(
    Said,
    st.integers(1, 99),
    MOMENTS,
    st.sampled_from([0, None]),
    st.sampled_from(["question", "assumption", "outline", "tradeoff"]),
    st.just("…"),
    policy=st.sampled_from([None, "empty"]),
    option=st.sampled_from([None, "zero", "raise"]),
)


@given(
    doings=st.lists(DOING, max_size=12),
    spoken=st.lists(SPOKEN, max_size=4),
    hints=st.lists(st.builds(Hint, MOMENTS, st.just(0), st.integers(0, 2)), max_size=3),
    twists=st.lists(st.builds(Twist, MOMENTS, st.just(0), st.just("thrice")), max_size=1),
)
def test_no_moment_is_invented_and_each_row_is_of_its_kind(doings, spoken, hints, twists):
    story = Story()
    for what, at, how in sorted(doings, key=lambda doing: doing[1]):
        if what == "write":
            story.write(at, how)
        elif what == "run":
            story.run(at, how)
        else:
            story.grade(at, what, states=how)
    by_time = {"said": spoken, "hints": hints, "twists": twists}
    story.having(**{name: tuple(sorted(items, key=lambda each: each.at)) for name, items in by_time.items()})
    moments = {0.0, ENDS, *(each.at for items in by_time.values() for each in items)}
    moments |= {each.at for each in story.gradings}
    moments |= {moment for text in story.texts for moment in (text.at, text.until)}
    rows = story.found()
    assert {row.at for row in rows} <= moments
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    for row in rows:
        kind = by_id()[row.kind]
        assert (kind.grade, kind.side, kind.proxy) == (row.grade, row.stands, row.proxy)
        assert row.check is None or row.check in {check.id for check in CHECKS}


def test_a_session_with_nothing_in_it_says_only_that_nothing_was_said():
    assert ["speech_not_recorded"] == [row.kind for row in compute(Session((PROBLEM,), ENDS))]


def test_of_long_texts_it_is_counted_which_lines_are_new():
    short = "".join(f"{number}\n" for number in range(100))
    assert 3 == changed_lines(short, short.replace("7\n", "seven\n", 1) + "a\nb\n")
    long = "x\ny\n" * MOST_LINES
    assert 0 == changed_lines(long, "y\nx\n" * MOST_LINES)
    assert 2 == changed_lines(long, long + "a\nb\n")
