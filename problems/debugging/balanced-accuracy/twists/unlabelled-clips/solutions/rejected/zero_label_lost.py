"""Trap: takes 0 for unlabelled as well.

Mistake: edge_cases_late
Caught by: oracle/ordinary, edge/unlabelled
May also fail: edge/absent-species, edge/cards, edge/logits
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


def mean_recall(table):
    clips = table.sum(axis=1)
    recall = table.diagonal()[clips > 0] / clips[clips > 0]
    return float(recall.mean())


def balanced_accuracy(batches, n_classes):
    table = np.zeros((n_classes, n_classes), dtype=int)
    for logits, y in batches:
        table += tally(logits[y > 0], y[y > 0], n_classes)
    return mean_recall(table)
