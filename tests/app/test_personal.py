"""Every column that can hold a person's words is known to erasure, and so is every kind of event."""

from typing import Literal, get_args, get_origin

import pytest
from sqlalchemy import ARRAY, JSON, LargeBinary, String, Text

from app.events import interviews, kinds, reviews, talk
from app.events.kinds import Happening
from app.kit.db import Base
from app.models import MODELS
from app.trust.personal import NOT_PERSONAL, PLACES

TEXTS = (String, Text, LargeBinary, JSON, ARRAY)
# Strings of events that people do not write: they are of the software, or of a problem's author.
OF_THE_SOFTWARE = {"kind", "reason", "check_id", "part", "policy", "option", "free", "twist", "title"}


def _columns():
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name in MODELS
        for column in table.columns
        if isinstance(getattr(column.type, "impl", column.type), TEXTS)
    ]


def test_every_column_that_can_hold_words_is_known():
    held = {f"{place.table}.{column}" for place in PLACES for column in place.words}
    exempt = {name for name in _columns() if name in NOT_PERSONAL or f"{name.partition('.')[0]}.*" in NOT_PERSONAL}
    assert [] == [name for name in _columns() if name not in held | exempt]


def test_nothing_is_known_that_is_not_there():
    columns = set(_columns())
    tables = {name.partition(".")[0] for name in columns} | {place.table for place in PLACES if not place.words}
    assert [] == [
        f"{each.table}.{name}" for each in PLACES for name in each.words if f"{each.table}.{name}" not in columns
    ]
    assert [] == [name for name in NOT_PERSONAL if name not in columns and name.partition(".")[0] not in tables]


def test_no_row_is_removed_before_what_points_to_it():
    order = [place.table for place in PLACES]
    for place in PLACES:
        if place.becomes is None:
            for key in Base.metadata.tables[place.table].foreign_keys:
                target = key.column.table.name
                deleted = any(each.table == target and each.becomes is None for each in PLACES)
                assert not deleted or order.index(place.table) < order.index(target)


def _kinds():
    found = [each for module in (interviews, kinds, reviews, talk) for each in vars(module).values()]
    return sorted({each for each in found if isinstance(each, type) and issubclass(each, Happening)}, key=str)


@pytest.mark.parametrize("kind", _kinds())
def test_what_people_write_in_an_event_is_called_text_or_why(kind):
    for name, field in kind.model_fields.items():
        options = get_args(field.annotation) or (field.annotation,)
        if str in options and get_origin(field.annotation) not in {Literal, list, dict}:
            assert name in {"text", "why"} | OF_THE_SOFTWARE, name
