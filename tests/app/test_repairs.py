import pytest

from app.problems.loader import Package, build
from app.problems.package_error import PackageError
from app.problems.repairs import repaired
from tests.app.packages import PROBLEM, files

GIVEN = "def double(x):\n    x = x + 1\n    y = 3 * x\n    return y\n"
BUGS = """\
bugs:
  - {id: shift, lines: [[2]], check: edge/zero, fix: {2: ""}, about: adds one}
  - {id: factor, lines: [[3]], check: oracle/random, fix: {3: "    y = 2 * x\\n    y = +y"}, about: triples}
"""


def debugging(bugs: str = BUGS) -> Package:
    texts = files(**{"problem.yaml": PROBLEM.replace("metrics", "debugging") + bugs, "given.py": GIVEN})
    return build("debugging", "double", texts)


def test_each_subset_of_repairs_can_be_built():
    package = debugging()
    shift, factor = package.spec.bugs
    given = package.files["given.py"]
    assert GIVEN == repaired(given, [])
    assert "def double(x):\n    y = 3 * x\n    return y\n" == repaired(given, [shift])
    assert "def double(x):\n    y = 2 * x\n    y = +y\n    return y\n" == repaired(given, [factor, shift])


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("check: edge/zero, ", "", "bugs.0.check: this key is missing", 2),
        ('fix: {2: ""}', "fix: {}", "bugs.0.fix: Dictionary should have at least 1 item", 2),
        ("check: edge/zero", "check: edge/none", "bug 'shift': there is no check 'edge/none'", 2),
        ("check: oracle/random", "check: edge/zero", "the bugs 'shift' and 'factor' share edge/zero", 3),
        ("fix: {3: ", "fix: {2: ", "the bugs 'shift' and 'factor' share line 2 in `fix`", 3),
        ('fix: {2: ""}', 'fix: {5: ""}', "bug 'shift' names a line that given.py lacks", 2),
        ("lines: [[2]]", "lines: [[7]]", "bug 'shift' names a line that given.py lacks", 2),
        ('fix: {2: ""}', "fix: {2: '    x ='}", "given.py with the repair of bug 'shift' is no Python", 2),
    ],
)
def test_each_fault_of_a_bug_names_its_line(old, new, message, line):
    with pytest.raises(PackageError) as caught:
        debugging(BUGS.replace(old, new))
    assert message in str(caught.value)
    assert ("problem.yaml", PROBLEM.count("\n") + line) == (caught.value.file, caught.value.line)
    assert caught.value.remedy.endswith(".")
