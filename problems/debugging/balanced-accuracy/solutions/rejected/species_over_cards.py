"""Trap: averages the recall of each species over the cards that show it.

Mistake: wrong_objective
Caught by: metamorphic/other-cards, oracle/ordinary
May also fail: edge/cards
"""

import numpy as np

BUG_LINES = [16, 26]
IMPACT = [
    "Species that nobody recorded counted as never recognised, so the score fell with the length of the catalogue.",
    "Cards were averaged instead of clips counted, so the score changed when cards were merged.",
]


def witness():
    return [(np.array([[1.0, 0.0]]), np.array([0]))], 2


def tally(logits, y, n_classes):
    """Number of clips by true species (rows) and recognised species (columns)."""
    recognised = np.argmax(logits, axis=1)
    cells = np.bincount(n_classes * y + recognised, minlength=n_classes**2)
    return cells.reshape(n_classes, n_classes)


def balanced_accuracy(batches, n_classes):
    sums, shown = np.zeros(n_classes), np.zeros(n_classes)
    for logits, y in batches:
        table = tally(logits, y, n_classes)
        clips = table.sum(axis=1)
        seen = clips > 0
        sums[seen] += table.diagonal()[seen] / clips[seen]
        shown += seen
    return float((sums[shown > 0] / shown[shown > 0]).mean())
