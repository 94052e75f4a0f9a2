"""Trap: counts over all cards, and returns the share of recognised clips.

Mistake: wrong_objective
Caught by: edge/absent-species, oracle/ordinary
May also fail: edge/cards, edge/logits
"""

import numpy as np

BUG_LINES = [16, 26]
IMPACT = [
    "Species that nobody recorded counted as never recognised, so the score fell with the length of the catalogue.",
    "Cards were averaged instead of clips counted, so the score changed when cards were merged.",
]


def witness():
    return [(np.array([[1.0, 0.0]]), np.array([0]))], 2


def balanced_accuracy(batches, n_classes):
    right = sum(int((np.argmax(logits, axis=1) == y).sum()) for logits, y in batches)
    return right / sum(len(y) for _, y in batches)
