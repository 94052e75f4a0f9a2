import pytest

from app.problems.package_error import PackageError
from tests.app.packages import TWIST, WRONG, package

THRICE = "twists/thrice"


def test_a_twist_is_the_problem_after_its_change():
    good = package(**TWIST)
    twist = good.twists["thrice"]
    assert ("thrice", "Three times", 5) == (twist.id, twist.spec.title, twist.spec.minutes)
    assert ["oracle/random", "edge/zero", "oracle/whole"] == [check.id for check in twist.problem.spec.checks]
    assert ([], []) == (twist.problem.spec.policies, twist.problem.spec.clarifications)
    assert [[3.0, 6.0], [1.5]] == [example.expected for example in twist.problem.examples]
    assert ["plain"] == [solution.name for solution in twist.problem.solutions("accepted")]
    assert len(WRONG) == len(good.solutions("rejected"))
    assert good.digest != package().digest


def test_the_judge_gets_both_graders_of_a_twist_and_neither_solutions_nor_prose():
    good = package(**TWIST)
    twisted = good.for_the_judge("thrice")
    assert {"grader.py", "twist/grader.py"} == set(twisted.files)
    assert twisted == good.twists["thrice"].problem.for_the_judge()
    assert {"grader.py"} == set(good.for_the_judge().files)


def test_all_checks_are_kept_and_the_examples_stay_when_a_twist_says_nothing_of_them():
    lines = "title: T\nminutes: 5\nabout: a\npolicies: []\nchecks: {keep: all}\n"
    twisted = package(
        **{
            **TWIST,
            f"{THRICE}/twist.yaml": lines,
            f"{THRICE}/visible.yaml": None,
            **{path: text.replace(", oracle/whole", "") for path, text in TWIST.items() if "/rejected/" in path},
        }
    ).twists["thrice"]
    assert package().spec.checks == twisted.problem.spec.checks
    assert package().examples == twisted.problem.examples


FAULTS = [
    ("twist.yaml", "title: Three times", "titel: Three times", "titel: there is no such key", 1),
    ("twist.yaml", "minutes: 5\n", "", "minutes: this key is missing", 1),
    ("twist.yaml", "keep: [oracle/random, edge/zero]", "keep: some", "checks.keep: Input should be a valid list", 6),
    ("twist.yaml", "keep: [oracle/random,", "keep: [oracle/none,", "no check 'oracle/none' to keep", 6),
    ("twist.yaml", "keep: [oracle/random, edge/zero]", "keep: all", None, None),
    ("twist.yaml", "id: oracle/whole", "id: oracle/random", "two of the check ids are equal: oracle/random", 1),
    ("twist.yaml", "generator: whole_numbers", "generator: nowhere", "grader.py defines no function nowhere", 13),
    ("twist.yaml", "generator: whole_numbers", "generator: negatives", None, None),
    ("twist.yaml", "policies: []", "policies: [{id: empty, why: w, options: {a: b, c: d}, probe: p}]", "function p", 4),
    ("twist.yaml", "n: 2}", "m: 2}", "there is no parameter 'm'", 13),
    ("statement.md", "Triple", "Costs $5, triple", "never closes", 1),
    ("statement.md", TWIST[f"{THRICE}/statement.md"], " ", "the file is missing or empty", None),
    ("grader.py", "def reference(x):", "def reference(x:", "was never closed", 1),
    ("visible.yaml", "x: [0.5]", "y: [0.5]", "takes ['x']", 2),
    ("solutions/accepted/plain.py", "One way.", "Policies: empty=raise", "claims policies ['empty']", 1),
    ("solutions/rejected/four.py", "Trap", "Trick", "lacks `Trap:`", 1),
    ("solutions/rejected/four.py", "oracle/whole", "oracle/secret", "there is no check 'oracle/secret'", 1),
]


@pytest.mark.parametrize(("path", "old", "new", "message", "line"), FAULTS)
def test_each_fault_of_a_twist_names_its_file_and_line(path, old, new, message, line):
    path = f"{THRICE}/{path}"
    assert old in TWIST[path]
    changed = {**TWIST, path: TWIST[path].replace(old, new)}
    if message is None:
        assert package(**changed).twists
        return
    with pytest.raises(PackageError) as caught:
        package(**changed)
    assert message in str(caught.value)
    assert (path, line) == (caught.value.file, caught.value.line)
    assert caught.value.remedy.endswith(".")


def test_the_faults_of_all_twists_are_named_at_once():
    texts = {
        **TWIST,
        f"{THRICE}/solutions/rejected/four.py": '"""Just wrong."""',
        "twists/fourfold/twist.yaml": "title: T\nminuts: 5\n",
    }
    with pytest.raises(PackageError) as caught:
        package(**texts)
    files = [f"twists/fourfold/{name}" for name in ("statement.md", "grader.py")]
    assert [*files, f"{THRICE}/solutions/rejected/four.py"] == [error.file for error in caught.value.each]


def test_a_twist_that_does_not_exist_is_named():
    with pytest.raises(PackageError, match=r"twists/twice: there is no such twist. There are: thrice."):
        package(**TWIST).for_the_judge("twice")


def test_a_twist_with_other_arguments_needs_examples_of_its_own():
    entry = "entry: {name: double, args: [{name: x, kind: array}, {name: by, kind: float}], returns: {kind: array}}\n"
    texts = {**TWIST, f"{THRICE}/twist.yaml": TWIST[f"{THRICE}/twist.yaml"] + entry, f"{THRICE}/visible.yaml": None}
    with pytest.raises(PackageError, match=r"^twists/thrice/visible.yaml: the twist has other arguments"):
        package(**texts)


def test_a_twist_needs_solutions_of_its_own():
    with pytest.raises(PackageError, match=r"twists/thrice/solutions/rejected: there are 1 solutions, 2 are needed"):
        package(**{**TWIST, f"{THRICE}/solutions/rejected/four.py": None})
