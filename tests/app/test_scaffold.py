"""`holdout problems new`: what it makes is a package that the loader takes, for every pattern, and that verifies."""

import pytest

from app.problems.bank import load_package
from app.problems.package_error import PackageError
from app.problems.patterns import PATTERNS
from app.problems.scaffold import create
from app.problems.verify import Bench, verify


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
def test_every_pattern_has_a_beginning(tmp_path, pattern):
    package = load_package(create(tmp_path, pattern, "first-try"))
    assert (pattern, "First try", 1) == (package.spec.pattern, package.spec.title, package.spec.number)
    assert 1 == len(package.twists)
    assert not [path for path, text in package.files.items() if "@UUID@" in text or "@TITLE@" in text]


@pytest.mark.parametrize("pattern", ["metrics", "debugging", "sanity"])  # one of each kind of beginning
async def test_a_beginning_passes_every_gate(tmp_path, engine, pattern):
    package = load_package(create(tmp_path, pattern, "first-try"))
    assert [] == (await verify(Bench(engine, 2, every_pair=False), package)).faults


def test_numbers_follow_one_another_and_ids_differ(tmp_path):
    first = load_package(create(tmp_path, "metrics", "one", 'A "quoted" title: of mine'))
    second = load_package(create(tmp_path, "metrics", "two"))
    assert (1, 2) == (first.spec.number, second.spec.number)
    assert first.spec.uuid != second.spec.uuid
    assert 'A "quoted" title: of mine' == first.spec.title


@pytest.mark.parametrize(
    ("pattern", "slug", "message"),
    [
        ("metric", "one", "no such pattern"),
        ("metrics", "One Two", "no name for a folder"),
        ("metrics", "../x", "no name for a folder"),
        ("metrics", "there", "such a folder already"),
    ],
)
def test_what_cannot_be_made_says_why_and_leaves_nothing(tmp_path, pattern, slug, message):
    (tmp_path / "metrics" / "there").mkdir(parents=True)
    with pytest.raises(PackageError, match=message):
        create(tmp_path, pattern, slug)
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]
