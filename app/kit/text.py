"""Text from outside, made fit for storage: PostgreSQL's text and JSON take neither NUL nor half a character."""

from typing import Annotated, Any

from pydantic import AfterValidator


def whole(text: str) -> str:
    """The text with unpaired surrogates (half a character, from JSON escapes) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def plain(text: str) -> str:
    """As `whole`, and each NUL replaced by its visible symbol."""
    return whole(text).replace("\x00", "\u2400")


def plain_json(value: Any) -> Any:
    """`plain` for every text inside JSON-like data."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(str(key)): plain_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    return value


WholeText = Annotated[str, AfterValidator(whole)]
PlainText = Annotated[str, AfterValidator(plain)]
