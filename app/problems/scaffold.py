"""A new package that already verifies: a small problem of its own to be changed step by step.

Owns the folders `scaffolds/<kind>/`; a debugging problem and a sanity problem have files that others lack.
"""

import uuid
from pathlib import Path

from app.problems.bank import next_number
from app.problems.package import SLUG
from app.problems.package_error import PackageError
from app.problems.patterns import PATTERNS

SCAFFOLDS = Path(__file__).parent / "scaffolds"
_KINDS = {"debugging": "debugging", "sanity": "sanity"}


def create(bank: Path, pattern: str, slug: str, title: str = "") -> Path:
    """Make `<bank>/<pattern>/<slug>/`; gives the folder.

    Raises:
        PackageError: the pattern is unknown, the slug misspelt, or the folder is there already.
    """
    folder = bank / pattern / slug
    if folder.exists():
        raise PackageError(str(folder), "there is such a folder already", remedy="Choose another name, or remove it.")
    for path, text in files(pattern, slug, next_number(bank, pattern), title).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def files(pattern: str, slug: str, number: int, title: str = "") -> dict[str, str]:
    """The files of a new package, with a uuid of its own, by path.

    Raises:
        PackageError: the pattern is unknown or the slug misspelt.
    """
    if pattern not in PATTERNS:
        raise PackageError(pattern, "there is no such pattern", remedy=f"There are: {', '.join(PATTERNS)}.")
    if not SLUG.fullmatch(slug):
        raise PackageError(slug, "this is no name for a folder", remedy="Write it in kebab-case, e.g. moving-average.")
    texts = {
        "@UUID@": str(uuid.uuid4()),
        "@NUMBER@": str(number),
        "@PATTERN@": pattern,
        "@TITLE@": _quoted(title) or slug.replace("-", " ").capitalize(),
    }
    source = SCAFFOLDS / _KINDS.get(pattern, "function")
    found = {}
    for path in sorted(each for each in source.rglob("*") if each.is_file() and "__pycache__" not in each.parts):
        text = path.read_text(encoding="utf-8")
        for mark, value in texts.items():
            text = text.replace(mark, value)
        found[path.relative_to(source).as_posix()] = text
    return found


def _quoted(title: str) -> str:
    """The title as it stands between double quotes in YAML."""
    return "".join(filter(str.isprintable, title)).replace("\\", r"\\").replace('"', r"\"").strip()
