"""Markdown to safe HTML: tables, code highlighted by classes, maths as MathML. No script is needed to read it."""

import re
from html import escape
from importlib import import_module
from itertools import pairwise
from typing import Any

import nh3
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

MATHML_TAGS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "ms",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "menclose",
        "mmultiscripts",
        "mprescripts",
    ]
)
MATHML_ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "mathvariant",
        "stretchy",
        "fence",
        "form",
        "separator",
        "accent",
        "accentunder",
        "largeop",
        "movablelimits",
        "minsize",
        "maxsize",
        "lspace",
        "rspace",
        "symmetric",
        "linethickness",
        "columnalign",
        "rowspacing",
        "columnspacing",
        "rowlines",
        "columnlines",
        "width",
        "height",
        "depth",
        "scriptlevel",
        "notation",
        "linebreak",
    ]
)
# Rows shorter than their head are filled up, which makes of 2 KB of text 600 KB of cells, in a second and more. The
# library stops a table at 65,536 such cells, in a constant of its module.
MOST_FILLED_CELLS = 1000
vars(import_module("markdown_it.rules_block.table"))["MAX_AUTOCOMPLETED_CELLS"] = MOST_FILLED_CELLS
_CLEANER = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS | MATHML_TAGS,
    attributes={
        **{tag: names for tag, names in nh3.ALLOWED_ATTRIBUTES.items() if tag not in {"span", "div", "pre", "code"}},
        **dict.fromkeys(MATHML_TAGS, MATHML_ATTRIBUTES),
        # only what the renderer below writes: highlighting and maths wrappers
        **{tag: {"class"} for tag in ("div", "pre", "code")},
        "span": {"class", "aria-hidden"},
    },
    url_schemes={"http", "https", "mailto"},
)


class MarkdownError(ValueError):
    """A statement that would not render as meant; `line` is 1-based."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


def to_html(text: str) -> str:
    """Safe HTML of `text`. Raises MarkdownError for maths that cannot be typeset."""
    tokens = _PARSER.parse(text)
    _start_headings_at_two(tokens)
    _unhead_empty_cells(tokens)
    _name_formula_heads(tokens)
    return _CLEANER.clean(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _start_headings_at_two(tokens: list[Token]) -> None:
    """The page's title is the one h1, so the text's highest headings become h2, whatever level they were written at."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1:]) for token in headings), default=0)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1:]) - highest + 2, 6)}"


def _unhead_empty_cells(tokens: list[Token]) -> None:
    """A head cell without text names no column: read aloud it would be noise."""
    for opening, content, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not content.content:
            opening.tag = closing.tag = "td"


def _name_formula_heads(tokens: list[Token]) -> None:
    """A head cell that is a formula is told in words too: MathML gives a column no name to be read with its cells."""
    for opening, content in pairwise(tokens):
        parts = content.children or []
        formulas = [part.content for part in parts if part.type == "math_inline"]
        more = any(part.content.strip() for part in parts if part.type != "math_inline")
        if opening.type == "th_open" and formulas and not more:
            words = escape(" ".join(map(_spoken, formulas)))
            before = _html(f'<span class="visually-hidden">{words}</span><span aria-hidden="true">')
            content.children = [before, *parts, _html("</span>")]


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def _spoken(latex: str) -> str:
    """A short formula as it would be said: letters, signs and names, with what stands below and above."""
    words = re.sub(r"\\([A-Za-z]+)", r" \1 ", re.sub(r"\\[^A-Za-z]", " ", latex))
    words = words.replace("_", " sub ").replace("^", " to the ").replace("{", "").replace("}", "")
    return " ".join(words.split())


def check(text: str) -> None:
    """Raise MarkdownError for what renders differently from what was meant: unclosed or unknown maths."""
    for token in _CHECKER.parse(text):
        line = token.map[0] + 1 if token.map else None
        for part in token.children or []:
            if part.type == "text" and "$" in part.content:
                raise MarkdownError("a $ opens maths that never closes (write \\$ for a dollar sign)", line)
        for part in [token, *(token.children or [])]:
            if part.type.startswith("math"):
                try:
                    _maths(part.content, {"display_mode": part.type != "math_inline"})
                except MarkdownError as error:
                    raise MarkdownError(str(error), line) from error
    to_html(text)


def _highlight(source: str, language: str, _attrs: str) -> str:
    try:
        lexer = get_lexer_by_name(language or "text", stripnl=False)
    except ClassNotFound:
        return escape(source)
    return str(highlight(source, lexer, HtmlFormatter(nowrap=True)))


def _maths(latex: str, options: dict[str, Any]) -> str:
    unescaped = re.sub(r"\\[{}]", "", latex)
    if unescaped.count("{") != unescaped.count("}"):
        raise MarkdownError(f"the braces of ${latex.strip()}$ do not balance")
    try:
        mathml = str(convert(latex, display="block" if options.get("display_mode") else "inline"))
    except Exception as error:  # the library's errors share no parent of their own
        raise MarkdownError(f"${latex.strip()}$ cannot be typeset ({type(error).__name__})") from error
    if unknown := re.search(r"\\[A-Za-z]+", mathml):
        raise MarkdownError(f"${latex.strip()}$ uses {unknown[0]}, which is not known")
    return mathml


def _open_maths_first(state: StateCore) -> None:
    """Let a $ that begins a text open maths also where the text ends with a digit.

    The plugin refuses a $ after a digit, and takes a text's last character for the one before its first.
    """
    for token in state.tokens:
        if token.type == "inline" and token.content.startswith("$") and token.content[-1].isdigit():
            token.content += " "


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False, "highlight": _highlight})
    parser.enable("table")
    parser.use(dollarmath_plugin, allow_digits=False, allow_labels=False, renderer=_maths)
    parser.core.ruler.before("inline", "maths_first", _open_maths_first)
    return parser


_PARSER = _parser()
_CHECKER = _parser().disable("text_join")  # keeps \$ apart from a bare $
