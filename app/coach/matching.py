"""Which authored clarification answers a question that somebody put in their own words.

How far that can be trusted was measured before the numbers here were chosen: docs/practice.md, `tests/coach`.
"""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from app.problems.package import Clarification

ALIKE = 0.56  # of 1: less than this is no answer
BINDING = 0.64  # an answer that settles a decision changes what is graded, so it takes more
APART = 0.08  # how much the best has to be better than the next
ANSWERS_WORDS = 0.9  # the words of an answer tell a little less than those of the question it is written for
# Words that say nothing of what is asked. "no", "not", "same" and the like do, and stay.
PLAIN = """
a about after all also am an and any are as at be been before being but by can could did do does doing each else
ever every expect for from function get give given had happen happens has have having here how i if in into is it
its just like may me might mine must my need of on one or other our out own please return right shall should so
some something such take than that the their them then there these they thing this those to treat treated us use
used very want wanted was way we were what when where whether which while who why will with would you your
"""
_PLAIN = frozenset(PLAIN.split())


def best(question: str, clarifications: Sequence[Clarification]) -> int | None:
    """The place of the clarification that answers the question; None when none does, or two would."""
    asked = telling(question)
    if not asked:
        return None
    scores = [likeness(asked, each) for each in clarifications]
    ranked = sorted(range(len(scores)), key=lambda place: -scores[place])
    if not ranked:
        return None
    first, second = scores[ranked[0]], scores[ranked[1]] if len(ranked) > 1 else 0.0
    least = BINDING if clarifications[ranked[0]].binds else ALIKE
    return ranked[0] if first >= least and first - second >= APART else None


def likeness(asked: str, clarification: Clarification) -> float:
    """How alike they are, from 0 to 1; `asked` holds the words that tell something."""
    ask, answer = telling(clarification.ask), telling(clarification.answer)
    whole = fuzz.token_set_ratio(asked, f"{ask} {answer}")
    return max(fuzz.token_set_ratio(asked, ask), ANSWERS_WORDS * fuzz.token_set_ratio(asked, answer), whole) / 100


def telling(text: str) -> str:
    """The words that say what is asked, in their order."""
    return " ".join(word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _PLAIN)
