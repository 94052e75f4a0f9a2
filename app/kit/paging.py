"""The one way of reading a long list in pages: `limit` items from `cursor` on, and in the answer the `next` cursor.

A cursor is opaque to whoever reads: it is given back as it came, with the same filters.
"""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Depends, Query
from pydantic import BeforeValidator

from app.errors import Invalid

DEFAULT = 50
MOST = 200
_PREFIX = "p"
_DIGITS = 9
T = TypeVar("T")

Next = str | None  # of a page: what to ask for next; None where there is nothing more


def _number(value: object) -> int:
    text = str(value or "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004 - more digits are no page


PageNumber = Annotated[int, BeforeValidator(_number)]  # in the address of a page; what means nothing is the first


class Paging:
    """Which part of a list is asked for."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=MOST, description="At most so many items.")] = DEFAULT,
        cursor: Annotated[
            str, Query(max_length=_DIGITS + 1, description="`next` of the page before; nothing for the first page.")
        ] = "",
    ) -> None:
        digits = cursor.removeprefix(_PREFIX)
        if cursor and not (cursor.startswith(_PREFIX) and digits.isascii() and digits.isdigit()):
            message = "That is no cursor. Leave it out for the first page, and give `next` back as it came."
            raise Invalid(message, errors=[{"field": "cursor", "message": message}])
        self.limit, self.offset = limit, int(digits or 0)

    def next(self, total: int) -> Next:
        """The cursor of the next page of a list of `total` items."""
        end = self.offset + self.limit
        return f"{_PREFIX}{end}" if end < total else None

    def page(self, items: Sequence[T]) -> Sequence[T]:
        """This part of a list that is at hand as a whole."""
        return items[self.offset : self.offset + self.limit]


PagingDep = Annotated[Paging, Depends()]
