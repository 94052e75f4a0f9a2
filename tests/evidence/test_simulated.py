from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from simulated import recorded
from simulated.build import session, sessions
from simulated.checking import tried
from simulated.confusion import Found, Table
from simulated.kinds import of_family
from simulated.record import known
from simulated.scripts import Script, ScriptError, Write, every, parse
from simulated.sessions import Happened, Session
from simulated.texts import HERE, problem

from app.events import interviews, kinds, talk
from app.evidence.kinds import by_id, vocabulary
from app.problems.patterns import Criterion, Mistake

SEEDS = range(4)
SCRIPTS = every()
PROBLEMS = sorted({script.problem for script in SCRIPTS})
HAPPENINGS = {
    each.model_fields["kind"].default: each
    for module in (kinds, talk, interviews)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, kinds.Happening) and each is not kinds.Happening
}

# Nearly every session has code and some edge case; what is closed there is the moment, and the check.
NEARLY_ALWAYS = {"readability_facts", "plan_before_code", "code_to_change", "edge_before_failure"}

each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
each_problem = pytest.mark.parametrize("name", PROBLEMS)


def edits(played: Session) -> list[Happened]:
    return [each for each in played.timeline if each.kind == "edited"]


def required(name: str, *, criterion: Criterion | None = None, gate: bool = False) -> set[str]:
    checks = [check for check in problem(name).package.spec.checks if check.required]
    return {check.id for check in checks if (check.gate if gate else check.criterion == criterion)}


# ── the vocabulary


def test_every_criterion_step_and_mistake_has_a_kind() -> None:
    every_kind = vocabulary().kinds
    assert set(Criterion) == {criterion for kind in every_kind for criterion in kind.criteria}
    assert set(range(1, 11)) == {step for kind in every_kind for step in kind.steps}
    assert set(Mistake) == {mistake for kind in every_kind for mistake in kind.mistakes}


def test_a_proxy_is_never_computed_from_grading_and_a_person_judges_what_neither_can() -> None:
    assert {"A", "B", "C"} == {kind.grade for kind in vocabulary().kinds}
    assert all(kind.side == "neutral" for kind in vocabulary().kinds if kind.grade == "C")


@pytest.mark.parametrize("kind", by_id())
def test_every_kind_is_due_in_some_scripts_and_forbidden_in_many(kind: str) -> None:
    due = [script.id for script in SCRIPTS if any(each.kind == kind for each in script.must)]
    forbidden = [script.id for script in SCRIPTS if kind in script.forbidden]
    problems = {script.problem for script in SCRIPTS if script.id in due}
    assert len(due) >= 3, due
    assert len(problems) >= 2, problems
    assert len(forbidden) + len(due) >= 55
    if kind not in NEARLY_ALWAYS:
        assert len(forbidden) >= 8


# ── the scripts


def test_there_are_sixty_scripts_at_six_problems_and_none_twice() -> None:
    assert len(SCRIPTS) >= 60
    assert len(PROBLEMS) >= 6
    assert len(SCRIPTS) == len({script.id for script in SCRIPTS})


@each_script
def test_each_edge_case_of_a_reached_first_version_has_one_label(script: Script) -> None:
    if "edges" not in script.labelled:
        pytest.skip("not labelled")
    labelled = Counter(due.what for due in script.must if due.kind in of_family("edges"))
    graded = session(script, 0).verdicts.graded
    reached = any(state not in ("not_reached", "platform_error") for each in graded for state in each.checks.values())
    wanted = required(script.problem, criterion=Criterion.EDGE_CASES) if reached else set()
    assert dict.fromkeys(wanted, 1) == labelled


@each_script
def test_each_gate_of_a_reached_version_is_labelled(script: Script) -> None:
    labelled = {due.what for due in script.must if due.kind in of_family("leaks")}
    gates = required(script.problem, gate=True) if session(script, 0).verdicts.graded else set()
    assert gates <= labelled


@each_script
def test_a_decision_has_at_most_one_label(script: Script) -> None:
    labels = Counter(due.what for due in script.must if due.kind in of_family("decisions"))
    assert all(count == 1 for count in labels.values())


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("stopped_when_solved @s1", "stopped_when_tired @s1", "there is no kind 'stopped_when_tired'"),
        ("stopped_when_solved @s1", "stopped_when_solved @s9", "there is no moment 's9'"),
        ("stopped_when_solved @s1", "stopped_when_solved", "is not of the form"),
        ("stopped_when_solved @s1", "stopped_when_solved @s1 oracle/x", "one item per moment"),
        ("edge/small-rankings", "edge/tiny-rankings", "metrics/roc-auc has no 'edge/tiny-rankings'"),
        ("decision_unstated @w1 single_class", "decision_unstated @w1 two_classes", "has no 'two_classes'"),
        ("text: accepted/average_ranks", "text: accepted/average_rank", "has no text"),
        ("{at: 330, do: run, as: r1}", "{at: 30, do: run, as: r1}", "comes after"),
        ("{at: 330, do: run, as: r1}", "{at: 330, do: run, as: w1}", "two steps are called w1"),
        ("{at: 330, do: run, as: r1}", "{at: 330, do: walk, as: r1}", "does not match any of the expected tags"),
        ("    - {at: 390, do: end}\n", "", "the last step"),
        ("  problem: metrics/roc-auc\n", "  problem: metrics/roc-auc\n  unlabelled: [everything]\n", "there is no family everything"),
    ],
)  # fmt: skip
def test_a_broken_script_is_refused_with_its_line(before: str, after: str, message: str) -> None:
    text = (HERE / "sessions" / "roc_auc.yaml").read_text()
    part = text[text.index("- id: roc-auc-platform-fault") : text.index("- id: roc-auc-crying-wolf")]
    assert 1 == len(parse("mine.yaml", part))
    assert before in part
    with pytest.raises(ScriptError, match=message) as raised:
        parse("mine.yaml", part.replace(before, after, 1))
    assert str(raised.value).startswith("mine.yaml:")


# ── what was recorded


@each_problem
def test_the_recorded_states_are_of_the_texts_and_packages_as_they_are(name: str) -> None:
    assert [] == recorded.stale(problem(name)), "see README.md: When a problem changes"


@each_problem
def test_the_recorded_checks_are_those_of_the_package(name: str) -> None:
    each = problem(name)
    for key, found in known(name)["solutions"].items():
        twist = each.twisted.get(key)
        package = each.package if twist is None else each.package.twist(twist).problem
        assert {check.id for check in package.spec.checks} == set(found["checks"]), key
        assert {policy.id for policy in package.spec.policies} == set(found["policies"]), key


@each_problem
def test_solutions_of_the_bank_are_recorded_as_what_they_are(name: str) -> None:
    states = known(name)["solutions"]
    assert {"accepted"} == {each["verdict"] for key, each in states.items() if "accepted/" in key}
    assert {"rejected"} == {each["verdict"] for key, each in states.items() if "rejected/" in key}


@each_problem
def test_own_checks_catch_what_is_recorded(name: str) -> None:
    each = problem(name)
    assert known(name)["checks"] == {key: tried(each, key) for key in each.checks}


def test_no_text_that_is_typed_names_its_trap() -> None:
    typed = [(name, key, text) for name in PROBLEMS for key, text in problem(name).solutions.items()]
    assert [] == [(name, key) for name, key, text in typed if "Trap:" in text or "Policies:" in text]


# ── the sessions


@each_script
def test_moments_rise_and_cursors_with_them(script: Script) -> None:
    for seed in SEEDS:
        timeline = session(script, seed).timeline
        assert all(a.at <= b.at for a, b in pairwise(timeline))
        cursors = [each.cursor for each in timeline if each.cursor is not None]
        assert all(a < b for a, b in pairwise(cursors)), seed


@each_script
def test_every_event_is_one_that_the_application_writes(script: Script) -> None:
    for seed in SEEDS:
        played = session(script, seed)
        known_cursors = {each.cursor for each in played.timeline}
        for event in played.timeline:
            if event.kind != "edited":
                HAPPENINGS[event.kind].model_validate({**event.data, "kind": event.kind})
            named = event.data.get("statement") or event.data.get("event")
            assert named is None or named in known_cursors


@each_script
def test_typing_ends_in_the_text_that_was_graded(script: Script) -> None:
    for seed in SEEDS:
        played = session(script, seed)
        for version in played.verdicts.graded:
            before = [each for each in edits(played) if each.data["until"] <= version.at]
            assert not before or version.solution == before[-1].data["solution"]


@each_script
def test_typing_never_overlaps(script: Script) -> None:
    for seed in SEEDS:
        assert all(a.data["until"] <= b.at for a, b in pairwise(edits(session(script, seed))))


@each_script
def test_what_is_due_does_not_depend_on_the_seed(script: Script) -> None:
    plain = session(script, 0)
    for seed in SEEDS:
        played = session(script, seed)
        assert plain.must_not == played.must_not
        assert [(d.kind, d.what) for d in plain.must] == [(d.kind, d.what) for d in played.must]
        assert all(played.timeline[0].at <= due.at <= played.timeline[-1].at for due in played.must)
        assert [(v.text, v.why) for v in plain.verdicts.graded] == [(v.text, v.why) for v in played.verdicts.graded]


@each_script
def test_every_moment_that_is_due_is_one_at_which_something_happened(script: Script) -> None:
    for seed in SEEDS:
        played = session(script, seed)
        happened = {each.at for each in played.timeline} | {each.at for each in played.verdicts.graded}
        assert [] == [due for due in played.must if due.at not in happened]


@each_script
def test_a_seed_gives_the_same_session_twice_and_two_seeds_differ(script: Script) -> None:
    assert session(script, 1) == session(script, 1)
    assert session(script, 1).timeline != session(script, 2).timeline


def test_two_seeds_differ_in_more_than_their_seconds() -> None:
    kinds_of = [[each.kind for each in played.timeline] for played in sessions(SCRIPTS[:5], SEEDS)]
    assert len({tuple(kind) for kind in kinds_of}) > 10


def test_a_stretched_silence_stays_a_silence_and_a_short_one_short() -> None:
    for played in sessions(SCRIPTS, SEEDS):
        longest = timedelta(minutes=8)
        stretches = [longest_stretch(played)]
        due = any(each.kind == "long_silence" for each in played.must)
        assert due == (max(stretches) >= longest), (played.id, max(stretches))


def longest_stretch(played: Session) -> timedelta:
    """The longest typing between two words, by the plainest reading of it; sessions without a word have none."""
    said = [each.at for each in played.timeline if each.kind == "statement_made"]
    away = [each for each in played.timeline if each.kind in ("clock_paused", "clock_resumed", "focus_changed")]
    gone = [(a.at, b.at) for a, b in pairwise(away) if a.kind == "clock_paused" or a.data.get("on")]
    if not said:
        return timedelta()
    stretches = [timedelta()]
    for begin, end in pairwise([played.timeline[0].at, *said, played.timeline[-1].at]):
        typed = [
            each
            for each in edits(played)
            if each.part == "candidate" and begin <= each.at and each.data["until"] <= end
        ]
        if typed:
            first, last = typed[0].at, typed[-1].data["until"]
            lost = sum(((min(b, last) - max(a, first)) for a, b in gone if a < last and b > first), timedelta())
            stretches.append(last - first - lost)
    return max(stretches)


def test_the_first_edit_of_the_candidate_is_where_the_plan_is_asked_for() -> None:
    for played in sessions(SCRIPTS, SEEDS):
        first = next((each.at for each in edits(played) if each.part == "candidate"), None)
        plan = [due.at for due in played.must if due.kind == "plan_before_code"]
        assert ([] if first is None else [first]) == plan, played.id


def test_a_guard_that_is_labelled_stands_in_the_final_text() -> None:
    for script in SCRIPTS:
        final = next((step.text for step in reversed(script.steps) if isinstance(step, Write)), "starter")
        lines = {line.strip() for line in problem(script.problem).solutions[final].splitlines()}
        assert {due.what for due in script.must if due.kind.startswith("guard_")} <= lines, script.id


# ── counting


def test_a_perfect_answer_has_full_recall_and_no_false_alarm() -> None:
    table = Table()
    for played in sessions(SCRIPTS, SEEDS):
        table.add(played, [Found(due.kind, due.at, due.what) for due in played.must])
    assert {1.0} == {table.recall(kind) for kind in by_id()}
    assert {0.0} == {table.false_alarms(kind) for kind in by_id()}


def test_silence_has_no_recall_and_no_false_alarm() -> None:
    table = Table()
    for played in sessions(SCRIPTS, SEEDS):
        table.add(played, [])
    assert {0.0} == {table.recall(kind) for kind in by_id()}
    assert not table.alarms


def test_the_right_kind_at_the_wrong_moment_is_a_miss_and_a_false_alarm() -> None:
    played, table = session(SCRIPTS[0], 0), Table()
    due = played.must[0]
    table.add(played, [Found(due.kind, due.at + timedelta(seconds=30), due.what)])
    assert (1, 1) == (table.misses[due.kind], table.alarms[due.kind])


def test_the_same_item_twice_is_one_hit_and_one_false_alarm() -> None:
    played, table = session(SCRIPTS[0], 0), Table()
    due = played.must[0]
    table.add(played, [Found(due.kind, due.at, due.what)] * 2)
    assert (1, 1) == (table.hits[due.kind], table.alarms[due.kind])


def test_what_is_not_labelled_is_not_counted() -> None:
    script = next(each for each in SCRIPTS if each.unlabelled)
    played, table = session(script, 0), Table()
    unlabelled = of_family(script.unlabelled[0])
    table.add(played, [Found(kind, played.timeline[0].at) for kind in unlabelled])
    assert not set(table.alarms) & unlabelled
