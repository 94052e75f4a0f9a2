import json
from dataclasses import replace

import pytest

from app.problems.bank import load_package
from app.problems.package_error import PackageError
from app.problems.scaffold import create
from app.problems.verify import Bench
from app.problems.verify.mutants import mutant_faults
from app.problems.verify.report import Fault, Mutants
from tests.app.packages import PROBLEM, package

LISTED = """\
- solution: plain
  before: return 2.0 * np.asarray(x, dtype=float)
  after: return 2.0 * np.asarray(x + 0.0)
  reason: adding nothing to a number is what no check can notice
"""
IDLE = '"""One way. Policies: empty=empty."""\n\n\ndef double(x):\n    if len(x) > 1000000:\n        x = x + 0.0\n    return 2.0 * x\n'


async def tried(engine, **changes: str):
    return await mutant_faults(Bench(engine, 2), package(**changes), {"edge/zero": 1.0, "oracle/random": 2.0})


async def test_mutants_that_a_check_notices_are_killed_and_the_others_are_shown(engine):
    counted, faults = await tried(engine, **{"solutions/accepted/sum.py": IDLE})
    assert {"solutions/accepted/sum.py:5", "solutions/accepted/sum.py:6"} == {
        fault.file for fault in faults if "sum.py" in fault.file
    }
    assert "- x = x + 0.0\n+ pass" in [fault.detail for fault in faults]
    assert str(faults[0]).endswith("\n  " + faults[0].detail.replace("\n", "\n  "))
    assert counted.made == counted.tried == counted.killed + len(faults) + len(counted.other_option)
    assert counted.killed


async def test_what_fails_without_a_change_too_notices_none(engine):
    evidence = """\
  - id: loud/nothing
    primitive: loud
    criterion: edge_cases
    property: Zeros are refused.
    hint: What is no number?
    required: false
    params: {cases: zeros}
"""
    changes = {"solutions/accepted/sum.py": IDLE}
    plain, _ = await tried(engine, **changes)
    changes["problem.yaml"] = PROBLEM.replace("clarifications:", f"{evidence}clarifications:")
    counted, faults = await tried(engine, **changes)
    assert plain.killed == counted.killed
    assert {"solutions/accepted/sum.py:5", "solutions/accepted/sum.py:6"} <= {fault.file for fault in faults}


async def test_a_mutant_that_only_takes_another_option_is_no_survivor(engine):
    counted, faults = await tried(engine)
    (other,) = [shown for shown in counted.other_option if "raise ValueError" in shown]
    assert other == "solutions/accepted/strict.py:9\n- raise ValueError('nothing')\n+ pass"
    assert not any("raise ValueError" in fault.detail for fault in faults)


async def test_what_is_listed_with_a_reason_is_no_fault_unless_it_is_none_or_noticed(engine):
    _, faults = await tried(engine, **{"solutions/accepted/sum.py": IDLE})
    entries = "".join(map(entry, faults))
    counted, left = await tried(
        engine, **{"solutions/accepted/sum.py": IDLE, "mutants.yaml": entries + LISTED + NOTICED}
    )
    assert len(faults) == counted.equivalent
    assert sorted(fault.message for fault in left) == [
        f"{counted.equivalent} of {counted.tried} mutants are listed as equivalent, 10% is the most",
        "plain: 'return 2.0 * np.asarray(x, dtype=float)' to 'return 2.0 * np.asarray(x + 0.0)' is no mutant of it",
        "sum: 'return 2.0 * x' to 'return 3.0 * x' is rejected",
    ]
    assert {"mutants.yaml"} == {fault.file for fault in left}


NOTICED = (
    "- {solution: sum, before: return 2.0 * x, after: return 3.0 * x, reason: nobody would ever notice this one}\n"
)


def entry(fault: Fault) -> str:
    """A survivor as an entry of mutants.yaml: with its lines as they are printed."""
    name = fault.file.partition(".py")[0].rpartition("/")[2]
    lines = fault.detail.splitlines()
    before, after = (json.dumps("\n".join(line[2:] for line in lines if line[0] == sign)) for sign in "-+")
    return f"- {{solution: {name}, before: {before}, after: {after}, reason: it makes no difference to any result}}\n"


async def test_a_check_that_became_weaker_and_still_catches_every_bug_is_right(engine, tmp_path):
    check = load_package(create(tmp_path, "sanity", "check-scale"))
    counted, faults = await mutant_faults(Bench(engine, 2), check, {})
    assert [] == faults
    assert any(shown.endswith("+ pass") for shown in counted.weaker)
    assert counted.tried == counted.killed + len(counted.weaker)


@pytest.mark.parametrize("pattern", ["sanity", "metrics"])
async def test_whether_solutions_are_checks_is_seen_by_the_checks_not_by_the_pattern(engine, tmp_path, pattern):
    """A function to be written is none in any pattern, a check in every one."""
    function = replace(package(**{"solutions/accepted/sum.py": IDLE}), pattern=pattern)
    counted, faults = await mutant_faults(Bench(engine, 2), function, {})
    assert [] == counted.weaker
    assert "solutions/accepted/sum.py:6" in {fault.file for fault in faults}
    check = replace(load_package(create(tmp_path, "sanity", "check-scale")), pattern=pattern)
    counted, faults = await mutant_faults(Bench(engine, 2), check, {})
    assert [] == faults
    assert counted.weaker


def test_the_rates_are_of_all_and_of_those_that_change_something():
    lines = Mutants(made=100, tried=50, killed=40, equivalent=5, other_option=["a.py:1\n- x\n+ y"]).as_lines()
    assert lines == [
        "mutants: 40 of 50, a sample of 100 rejected (80.0 %), 90.9 % of those that are wrong; 5 equivalent",
        "other option: a.py:1",
        "other option: - x",
        "other option: + y",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("solution: plain", "solution: none_such", "there is no accepted solution none_such", 1),
        ("reason: adding", "why: adding", "0.why: there is no such key", 4),
        ("reason: adding nothing to a number is what no check can notice", "reason: so", "at least 20 characters", 4),
    ],
)
def test_each_fault_of_mutants_yaml_names_its_line(old, new, message, line):
    with pytest.raises(PackageError) as caught:
        package(**{"mutants.yaml": LISTED.replace(old, new)})
    assert message in str(caught.value)
    assert ("mutants.yaml", line) == (caught.value.file, caught.value.line)
