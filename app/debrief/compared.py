"""Two texts line by line: side by side, and as one column. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from app.kit import differences

MOST_LINES = 2000  # a longer text is not compared line by line


@dataclass(frozen=True, slots=True)
class Side:
    """A line of one text with its number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: `kind` same, changed, removed, added, or gap for lines that are left out."""

    kind: str
    left: Side | None = None
    right: Side | None = None


def side_by_side(mine: str, theirs: str) -> list[Row] | None:
    """How one text becomes the other, with some lines around what differs; None where they are too long for that."""
    both = differences.lines(mine, theirs, MOST_LINES)
    if both is None:
        return None
    left, right = both
    groups = SequenceMatcher(None, left, right, autojunk=False).get_grouped_opcodes(differences.CONTEXT)
    rows: list[Row] = []
    for group in groups:
        rows += [Row("gap")] if rows else []
        for kind, a, b, c, d in group:
            rows += _rows(kind, _sides(left, a, b), _sides(right, c, d))
    return rows


def one_column(rows: Sequence[Row]) -> list[tuple[str, Side]]:
    """The same as (kind, line), what is removed before what is added; a gap is a line without text."""
    column: list[tuple[str, Side]] = []
    removed: list[Side] = []
    added: list[Side] = []
    for row in [*rows, Row("end")]:
        if row.kind in {"same", "gap", "end"}:
            column += [("removed", each) for each in removed] + [("added", each) for each in added]
            removed, added = [], []
        if row.kind == "same" and row.right is not None:
            column.append(("same", row.right))
        elif row.kind == "gap":
            column.append(("gap", Side(0, "")))
        elif row.kind != "end":
            removed += [row.left] if row.left else []
            added += [row.right] if row.right else []
    return column


def unified(mine: str, theirs: str) -> str:
    """The usual text of a difference, for programs; empty where the texts are too long."""
    return "\n".join(differences.unified(mine, theirs, most=MOST_LINES, names=("yours", "alternative")) or [])


def _sides(lines: Sequence[str], start: int, end: int) -> list[Side]:
    return [Side(number, lines[number - 1]) for number in range(start + 1, end + 1)]


def _rows(kind: str, left: Sequence[Side], right: Sequence[Side]) -> Iterator[Row]:
    for one, other in zip_longest(left, right):
        if kind == "equal":
            yield Row("same", one, other)
        else:
            yield Row("removed" if other is None else "added" if one is None else "changed", one, other)
