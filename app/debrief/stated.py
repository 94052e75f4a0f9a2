"""What a person has stated about the decisions a problem leaves open, read from their own words.

Matched by words, not by meaning: a sentence counts where it names both what the decision is about and what only one of
its options does. Everything else stays unstated, and what counted is quoted, so that the person can see what was read.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.problems.package import Policy

MOST_SAID, MOST_LENGTH = 200, 400
MOST_PARSED = 64 * 1024  # characters; to parse a longer text halts the whole process for a second: threads too
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n\s*\n")
_NOT = {"not", "dont", "instead", "than"}
_NEAR = 2  # words after which "not" no longer reaches
_SHORT, _LONG = 3, 4  # shorter words are not looked at; only longer ones are cut to their stems
_STOP = {
    "also", "becomes", "been", "begun", "code", "column", "columns", "comes", "could", "count", "counts", "decide",
    "does", "each", "every", "formula", "from", "have", "here", "into", "make", "more", "must", "once", "only", "other",
    "return", "returns", "result", "row", "rows", "same", "should", "such", "than", "that", "their", "them", "then",
    "there", "this", "those", "through", "value", "values", "what", "when", "where", "which", "will", "with", "without",
    "would", "your",
}  # fmt: skip
_SAME = {  # words for the same thing, in the form that both sides are brought to
    "zeros": "zero", "0": "zero", "0.0": "zero", "nan": "nan", "nans": "nan", "null": "nan",
    "raise": "raise", "raises": "raise", "raised": "raise", "error": "raise", "valueerror": "raise",
    "keyerror": "raise", "exception": "raise", "fail": "raise", "fails": "raise", "refuse": "raise", "refuses": "raise",
    "reject": "raise", "rejects": "raise", "throw": "raise", "throws": "raise", "loudly": "raise",
    "skip": "skip", "skipped": "skip", "skips": "skip", "left": "skip", "leave": "skip", "leaves": "skip",
    "drop": "skip", "drops": "skip", "dropped": "skip", "ignore": "skip", "ignored": "skip", "ignores": "skip",
    "carry": "carry", "carries": "carry", "carried": "carry", "repeat": "carry", "repeats": "carry", "last": "carry",
    "previous": "carry", "forward": "carry", "keep": "carry", "keeps": "carry",
    "unit": "unit", "1": "unit", "1.0": "unit", "unscaled": "unit",
}  # fmt: skip
_OUTCOMES = set(_SAME.values())
_WHEN = {  # how one says that something is not there, or is as it rarely is
    **dict.fromkeys(("no", "without", "never", "none", "nothing", "only", "empty"), "no"),
    **dict.fromkeys(("constant", "flat", "varies"), "constant"),
    **dict.fromkeys(("unknown", "unseen", "new"), "unknown"),
    **dict.fromkeys(("missing", "absent", "gap", "gaps"), "missing"),
}
_ENOUGH = 2  # words of the subject that have to be there


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person put into words: `kind` is comment (with its `line`), or as what they said it, and when."""

    text: str
    kind: str
    line: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that takes a decision one way."""

    said: Said
    option: str


def comments(source: str, starter: str = "") -> list[Said]:
    """What the comments and docstrings of a text say; those of the starter are not the person's own words."""
    given = {text for _, text in _texts(starter)}
    return [Said(text[:MOST_LENGTH], "comment", line) for line, text in _texts(source) if text not in given][:MOST_SAID]


def stated(said: Sequence[Said], policies: Sequence[Policy], about: Mapping[str, Sequence[str]]) -> dict[str, Stated]:
    """By decision: the last sentence that takes it one way. `about` has further words for what each is about."""
    found = {}
    for policy in policies:
        subject = _subject(policy, about.get(policy.id, ()))
        marks = _marks(policy)
        for each in said[-MOST_SAID:]:
            for sentence in _SENTENCE.split(each.text):
                option = None if sentence.strip().endswith("?") else _option(_words(sentence), subject, marks)
                if option is not None:
                    found[policy.id] = Stated(each, option)
    return found


def _texts(source: str) -> Iterator[tuple[int, str]]:
    """Lines and texts of docstrings and comments, in order; neighbouring lines of comments are one."""
    try:
        docstrings = _docstrings(ast.parse(source)) if len(source) <= MOST_PARSED else ()
        yield from sorted([*docstrings, *_comments(source)])
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and (text := ast.get_docstring(node)):
            yield node.body[0].lineno, text


def _comments(source: str) -> Iterator[tuple[int, str]]:
    block: tuple[int, int, str] | None = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        text, (line, column), alone = token.string.lstrip("#! "), token.start, not token.line[: token.start[1]].strip()
        if block is not None and alone and block[:2] == (line - 1, column):
            block = line, column, f"{block[2]} {text}"
            continue
        if block is not None:
            yield block[0], block[2]
        block = line, column, text
    if block is not None:
        yield block[0], block[2]


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.lower().replace("'", "").replace("not a number", "nan"))
    return [_stem(_WHEN.get(word) or _SAME.get(word, word)) for word in words]


def _stem(word: str) -> str:
    if word in _OUTCOMES or word in _WHEN or len(word) <= _LONG:
        return word
    return re.sub(r"(?:ies|ing|ed|es|(?<!s)s|y)$", "", word)


def _marks(policy: Policy) -> dict[str, set[str]]:
    """By option: the words that only it has, of those that name what comes out."""
    named = {
        option: _OUTCOMES.intersection(_words(f"{option.replace('_', ' ')} {text}"))
        for option, text in policy.options.items()
    }
    return {
        option: words - {word for other, more in named.items() if other != option for word in more}
        for option, words in named.items()
    }


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a decision is about: `name` are the words of its id, which together are enough."""

    name: set[str]
    words: set[str]

    def is_named_in(self, words: Sequence[str]) -> bool:
        return self.name <= set(words) or len(self.words & set(words)) >= _ENOUGH


def _subject(policy: Policy, more: Sequence[str]) -> _Subject:
    name = policy.id.replace("_", " ")
    words = set(_words(" ".join([name, policy.why, *more]))) - _OUTCOMES - _STOP
    return _Subject(set(_words(name)), {word for word in words if len(word) > _SHORT} | {"no"})


def _option(words: Sequence[str], subject: _Subject, marks: Mapping[str, set[str]]) -> str | None:
    """The one option that a sentence names, if it speaks of the subject."""
    if not subject.is_named_in(words):
        return None
    meant = {word for index, word in enumerate(words) if not _NOT & set(words[max(0, index - _NEAR) : index])}
    named = [option for option, only in marks.items() if only & meant]
    return named[0] if len(named) == 1 else None
