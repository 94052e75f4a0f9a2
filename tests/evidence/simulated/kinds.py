"""The vocabulary of evidence, by family: what a script that is closed in a family answers for."""

from app.evidence.kinds import vocabulary


def of_family(family: str) -> set[str]:
    """The ids of a family."""
    return {kind.id for kind in vocabulary().kinds if kind.family == family}
