"""The gates about texts: length, what Markdown would show as raw HTML, and links that lead nowhere safe."""

import re
from collections.abc import Iterator

from app.problems.loader import TWIST_STATEMENT, Package
from app.problems.verify.report import Fault

STATEMENT_WORDS = range(150, 401)
TWIST_WORDS = range(60, 201)
_CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|(`+)[^`].*?\2", re.DOTALL | re.MULTILINE)
_MATHS = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_RAW_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_LINK = re.compile(
    r"\]\(\s*<?\s*([a-zA-Z][a-zA-Z0-9+.-]*):|^\s*\[[^\]]+\]:\s*<?\s*([a-zA-Z][a-zA-Z0-9+.-]*):", re.MULTILINE
)
_SAFE = {"http", "https", "mailto"}


def words(markdown: str) -> int:
    """How many words a reader meets: runs of text with a letter or figure in them, a formula being one."""
    return sum(bool(re.search(r"[^\W_]", word)) for word in _MATHS.sub(" formula ", markdown).split())


def prose_faults(package: Package) -> Iterator[Fault]:
    """The texts of a package; of a twisted problem its own part."""
    twisted = TWIST_STATEMENT in package.files
    allowed = TWIST_WORDS if twisted else STATEMENT_WORDS
    statement = package.files[TWIST_STATEMENT if twisted else "statement.md"]
    if (count := words(statement)) not in allowed:
        message = f"it has {count} words, {allowed[0]} to {allowed[-1]} are allowed"
        yield Fault("statement", "statement.md", message, "Tables count; a formula is one word.")
    for path in ("statement.md",) if twisted else ("statement.md", "editorial.md"):
        yield from _markup(path, statement if path == "statement.md" else package.files[path])


def _markup(path: str, markdown: str) -> Iterator[Fault]:
    def blank(found: "re.Match[str]") -> str:
        return re.sub(r"[^\n]", " ", found[0])

    text = _MATHS.sub(blank, _CODE.sub(blank, markdown))
    for found in _RAW_HTML.finditer(text):
        message = f"HTML is not rendered: {found[0][:60]}"
        yield Fault("statement", _at(path, text, found), message, "Say it in Markdown, or write it as `code`.")
    for found in _LINK.finditer(text):
        if (scheme := (found[1] or found[2]).lower()) not in _SAFE:
            message = f"a link to {scheme}: leads nowhere safe"
            yield Fault("statement", _at(path, text, found), message, "Link to https, or not at all.")


def _at(path: str, text: str, found: "re.Match[str]") -> str:
    return f"{path}:{text.count(chr(10), 0, found.start()) + 1}"
