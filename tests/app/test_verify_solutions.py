"""The gates about solutions, starter and examples, on the real engine."""

import pytest

from app.problems.grade import Result, grade
from app.problems.verify import (
    Bench,
    bench,
    examples,
    solutions,
)
from sandbox import events
from sandbox.events import CheckDone
from tests.app.packages import GRADER, RIGHT, VISIBLE, files, package
from tests.app.standin import StandIn, finished


def printed(text: str) -> events.Output:
    return events.Output(text=text, truncated=False)


async def test_code_that_depends_on_the_hash_seed_is_not_accepted(engine):
    source = files()["solutions/accepted/sum.py"].replace("return x + x", "return (2 + hash('b') % 2) * x")
    bad = package(**{"solutions/accepted/sum.py": source})
    (fault,) = solutions.accepted_faults(await solutions.grade_accepted(Bench(engine, 2), bad))
    assert "solutions/accepted/sum.py" == fault.file
    assert fault.message.startswith(
        "3 of 9 gradings did not accept it, rejected with seed 1 and hash seed 2: oracle/ran"
    )


async def test_what_an_earlier_try_said_counts_for_nothing():
    """The sandbox fell over and began again: output, errors and checks are those of the last try."""
    error = events.CodeError(kind="NameError")
    first = [events.Compiled(ok=False, error=error), events.CheckStarted(id="edge/zero"), printed("half")]
    again = [events.Retrying(attempt=1), events.Compiled(ok=True), printed("whole"), finished()]
    found = await grade(StandIn([*first, *again]), package(), RIGHT, "00" * 16)
    assert ("whole", None, None) == (found.output, found.error, found.reached)


async def test_every_option_has_an_accepted_solution_that_takes_it(engine):
    bad = package(**{"solutions/accepted/strict.py": files()["solutions/accepted/plain.py"]})
    graded = await solutions.grade_accepted(Bench(engine, 2), bad, [(1, 1)])
    (fault,) = solutions.option_faults(bad, graded)
    assert str(fault).startswith(
        "solutions/accepted: no accepted solution takes the option 'raise' of the policy 'empty'."
    )


async def test_a_probe_that_cannot_tell_two_options_apart_is_named_and_not_the_solutions(engine):
    blind = GRADER.replace('return {"nothing": (np.zeros(0),)}', 'return {"one": (np.ones(1),)}')
    bad = package(**{"grader.py": blind})
    accepted = await solutions.grade_accepted(Bench(engine, 2), bad, [(1, 1)])
    (fault,) = solutions.faults(bad, accepted, [])
    assert ("policies", "grader.py") == (fault.gate, fault.file)
    assert fault.message.startswith(
        "probe_empty does not tell the options 'empty' and 'raise' of the policy 'empty' ap"
    )
    seeing = await solutions.grade_accepted(Bench(engine, 2), package(), [(1, 1)])
    assert [] == solutions.faults(package(), seeing, [])


async def test_a_check_that_catches_nobody_who_names_it_is_dead(engine):
    renamed = {
        path: text.replace(", edge/zero", "").replace("Caught by: edge/zero", "Caught by: oracle/random")
        for path, text in files().items()
        if path.startswith("solutions/rejected/")
    }
    bad = package(**renamed)
    graded = await solutions.grade_rejected(Bench(engine, 2), bad)
    (fault,) = solutions.dead_checks(bad.spec.checks, graded)
    assert str(fault).startswith("problem.yaml: dead check: no rejected solution is caught by edge/zero.")


async def test_a_check_that_a_rejected_solution_may_fail_and_never_does_is_named(engine):
    path = "solutions/rejected/thrice.py"
    sometimes = GRADER.replace("(rng.normal(size=i + 1),)", "(rng.normal(size=i + 1) * (rng.random() < 0.2),)", 1)
    named = files()[path].replace("oracle/random, ", "").replace('\n"""', '\nMay also fail: {}\n"""', 1)
    for names, idle in (("oracle/random", []), ("oracle/random, edge/zero", ["edge/zero"])):
        bad = package(**{"grader.py": sometimes, path: named.format(names)})
        graded = [each for each in await solutions.grade_rejected(Bench(engine, 2), bad) if each.solution.path == path]
        told = [fault.message for fault in solutions.rejected_faults(graded)]
        assert [f"may also fail {name}, and did under none of 13 seeds" for name in idle] == told


@pytest.mark.parametrize("drawn", ["np.random.normal(size=i + 1)", "np.full(3, __import__('time').monotonic())"])
async def test_a_generator_that_does_not_draw_from_its_rng_is_noticed(engine, drawn):
    bad = package(**{"grader.py": GRADER.replace("rng.normal(size=i + 1)", drawn, 1)})
    graded = await solutions.grade_accepted(Bench(engine, 2), bad, [(1, 1), (1, 2)])
    (fault,) = solutions.repeatability(bad, graded)
    assert "oracle/random: one seed gave different arguments (numbers)" == fault.message
    assert "grader.py" == fault.file


def test_right_code_that_takes_long_to_grade_is_named_with_its_slowest_checks(monkeypatch):
    done = {
        "oracle/random": {"ms": 900.0},
        "edge/zero": {"ms": 2.0},
    }
    results = [
        Result(
            package(),
            timing={"cpu_ms": 100.0 * times, "judge_cpu_ms": 800.0 * times},
            done={
                name: CheckDone.model_construct(id=name, ms=each["ms"], state="passed") for name, each in done.items()
            },
        )
        for times in (3, 2)
    ]
    graded = [solutions.Graded(package().solutions("accepted")[0], results, [(1, 1), (1, 2)])]
    monkeypatch.setattr(solutions, "slowness", lambda: 1.3)
    assert [] == list(solutions.time_faults(graded))
    monkeypatch.setattr(solutions, "slowness", lambda: 1.0)
    (fault,) = solutions.time_faults(graded)
    assert "solutions/accepted/plain.py" == fault.file
    assert fault.message.startswith("grading it takes 1800 ms of processor time; most of it: oracle/random 900 ms")
    results.append(Result(package(), timing={"cpu_ms": 100.0, "judge_cpu_ms": 800.0}))
    assert [] == list(solutions.time_faults(graded))


@pytest.mark.parametrize(("usual_seconds", "slow"), [(1.0, False), (1e-10, True)])
def test_how_slow_the_machine_is_is_measured_and_a_fast_one_gets_no_less(monkeypatch, usual_seconds, slow):
    monkeypatch.setattr(solutions, "_USUAL_STEP_SECONDS", usual_seconds)
    assert slow == (solutions.slowness() > 1.0)


@pytest.mark.parametrize(
    ("starter", "message"),
    [
        ("import nothing_like_it\n", "could not be loaded: ModuleNotFoundError"),
        ("def other(x):\n    pass\n", "could not be loaded: entry point: `double` is not defined"),
        (RIGHT, "it is accepted: it must fail cleanly"),
    ],
)
async def test_the_starter_loads_and_is_no_solution(engine, starter, message):
    (fault,) = await examples.starter_faults(Bench(engine, 2), package(**{"starter.py": starter}))
    assert "starter.py" == fault.file
    assert fault.message.startswith(message)


NOTHING = "- {name: nothing, args: {x: []}, expected: []}\n"
STRICTLY = "- {name: nothing, args: {x: []}, expected: {raises: ValueError}}\n"
SETTLED = [
    (NOTHING, "holds for empty=empty (solutions/accepted/plain.py), and of empty=raise it expects array of shape (0,)"),
    (STRICTLY, "holds for empty=raise (solutions/accepted/strict.py), and of empty=empty it expects raises ValueError"),
]


@pytest.mark.parametrize(("example", "message"), SETTLED, ids=["the default", "another option"])
async def test_an_example_on_which_the_options_of_a_decision_disagree_is_a_fault(engine, example, message):
    bad = package(**{"visible.yaml": VISIBLE + example})
    (fault,) = await examples.visible_faults(Bench(engine, 2), bad)
    assert ("examples", "visible.yaml:3") == (fault.gate, fault.file)
    assert fault.message.startswith(f"'nothing' settles empty: it {message}")
    assert "drop the policy" in fault.remedy


def test_seeds_are_the_same_every_time():
    assert bench.SEEDS == tuple(sorted(set(bench.SEEDS), key=bench.SEEDS.index))
    assert (3, 3, 9) == (len(bench.SEEDS), len(bench.HASH_SEEDS), len(set(solutions.EVERY_PAIR)))
    assert [{1, 2, 3}, {1, 2, 3}] == [set(side) for side in zip(*solutions.A_FEW_PAIRS, strict=True)]
