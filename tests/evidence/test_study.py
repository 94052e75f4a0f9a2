import pytest
import study

from app.evidence.kinds import by_id

TABLE = study.study()


@pytest.mark.parametrize("kind", by_id())
def test_a_kind_is_found_where_it_is_due_and_hardly_anywhere_else(kind: str) -> None:
    assert TABLE.hits[kind] + TABLE.misses[kind] >= 3 * study.SEEDS
    assert study.RECALL <= TABLE.recall(kind)
    assert study.FALSE_ALARMS >= TABLE.false_alarms(kind)


def test_the_table_names_each_kind_and_marks_none() -> None:
    lines = list(study.lines(TABLE))
    assert list(by_id()) == [line.split()[0] for line in lines[1:]]
    assert not any(line.endswith("<") for line in lines)
