"""Which problems are practised in which order: by what readiness says of each pattern, and by the level aimed at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.problems.patterns import Criterion, Level

SETTLED = 4  # the urgency of a pattern that nothing speaks for
_TURNS = (4, 3, 2, 2, 1)  # of a pattern, by its urgency: surely weak, unknown, unsure, a criterion unseen, settled


@dataclass(frozen=True, slots=True)
class Need:
    """How urgent a pattern is (0 is most), for which criterion, and why in words."""

    urgency: int
    criterion: Criterion | None
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A problem that may be planned: open, not solved yet, and not being asked in an interview."""

    problem_id: UUID
    pattern: str
    level: str
    minutes: int
    offers: Mapping[Criterion, int]
    familiar: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A problem with the reason to practise it."""

    offer: Offer
    reason: str

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.offer.minutes


def choose(needs: Mapping[str, Need], offers: Iterable[Offer], level: str) -> list[Chosen]:
    """All of them, the first to practise first. Patterns take turns, the urgent ones more often."""
    waiting: dict[str, list[Offer]] = {}
    for offer in sorted(offers, key=lambda each: _rank(each, needs[each.pattern], level)):
        waiting.setdefault(offer.pattern, []).append(offer)
    credit = dict.fromkeys(sorted(waiting, key=lambda each: needs[each].urgency), 0)
    chosen = []
    while credit:
        for pattern in credit:
            credit[pattern] += _TURNS[needs[pattern].urgency]
        pattern = max(credit, key=lambda each: credit[each])
        credit[pattern] -= sum(_TURNS[needs[each].urgency] for each in credit)
        chosen.append(Chosen(waiting[pattern].pop(0), needs[pattern].reason))
        if not waiting[pattern]:
            del credit[pattern]
    return chosen


def instead(pattern: str, choices: Sequence[Chosen]) -> Chosen | None:
    """What takes the place of a problem of a pattern: the next of the same one, else the next there is."""
    alike = (each for each in choices if each.offer.pattern == pattern)
    return next(alike, choices[0] if choices else None)


def _rank(offer: Offer, need: Need, level: str) -> tuple[bool, bool, int, int, int]:
    """Unfamiliar ones first, then those up to the level, then by occasions for what is needed, from easy to hard."""
    levels = list(Level)
    at, serves = levels.index(Level(offer.level)), offer.offers.get(need.criterion, 0) if need.criterion else 0
    return offer.familiar, at > levels.index(Level(level)), -serves, at, offer.minutes
