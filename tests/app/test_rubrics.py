import itertools
import re
from pathlib import Path

import pytest

from app.problems.loader import load_folder
from app.problems.patterns import Criterion, Level
from app.rubrics.rubric import DEFAULT, Rating, Rubric, RubricError, parse, read

TEXT = DEFAULT.read_text()
FIRST = "        below: A required check of the definition fails at the last submission, although two hints were released for it.\n"

# Words that say what somebody thinks of it instead of what happened.
OPINIONS = """
    adequate adequately appropriate appropriately bad badly best better clear clearly comprehensive confident confidently correctly decent deep deeply
    effective efficiently elegant excellent exceptional fair fine good great high impressive limited low nice outstanding
    perfect poor poorly proper properly reasonable reasonably robust satisfactory sensible simply solid strong strongly
    sufficient sufficiently superior thorough thoroughly unclear understands usually very weak well worse
"""
# Words about the person rather than about what they did.
PERSONS = """
    accent age ambitious anxious arrogant attitude brilliant bright calm careful carefully careless charming clever cocky competent
    culture diligent eager energy english enthusiasm enthusiastic fast fluent friendly genius hesitant humble intelligent
    lazy likeable mature motivated native nervous passion passionate personality pleasant polite quick quickly quiet
    rusty sharp shy slow slowly smart speed stressed stubborn sloppy talent talented tidy typing
"""


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return read(DEFAULT)


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z_]+", text.casefold()))


def judged_by(rubric: Rubric) -> list[str]:
    """Every text that a reviewer holds a session against."""
    sections = rubric.criteria.values()
    asked = [text for each in sections for text in (each.question.moment, each.question.ask, *each.look_at)]
    return [*rubric.every_anchor().values(), *asked]


def test_every_criterion_has_an_anchor_for_every_seniority_and_rating(rubric: Rubric) -> None:
    assert set(itertools.product(Criterion, Level, Rating)) == set(rubric.every_anchor())


def test_every_criterion_says_what_no_evidence_means_for_it(rubric: Rubric) -> None:
    texts = [section.no_evidence for section in rubric.criteria.values()]
    assert len(Criterion) == len(set(texts))


def test_no_anchor_has_an_opinion_in_place_of_an_observation(rubric: Rubric) -> None:
    said = {text: words(text) & words(OPINIONS) for text in judged_by(rubric)}
    assert {} == {text: found for text, found in said.items() if found}


def test_no_anchor_is_about_the_person(rubric: Rubric) -> None:
    said = {text: words(text) & words(PERSONS) for text in judged_by(rubric)}
    assert {} == {text: found for text, found in said.items() if found}


def test_no_anchor_is_another_one_reworded(rubric: Rubric) -> None:
    pairs = itertools.combinations(rubric.every_anchor().values(), 2)
    alike = [(a, b) for a, b in pairs if len(words(a) & words(b)) > 0.65 * len(words(a) | words(b))]
    assert [] == alike


@pytest.mark.parametrize("criterion", Criterion)
def test_no_rating_is_the_next_one_with_more_emphasis(rubric: Rubric, criterion: Criterion) -> None:
    for level in Level:
        texts = [words(rubric.anchor(criterion, level, rating)) for rating in Rating]
        assert all(len(higher - lower) >= 4 for lower, higher in itertools.pairwise(texts)), (criterion, level)


@pytest.mark.parametrize("package", sorted(Path("problems").glob("*/*")), ids=lambda path: path.name)
def test_every_criterion_that_a_problem_anchors_is_in_the_default_rubric(rubric: Rubric, package: Path) -> None:
    anchored = load_folder(package).spec.rubric
    assert anchored
    assert set(anchored) <= set(rubric.criteria)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (FIRST, "", r"mine.yaml:\d+: criteria.correctness: junior has no anchor for below"),
        ("  correctness:\n", "  exactness:\n", r"mine.yaml:\d+: criteria.exactness"),
        ("format: 1", "format: 2", r"mine.yaml:2: format"),
        ("    asks: Can others", "    inquires: Can others", r"mine.yaml:\d+: criteria.communication"),
        ("id: default", "format: 1", r"mine.yaml:3: the key 'format' stands twice"),
        ("  staff: The reasoning", "  principal: The reasoning", r"mine.yaml:\d+: seniorities.principal"),
        ("version: 1.0.0", "version: [", r"mine.yaml:\d+: "),
        (TEXT, "", r"mine.yaml: "),
    ],
)  # fmt: skip
def test_a_broken_rubric_is_refused_with_its_file_and_line(before: str, after: str, message: str) -> None:
    with pytest.raises(RubricError, match=message):
        parse("mine.yaml", TEXT.replace(before, after, 1))


def test_two_ratings_with_one_text_are_refused_at_the_second() -> None:
    text = FIRST.strip().removeprefix("below: ")
    twice = re.sub(
        r"        above: Every kind of case is handled before the first submission, and a comment.*",
        f"        above: {text.upper()}",
        TEXT,
    )
    line = twice[: twice.index(text.upper())].count("\n") + 1
    with pytest.raises(
        RubricError, match=r"edge_cases.mid.above has the same text as correctness.junior.below"
    ) as raised:
        parse("mine.yaml", twice)
    assert line == raised.value.line


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RubricError, match="cannot be read"):
        read(file)
    with pytest.raises(RubricError, match="cannot be read"):
        read(tmp_path / "absent.yaml")


def test_the_page_about_it_quotes_the_file(rubric: Rubric) -> None:
    page = Path("docs/rubric.md").read_text()
    asked = [f"| `{criterion}` | {section.asks} |" for criterion, section in rubric.criteria.items()]
    bars = [f"| `{level}` | {bar} |" for level, bar in rubric.seniorities.items()]
    assert [] == [row for row in [*asked, *bars] if row not in page]
