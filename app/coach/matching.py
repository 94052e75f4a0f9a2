"""Which authored clarification answers a question that somebody put in their own words.

Of the words that tell something, those count most that few of a problem's clarifications share: what most of them speak
of is only the subject. A question is like a clarification as far as it is covered by it, and covers what it asks. How
far that can be trusted was measured before the numbers here were chosen: docs/practice.md, `tests/coach`.
"""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from app.problems.package import Clarification

ALIKE = 0.36  # of 1: less than this is no answer
BINDING = 0.44  # an answer that settles a decision changes what is graded, so it takes more
APART = 0.16  # how much the best has to be better than the next
IN_THE_ANSWER = 0.7  # what a word of the answer tells, against one of the question it is written for
ONE_WORD = (
    0.5  # and what one shared word of several tells: that both are about the same thing, not that they ask the same
)
_INFLECTED = 0.88  # so alike are the forms of one word
# Words that say nothing of what is asked. "no", "not", "same", "why" and the like do, and stay.
PLAIN = """
a about after all also am an and any are as at be been before being but by can could did do does doing each else
ever every expect for from function get give given had happen happens has have having here how i if in into is it
its just like may me might mine must my need of on one or other our out own please return right shall should so
some something such take than that the their them then there these they thing this those to treat treated us use
used very want wanted was way we were what when where whether which while who will with would you your
"""
# Words that ask the same in any problem, each line of one kind.
ALIKE_WORDS = """
nan missing gap gaps null nat absent unobserved
infinite infinity infinities inf finite
sorted sort order ordered ordering sequence
many large big huge size sizes long length scale
fast speed performance slow quick efficient
duplicate duplicates repeat repeated twice unique identical
error errors exception raise raises raising throw throws fail fails stop invalid
constant flat varies vary varying deviation
fault faults bug bugs mistake mistakes error errors
restructure rewrite rewriting refactor reorganise reorganised
library sklearn scikit pandas package dataframe
probability probabilities calibrated logits sigmoid
empty nothing zero no without
shuffle shuffled random randomly
customer customers user users person people client clients
weight weights weigh weighted weighting count counts
late delay delayed
index indices position positions
memory ram store stored keep kept
typo typos misspelt spelling misspelled
average mean averaged averages
sum total summed
why reason purpose
train training fit fitted
test testing serve serving production deployed
impute fill filled imputed
drop dropped skip skipped ignore ignored leave left
equal same tie ties identical
negative below minus
penalty penalised regularisation shrink
tolerance exact exactly precise precision accuracy rounding
gradient backward
float floats dtype type
"""
_PLAIN = frozenset(PLAIN.split())
_KINDS: dict[str, set[int]] = {}  # of each word, the lines it stands in
for _line, _words in enumerate(ALIKE_WORDS.strip().splitlines()):
    for _word in _words.split():
        _KINDS.setdefault(_word, set()).add(_line)
_NONE: set[int] = set()


@dataclass(frozen=True, slots=True)
class _Known:
    """The telling words of a clarification."""

    ask: frozenset[str]
    answer: frozenset[str]


def best(question: str, clarifications: Sequence[Clarification]) -> int | None:
    """The place of the clarification that answers the question; None when none does, or two would."""
    scores = likeness(question, clarifications)
    ranked = sorted(range(len(scores)), key=lambda place: -scores[place])
    if not ranked:
        return None
    first, second = scores[ranked[0]], scores[ranked[1]] if len(ranked) > 1 else 0.0
    least = BINDING if clarifications[ranked[0]].binds else ALIKE
    return ranked[0] if first >= least and first - second >= APART else None


def likeness(question: str, clarifications: Sequence[Clarification]) -> list[float]:
    """How like each of them the question is, from 0 to 1."""
    asked = telling(question)
    known = [_Known(telling(each.ask), telling(each.answer)) for each in clarifications]
    words = asked.union(*(each.ask for each in known))
    weights = {word: math.log(1 + len(known) / max(1, _held_by(word, known))) for word in words}
    return [_alike(asked, each, weights) for each in known]


def telling(text: str) -> frozenset[str]:
    """The words that say what is asked."""
    return frozenset(re.findall(r"[a-z0-9]+", text.lower())) - _PLAIN


def _held_by(word: str, known: Iterable[_Known]) -> int:
    """How many clarifications speak of it."""
    return sum(_is_among(word, each.ask | each.answer) for each in known)


def _alike(asked: Collection[str], known: _Known, weights: dict[str, float]) -> float:
    told = {
        word: 1.0 if _is_among(word, known.ask) else IN_THE_ANSWER if _is_among(word, known.answer) else 0.0
        for word in asked
    }
    covered = _share(told, weights)
    covers = _share({word: float(_is_among(word, asked)) for word in known.ask}, weights)
    is_subject_only = sum(share > 0 for share in told.values()) == 1 < len(told)
    return (ONE_WORD if is_subject_only else 1.0) * (covered + covers) / 2


def _share(told: dict[str, float], weights: dict[str, float]) -> float:
    whole = sum(weights[word] for word in told)
    return sum(weights[word] * share for word, share in told.items()) / whole if whole else 0.0


def _is_among(word: str, others: Collection[str]) -> bool:
    """Whether it is one of them, a form of one, or asks the same as one."""
    return word in others or any(_same(word, other) for other in others)


def _same(word: str, other: str) -> bool:
    if not _KINDS.get(word, _NONE).isdisjoint(_KINDS.get(other, _NONE)):
        return True
    inflected = word.isalpha() and other.isalpha()
    return inflected and JaroWinkler.similarity(word, other, score_cutoff=_INFLECTED) > 0
