"""Text from outside, made fit for storage: PostgreSQL's text and JSON take neither NUL nor half a character."""

from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator


def whole(text: str) -> str:
    """The text with unpaired surrogates (half a character, from JSON escapes) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def plain(text: str) -> str:
    """As `whole`, and each NUL replaced by its visible symbol."""
    return whole(text).replace("\x00", "\u2400")


WholeText = Annotated[str, AfterValidator(whole)]
SearchText = Annotated[str, Query(max_length=200, description="What the text has to contain."), AfterValidator(plain)]
