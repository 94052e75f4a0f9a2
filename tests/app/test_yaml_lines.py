"""Reading YAML of people: whatever it says, it is read or refused by its line."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.problems.yaml_lines import Document, YamlError
from app.rubrics import rubric
from app.studio.repository import _title

NAMES = "bool int float null str binary timestamp set omap pairs seq map merge value yaml nothing python/object:x.Y"
TAGS = [f"!!{name}" for name in NAMES.split()] + ["!own", "!", "!<x>", "!!python/object/apply:os.getcwd"]
WORDS = ["", "maybe", "x", "''", "-", "0x", "0b", "1:", "1:" * 200 + "1", "9" * 5000, ".", "+.e", "=", "<<", "~"]
WORDS += ["2026-05-32", "2026-13-01 25:61:61", "[a]", "[{a: 1}]", "[[a]]", "{a: b}", "{<<: 1}", "{? !!int x : 1}"]
parts = st.builds("{} {}".format, st.sampled_from(TAGS), st.sampled_from(WORDS) | st.text(max_size=8))


def refusal(read: Callable[[], Any]) -> Any:
    """What a reader says against a text; None where it takes it."""
    try:
        read()
    except (YamlError, rubric.RubricError) as error:
        return error
    return None


@given(parts)
@example("!!bool maybe")
@example("!!timestamp x")
@example("!!int ''")
@example("2026-05-32")
def test_a_part_that_is_not_what_its_tag_says_is_told_with_its_line(part):
    refused = refusal(lambda: Document(f"version: 1\ntitle: {part}\n"))
    assert refused is None or refused.line is None or refused.line > 1


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("!!bool maybe", "this is no bool"),
        ("!!int x", "this is no int"),
        ("!!int ''", "this is no int"),
        ("!!float x", "this is no float"),
        ("!!timestamp x", "this is no timestamp"),
        ("2026-05-32", "this is no timestamp"),
        ("!!binary é", "base64"),
        ("!!python/object:os.system x", "could not determine a constructor"),
    ],
)
def test_the_line_is_that_of_the_part(part, message):
    with pytest.raises(YamlError, match=message) as refused:
        Document(f"version: 1\nmore:\n  - {part}\nend: 1\n")
    assert 3 == refused.value.line


@given(parts)
@example("!!bool maybe")
@example("!!timestamp x")
def test_a_rubric_with_such_a_part_is_read_or_refused(part):
    text = rubric.DEFAULT.read_text(encoding="utf-8").replace("version: 1.0.0", f"version: {part}", 1)
    refused = refusal(lambda: rubric.parse("rubric.yaml", text))
    assert refused is None or refused.message


@given(parts)
@example("!!bool maybe")
@example("!!timestamp x")
def test_a_draft_with_such_a_title_has_one_in_the_list(part):
    assert 80 >= len(_title(f"version: 1\ntitle: {part}\n"))
