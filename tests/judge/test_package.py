import pytest

from sandbox.judge.package import Package
from sandbox.judge.replies import PlatformFault

BASE = "FACTOR = 2\ndef reference(x):\n    return FACTOR * x\ndef other(x):\n    return x\n"


def test_the_grader_of_a_twist_redefines_names_of_the_package_and_uses_the_others():
    package = Package(
        {"grader.py": BASE, "twist/grader.py": "FACTOR = 3\ndef added(x):\n    return reference(other(x))\n"}
    )
    assert (12, 4) == (package.function("reference")(4), package.function("other")(4))
    assert 12 == package.function("added")(4)


def test_a_twists_grader_that_does_not_load_is_named():
    with pytest.raises(PlatformFault, match=r"twist/grader.py does not load: NameError"):
        Package({"grader.py": BASE, "twist/grader.py": "FACTOR = missing\n"})
