"""What a function of evidence found, held against what a session asks for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from simulated.sessions import Session


@dataclass(frozen=True)
class Found:
    """One item that was found: its kind, its moment, and of what (a check, a decision, a line) where it says so."""

    kind: str
    at: datetime
    what: str | None = None


@dataclass
class Table:
    """Per kind: items that are due and were found, due and missed, and found where none is due.

    `quiet` counts sessions in which a labelled kind is not due and was not found.
    """

    hits: Counter[str] = field(default_factory=Counter)
    misses: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    quiet: Counter[str] = field(default_factory=Counter)

    def add(self, session: Session, found: Iterable[Found]) -> None:
        """Count one session."""
        left = list(found)
        for due in session.must:
            item = next((each for each in left if _is(each, due.kind, due.at, due.what)), None)
            (self.misses if item is None else self.hits)[due.kind] += 1
            if item is not None:
                left.remove(item)
        alarmed = Counter(each.kind for each in left if each.kind in session.labelled)
        self.alarms.update(alarmed)
        self.quiet.update(session.must_not - set(alarmed))

    def recall(self, kind: str) -> float:
        """The share of due items that were found; 1 where none is due."""
        due = self.hits[kind] + self.misses[kind]
        return self.hits[kind] / due if due else 1.0

    def false_alarms(self, kind: str) -> float:
        """The share of false ones among all that could be: found for nothing, or rightly not found."""
        possible = self.alarms[kind] + self.quiet[kind]
        return self.alarms[kind] / possible if possible else 0.0


def _is(found: Found, kind: str, at: datetime, what: str | None) -> bool:
    return found.kind == kind and found.at == at and what in (None, found.what)
