"""Two texts line by line, where they are short enough: what it takes grows much faster than the texts do. Pure."""

from difflib import unified_diff

CONTEXT = 3
MOST_LINES = 4000  # a longer text is not compared line by line


def lines(before: str, after: str, most: int = MOST_LINES) -> tuple[list[str], list[str]] | None:
    """Both texts as lines; None where one has more than `most` of them."""
    earlier, later = before.splitlines(), after.splitlines()
    return None if max(len(earlier), len(later)) > most else (earlier, later)


def unified(before: str, after: str, *, most: int = MOST_LINES, names: tuple[str, str] = ("", "")) -> list[str] | None:
    """The usual text of a difference as lines, none for equal texts; None where one is longer than `most` lines."""
    both = lines(before, after, most)
    return None if both is None else list(unified_diff(*both, *names, lineterm="", n=CONTEXT))
