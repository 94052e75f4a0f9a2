"""The gates that grade, on the real engine: good packages pass, and each bad one says what is wrong with it."""

import pytest

from app.problems.loader import Package, build
from app.problems.verify import (
    Bench,
    Report,
    bugs,
    hidden,
    run,
    tampering,
    verify,
    verify_folders,
)
from tests.app.packages import ACCEPTED, GRADER, PROBLEM, RIGHT, STATEMENT, TWIST, VISIBLE, WRONG, files, package
from tests.app.test_repairs import BUGS, GIVEN

THRICE = "twists/thrice"


@pytest.fixture
def report(engine):
    async def run(good: Package, deadline_seconds: float = 60.0) -> Report:
        return await verify(Bench(engine, 2, deadline_seconds), good)

    return run


def said(report: Report) -> list[str]:
    return [f"{fault.gate}: {fault}" for fault in report.faults]


async def test_a_package_that_keeps_its_word_passes_every_gate(report):
    found = await report(package(**TWIST))
    assert [] == said(found)
    own = {f"accepted/{name}.py" for name in ACCEPTED} | {f"rejected/{name}.py" for name in WRONG}
    assert own == set(found.matrices[""].rows)
    assert {"accepted/plain.py", "rejected/as_before.py", "rejected/four.py"} == set(found.matrices["thrice"].rows)
    assert "oracle/secret" in found.as_text(in_full=True)
    assert {"false alarms", "reference"} == set(found.facts)


async def test_each_gate_says_what_does_not_hold(report):
    accepted = files()["solutions/accepted/sum.py"]
    rejected = files()["solutions/rejected/same.py"]
    found = await report(
        package(
            **{
                "solutions/accepted/sum.py": accepted.replace("x + x", "x + x + 1"),
                "solutions/accepted/strict.py": files()["solutions/accepted/strict.py"].replace("=raise", "=empty"),
                "solutions/rejected/same.py": rejected.replace("oracle/random, oracle/secret", "edge/zero"),
                "solutions/rejected/zero_is_one.py": rejected.replace("return x", "return 2.0 * x"),
                "starter.py": RIGHT,
                "visible.yaml": VISIBLE.replace("expected: [1.0]", "expected: [7.0]"),
            }
        )
    )
    text = "\n".join(said(found))
    for part in (
        "accepted: solutions/accepted/sum.py: 9 of 9 gradings did not accept it, rejected with seed 1 and hash seed 1",
        "policies: solutions/accepted/strict.py: claims {'empty': 'empty'}, its behaviour says {'empty': 'raise'}",
        "rejected: solutions/rejected/same.py: not caught by edge/zero",
        "rejected: solutions/rejected/same.py: also fails oracle/random, oracle/secret, which it does not name",
        "rejected: solutions/rejected/zero_is_one.py: it is accepted",
        "starter: starter.py: it is accepted: it must fail cleanly",
        "examples: visible.yaml:2: 'one number' expects",
    ):
        assert part in text


async def test_every_option_of_a_twist_has_an_accepted_solution(engine):
    texts = {**TWIST, f"{THRICE}/twist.yaml": TWIST[f"{THRICE}/twist.yaml"].replace("policies: []\n", "")}
    plain = texts[f"{THRICE}/solutions/accepted/plain.py"].replace("One way.", "One way. Policies: empty=empty.")
    refusing = "reference(x, empty='empty'):\n    if len(x) == 0 and empty == 'raise':\n        raise ValueError\n"
    grader = texts[f"{THRICE}/grader.py"].replace("reference(x):\n", refusing)
    bad = package(**{**texts, f"{THRICE}/solutions/accepted/plain.py": plain, f"{THRICE}/grader.py": grader})
    found = await run.twist_faults(Bench(engine, 2), bad, bad.twists["thrice"], Report("metrics/double"))
    (fault,) = found
    assert "no accepted solution takes the option 'raise' of the policy 'empty'" == fault.message
    assert f"{THRICE}/solutions/accepted" == fault.file


GRADING = [
    (
        "return (rng.normal(size=i + 1),)",
        "return (np.ones(1 << 28) + np.ones(1 << 28),)",
        "oracle/random: numbers ran out of memory. Correct it there",
    ),
    (
        "return (rng.normal(size=i + 1),)",
        "while True: pass",
        "oracle/random: numbers did not end within 5 s of processor time. Correct it there",
    ),
    ("return 2.0 * x", "return 2.0 * x.missing", "empty: reference raised AttributeError: "),
    ("import numpy as np", "import numpy as np, no_such_module", "grader.py does not load: ModuleNotFoundError"),
]


@pytest.mark.parametrize(("old", "new", "message"), GRADING, ids=[message for _, _, message in GRADING])
async def test_a_grader_at_fault_is_named_with_its_check(report, old, new, message):
    (fault,) = (await report(package(**{"grader.py": GRADER.replace(old, new, 1)}))).faults
    assert str(fault).startswith(f"grader.py: {message}")


async def test_what_never_ends_is_named_and_does_not_hang_verify(report):
    slow = GRADER.replace("def zeros(rng):", "import time\ndef zeros(rng):\n    time.sleep(600)")
    (fault,) = (await report(package(**{"grader.py": slow}), deadline_seconds=15.0)).faults
    assert ("grading", "grader.py") == (fault.gate, fault.file)
    assert fault.message.startswith("edge/zero: ")
    assert "Look at reference, zeros: they must come to an end" in fault.remedy


async def test_code_under_test_that_is_handed_the_grader_is_noticed(engine):
    handed = PROBLEM.replace('kind: array, dtype: float, shape: "[n]", about: numbers', "kind: any")
    grader = GRADER.replace("return (rng.normal(size=i + 1),)", "return (globals().get('_MARK', 'nothing'),)")
    bad = package(**{"problem.yaml": handed, "grader.py": grader.replace("2.0 * x", "x")})
    (fault,) = await hidden.reach_faults(Bench(engine, 2), bad)
    assert str(fault).startswith("grader.py: the code under test can find it (oracle/random)")
    assert [] == await hidden.reach_faults(Bench(engine, 2), package())


async def test_tampering_is_noticed_where_the_checks_let_it_through(engine):
    weak = PROBLEM.replace("{generator: numbers, n: 4}", "{generator: fixed, n: 1}")
    weak = weak.replace("{generator: negatives, n: 2}", "{generator: fixed, n: 1}").replace("zeros}", "one}")
    fixed = """
def fixed(rng, i):
    return (np.array([1.0, 2.0]),)

def one(rng):
    return {"one": fixed(rng, 0)}
"""
    grader = GRADER.replace("np.zeros(0)", "np.array([0.5])") + fixed
    (fault,) = await tampering.tampering_faults(
        Bench(engine, 2), package(**{"problem.yaml": weak, "grader.py": grader})
    )
    assert "code that knows the visible examples by heart is accepted" == fault.message
    assert [] == await tampering.tampering_faults(Bench(engine, 2), package())


async def test_what_is_known_by_heart_passes_the_visible_examples(engine):
    made = dict(tampering.attempts(package()))
    result = await Bench(engine, 2).grade(package(), made["knows the visible examples by heart"], mode="run")
    assert ["passed", "passed"] == [example.state for example in result.examples.values()]


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (
            "solutions/accepted/plain.py",
            "3.0 * x",
            "3.1 * x",
            "accepted: {0}/solutions/accepted/plain.py: 3 of 3 gradings",
        ),
        (
            "solutions/rejected/four.py",
            "4.0 * x",
            "3.0 * x",
            "rejected: {0}/solutions/rejected/four.py: it is accepted",
        ),
        (
            "solutions/rejected/four.py",
            "oracle/random, ",
            "",
            "rejected: {0}/solutions/rejected/four.py: also fails oracle/ra",
        ),
        ("visible.yaml", "[1.5]", "[1.0]", "examples: {0}/visible.yaml:2: 'one number' expects"),
        (
            "grader.py",
            "3.0 * x",
            "2.0 * x",
            "twists: {0}/twist.yaml: it changes nothing: the problem's solutions/accepted/plain",
        ),
    ],
)
async def test_a_twist_is_put_through_the_gates(engine, path, old, new, message):
    path = f"{THRICE}/{path}"
    assert old in TWIST[path]
    bad = package(**{**TWIST, path: TWIST[path].replace(old, new)})
    found = await run.twist_faults(Bench(engine, 2), bad, bad.twists["thrice"], Report("metrics/double"))
    assert any(f"{fault.gate}: {fault}".startswith(message.format(THRICE)) for fault in found)


DEBUGGING = {
    "given.py": GIVEN,
    "starter.py": GIVEN,
    "solutions/accepted/strict.py": files()["solutions/accepted/plain.py"],
}


def debugging(bugs: str) -> Package:
    problem = PROBLEM.replace("metrics", "debugging").replace("policies:", "policies: []\nno:").partition("no:")
    problem_yaml = problem[0] + "checks:" + problem[2].partition("checks:")[2].replace(", free: empty", "")
    texts = {path: text.replace(" Policies: empty=empty.", "") for path, text in files(**DEBUGGING).items()}
    texts = {path: text.replace(" Policies: empty=raise.", "") for path, text in texts.items()}
    return build("debugging", "double", texts | {"problem.yaml": problem_yaml + bugs})


async def test_every_subset_of_repairs_is_tried(engine):
    """GIVEN adds one and triples: `oracle/random` notices both bugs, so it isolates neither."""
    shift = "2: '    x = x + 0'"
    found = await bugs.subset_faults(Bench(engine, 2), debugging(BUGS.replace('2: ""', shift)))
    assert list(map(str, found)) == [
        (
            "problem.yaml: given.py with factor repaired fails oracle/random, the mechanism check of 'factor'. "
            "It must fail exactly while its bug is there."
        )
    ]


async def test_a_repair_that_leaves_something_is_noticed(engine):
    texts = BUGS.replace("y = 2 * x", "y = 2 * x - 1e-5 * (x < 0)").replace("oracle/random", "oracle/secret")
    found = await bugs.subset_faults(Bench(engine, 2), debugging(texts))
    assert any("still fails oracle/random" in str(fault) for fault in found)


async def test_packages_are_verified_side_by_side_and_each_has_its_report(tmp_path):
    for name, texts in {"double": files(), "bad": files(**{"statement.md": STATEMENT.replace("$y", "y")})}.items():
        for path, text in texts.items():
            target = tmp_path / "metrics" / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    told: list[str] = []
    folders = [tmp_path / "metrics" / "bad", tmp_path / "metrics" / "double"]
    bad, double = await verify_folders(folders, 2, told.append)
    assert ("metrics/double", True) == (double.name, double.passed), said(double)
    assert [
        "schema: statement.md:6: a $ opens maths that never closes (write \\$ for a dollar sign). Correct the Markdown there."
    ] == said(bad)
    assert ["[1/2] metrics/bad: 1 fault after", "[2/2] metrics/double: passed after"] == [
        line.rsplit(" ", 2)[0] for line in told if line.startswith("[")
    ]
    assert not double.as_json()["faults"]
    assert {"gate", "file", "message", "remedy", "detail"} == set(bad.as_json()["faults"][0])


async def test_a_machine_without_an_engine_is_said_to_be_one(monkeypatch, tmp_path, bank):
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    (found,) = await verify_folders([tmp_path / "metrics" / "double"], 1, lambda _: None)
    (fault,) = found.faults
    assert fault.message.startswith("it could not be graded: ")
    assert "holdout doctor" in fault.remedy
