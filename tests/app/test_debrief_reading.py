"""What is read from people's own words, from what the judge says of scales, and from two texts side by side."""

from pathlib import Path

import pytest
import yaml

from app.attempts.shown import CheckDoneShown
from app.debrief import compared, mistakes, stated
from app.debrief.frontier import frontiers
from app.debrief.stated import Said
from app.debrief.words import scale
from app.problems.patterns import Mistake
from tests.app import packages

ROOT = Path(__file__).parents[2]
SAID = yaml.safe_load(Path(__file__).with_name("debrief_said.yaml").read_text())


def read(sentence, name, policy):
    spec = packages.bank(name).spec
    about = {each.free: [each.ask] for each in spec.clarifications if each.free}
    found = stated.stated([Said(sentence, "assumption")], spec.policies, about).get(policy)
    return "none" if found is None else found.option


def test_what_people_state_is_rarely_read_wrongly_and_mostly_read():
    """On sentences that were written first; docs/candidate.md names the figures."""
    told = [
        (option, read(sentence, *key.split()))
        for key, by_option in SAID.items()
        for option, sentences in by_option.items()
        for sentence in sentences
    ]
    right = sum(meant == got != "none" for meant, got in told)
    wrong = sum(got not in {meant, "none"} for meant, got in told)
    meant_something = sum(meant != "none" for meant, _ in told)
    assert len(told) > 80
    assert right / (right + wrong) >= 0.97
    assert right / meant_something >= 0.9


def test_questions_and_negations_state_nothing_and_the_last_word_counts():
    name, policy = "metrics/roc-auc", "single_class"
    assert "none" == read("Should a single class give NaN?", name, policy)
    assert "none" == read("A single class must not raise.", name, policy)
    assert "nan" == read("A single class must not raise. With a single class the area is NaN.", name, policy)


def test_comments_are_the_person_s_own_with_their_lines_and_code_that_is_no_python_has_none():
    starter = '"""Given words."""\n# given too\n'
    source = starter + "def f(x):\n    # first line\n    # of a comment\n    return x  # beside\n"
    found = [(each.line, each.text) for each in stated.comments(source, starter)]
    assert [(5, "first line of a comment"), (6, "beside")] == found
    for broken in ("def f(:\n", "x = '\n", "\0", "(" * 5000):
        assert [] == stated.comments(broken)
    assert len(stated.comments("# a\n\n" * 5000)) == stated.MOST_SAID


def _ladder(statement, state="passed"):
    ladder = "{make: numbers, scales: [1.0, 100.0, 1.0e+6, 1.0e+9], required: 100.0}"
    spec = packages.changed(
        "  - id: edge/zero\n",
        "  - id: stability/big\n    primitive: stability\n    criterion: stability\n    property: Holds.\n    hint: h\n"
        f"    params: {{ladder: {ladder}}}\n  - id: edge/zero\n",
    ).spec
    shown = {"gate": False, "required": True, "how": None, "line": None, "error": None, "mistake": None}
    check = CheckDoneShown(
        id="stability/big",
        primitive="stability",
        criterion="stability",
        state=state,
        property="Holds.",
        hint="",
        **shown,
    )
    return list(frontiers(spec, [check], {"stability/big": statement}))


def test_the_frontier_is_read_off_what_the_judge_says():
    said = "4 of 4 extreme inputs are right; accurate up to scale 1e+06 (required 100, tried 1e+09)"
    (found,) = _ladder(said)
    assert (1e6, 100.0) == (found.reached, found.required)
    assert ["accurate", "accurate", "accurate", "failed"] == [rung.state for rung in found.rungs]
    assert [True, True, False, False] == [rung.needed for rung in found.rungs]
    (nothing,) = _ladder("1 fails; accurate up to no scale (required 100, tried 1e+09)", "failed_silently")
    assert (None, ["failed", "unknown", "unknown", "unknown"]) == (
        nothing.reached,
        [rung.state for rung in nothing.rungs],
    )
    assert [] == _ladder("the process ended")


def test_the_judge_still_says_it_in_these_words():
    """The chart is made from a sentence of `sandbox.judge.primitives.stability`."""
    source = (ROOT / "sandbox/judge/primitives/stability.py").read_text()
    assert 'f"accurate up to {found} (required {ladder.required:g}, tried {ladder.scales[-1]:g})"' in source


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (799.0, "799"), (1e7, "10⁷"), (1e-9, "10⁻⁹"), (2.5e8, "2.5·10⁸"), (0.001, "0.001")]
)
def test_scales_are_written_to_be_read(value, text):
    assert text == scale(value)


def test_every_mistake_has_words_to_recover_with():
    assert set(Mistake) == set(mistakes.WORDS)


def test_lines_stand_beside_each_other_and_below_each_other():
    mine = "".join(f"{number}\n" for number in range(1, 21))
    theirs = mine.replace("3\n", "three\n", 1).replace("18\n", "18\nmore\n")
    rows = compared.side_by_side(mine, theirs)
    assert rows is not None
    assert 1 == sum(row.kind == "gap" for row in rows)
    changed = next(row for row in rows if row.kind == "changed")
    assert ("3", "three") == (changed.left.text, changed.right.text)
    column = [(kind, each.text) for kind, each in compared.one_column(rows)]
    assert ("removed", "3") == column[column.index(("added", "three")) - 1]
    assert ("added", "more") in column
    assert [] == compared.side_by_side(mine, mine)
    assert None is compared.side_by_side("x\n" * 2001, "y\n")
    assert "" == compared.unified("x\n" * 2001, "y\n")
    assert "-3\n+three" in compared.unified(mine, theirs)


def test_a_block_that_was_replaced_is_removed_before_it_is_added():
    column = compared.one_column(compared.side_by_side("a\nb\n", "c\nd\ne\n"))
    assert ["removed", "removed", "added", "added", "added"] == [kind for kind, _ in column]


def test_of_a_very_long_text_the_comments_are_read_and_docstrings_are_not():
    text = '"""Ties keep their order."""\n# Nothing in, nothing out.\n'
    assert ["Ties keep their order.", "Nothing in, nothing out."] == [each.text for each in stated.comments(text)]
    long = text + "x = 1\n" * stated.MOST_PARSED
    assert ["Nothing in, nothing out."] == [each.text for each in stated.comments(long)]
