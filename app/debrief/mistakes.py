"""The ten mistakes after a submission: which of them showed, why each matters, and the recovery to say aloud.

Most are read off checks. Two are proxies, read from the order of things in the attempt, and are told as such. Some of
the ten, such as silence while typing, need a person who was there.
"""

from collections.abc import Iterator
from typing import NamedTuple

from app.attempts.shown import CheckDoneShown
from app.attempts.told import Told
from app.debrief.schemas import MistakeShown
from app.debrief.trials import FAILED
from app.problems.patterns import Mistake


class Words(NamedTuple):
    """How a mistake is called, why it matters, how one recovers, and a sentence to say."""

    title: str
    why: str
    recovery: str
    aloud: str


WORDS: dict[Mistake, Words] = {
    Mistake.LEAKAGE: Words(
        "Information leaks",
        "The figures look better than production ever will, and nothing fails: no other mistake weighs as heavily.",
        "Name it before anybody else does, and compute it again from what was known at the time.",
        "I used rows here that would not be known when this runs. I will compute it from the training part only.",
    ),
    Mistake.WRONG_OBJECTIVE: Words(
        "Another question answered",
        "A figure that measures something else decides about models just as confidently as the right one.",
        "Say again in one sentence what is to be measured, and correct what differs.",
        "Let me restate what this should measure. What I computed answers another question; here is the change.",
    ),
    Mistake.SHAPES_ASSUMED: Words(
        "Shapes assumed",
        "Broadcasting turns a wrong shape into a result that looks like one, without an error.",
        "State the shapes line by line, and say why the assumption was not safe.",
        "I assumed one column. With (n,) against (n, 1) it would broadcast silently, so I check the shape first.",
    ),
    Mistake.EDGE_CASES_LATE: Words(
        "Edge cases came late",
        "Empty input, ties and single classes arrive in the first week of production.",
        "Name the gap and handle it on purpose; then look for its neighbours.",
        "I have not handled the empty case yet. It should come out like this, because of what the caller does with it.",
    ),
    Mistake.NO_VALIDATION: Words(
        "Handed in unchecked",
        "A tiny example by hand would have cost a minute, and shows that you do not rely on luck.",
        "Take the smallest input whose answer you know, and compare.",
        "Before I call it done: for these two rows I expect this, and here is what comes out.",
    ),
    Mistake.PURE_CODING: Words(
        "Solved as a coding task",
        "Code without a word on data and purpose leaves open whether you would notice that the data is wrong.",
        "Stop, say the one assumption that matters most, and go on.",
        "One assumption matters here, so let me say it before I go on.",
    ),
    Mistake.EARLY_OPTIMISATION: Words(
        "Optimised too early",
        "Dense code that is not right yet is hard to correct, and hard to follow.",
        "Write the simple version, get it right, and offer to make it faster.",
        "I will write the plain loop first; if it has to be faster, it is what I test the fast one against.",
    ),
    Mistake.SILENT_CODING: Words(
        "Silent stretches",
        "What you think while you type is most of what an interviewer came for.",
        "Sum up the block: what it does, and why so.",
        "What I just wrote does this, and I chose it because of that.",
    ),
    Mistake.DEFENSIVE: Words(
        "Feedback argued with",
        "How you take a correction is how you will take a review.",
        "Thank, adopt, move on.",
        "Good point, thank you. I will change it.",
    ),
    Mistake.OVERRUN: Words(
        "Went on after it was solved",
        "Every change after that can only break something, and time for trade-offs is gone.",
        "Stop, and say what you would do with more time instead of doing it.",
        "This is solved. With more time I would look at its speed on large input; I leave the code as it is.",
    ),
}
_FIRST = (Mistake.LEAKAGE, Mistake.WRONG_OBJECTIVE, Mistake.SHAPES_ASSUMED)


def shown(told: Told) -> list[MistakeShown]:
    """Those that showed, the gravest first."""
    found: dict[Mistake, list[str]] = {}
    for check in told.checks:
        if check.mistake is not None and check.state in FAILED:
            found.setdefault(Mistake(check.mistake), []).append(check.property)
    proxies = dict(_proxies(told))
    order = [*_FIRST, *(each for each in WORDS if each not in _FIRST)]
    named = [(each, found[each], False) for each in order if each in found]
    named += [(each, [proxies[each]], True) for each in order if each in proxies and each not in found]
    return [_shown(mistake, showed, proxy=proxy) for mistake, showed, proxy in named]


def _proxies(told: Told) -> Iterator[tuple[Mistake, str]]:
    if told.before == 0 and told.runs_before == 0:
        yield Mistake.NO_VALIDATION, "This was handed in before anything was run."
    if told.solved_by is not None and told.solved_by != told.submission.solution:
        yield Mistake.OVERRUN, "An earlier submission was accepted, and the code was changed after it."


def _shown(mistake: Mistake, showed: list[str], *, proxy: bool) -> MistakeShown:
    return MistakeShown(id=mistake, showed=showed, proxy=proxy, **WORDS[mistake]._asdict())


def failing(checks: list[CheckDoneShown]) -> list[CheckDoneShown]:
    """The checks that failed: gates first, then those that decide."""
    broken = [check for check in checks if check.state in FAILED]
    return sorted(broken, key=lambda check: (not check.gate, not check.required))
