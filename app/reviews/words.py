"""How levels, answers and outcomes are called on the pages of reviews."""

from app.evidence.rows import Step
from app.interviews.words import CRITERIA
from app.problems.patterns import Mistake

OUTCOMES: dict[str, tuple[str, str]] = {
    "advance": ("Advance", "goes on to the next step"),
    "decline": ("Decline", "does not go on"),
    "hold": ("Hold", "decided later, by the lead"),
}
DECISIONS: dict[str, tuple[str, str]] = {  # icon, word
    "stated_and_kept": ("passed", "Stated and kept"),
    "stated_but_contradicted": ("silent", "Stated, but the code does otherwise"),
    "unstated_but_consistent": ("waiting", "Not stated, and consistent"),
    "inconsistent": ("silent", "Inconsistent"),
    "not_reached": ("skipped", "Not reached"),
}
STATES: dict[str, tuple[str, str]] = {
    "passed": ("passed", "Passed"),
    "failed_loudly": ("loud", "Failed loudly"),
    "failed_silently": ("silent", "Failed silently"),
    "not_reached": ("skipped", "Not reached"),
    "platform_error": ("ours", "Our fault"),
}
STANDS: dict[str, tuple[str, str]] = {
    "for": ("passed", "For"),
    "against": ("silent", "Against"),
    "neutral": ("waiting", "Neutral"),
}
GRADES: dict[str, str] = {
    "A": "Deterministic: the same each time it is run, with a counterexample",
    "B": "Computed from the record: a hint where to look, no measure of the person",
    "C": "Only a person can judge this: the moment, and a question",
}
CHANGES: dict[str, str] = {"first_passed": "first passed", "broke": "broke", "fixed": "was fixed"}
BETWEEN: dict[str, str] = {
    "own_check": "a check of their own",
    "visible_failure": "a failing example",
    "hint": "a hint",
}


def about(name: str) -> str:
    """What a row of evidence speaks of, in words."""
    if name in CRITERIA:
        return CRITERIA[name][0]
    kind = "Step" if name in set(Step) else "Mistake" if name in set(Mistake) else "About"
    return f"{kind}: {name.replace('_', ' ')}"


def clock(seconds: float) -> str:
    """A moment of the interview as its clock shows it."""
    sign, whole = ("\u2212" if seconds < 0 else ""), abs(round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{sign}{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{sign}{minutes}:{whole % 60:02}"


EVERYTHING = {
    "criteria": CRITERIA,
    "outcomes": OUTCOMES,
    "decision_words": DECISIONS,
    "check_states": STATES,
    "stands": STANDS,
    "grades": GRADES,
    "changes": CHANGES,
    "between": BETWEEN,
    "about": about,
    "at": clock,
}
