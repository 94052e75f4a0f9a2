"""Trap: lets -1 point at the last species of the catalogue.

Mistake: edge_cases_late
Caught by: oracle/ordinary, edge/unlabelled
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
    hits, clips = np.zeros(n_classes), np.zeros(n_classes)
    for logits, y in batches:
        np.add.at(hits, y, np.argmax(logits, axis=1) == y)
        np.add.at(clips, y, 1)
    return float((hits[clips > 0] / clips[clips > 0]).mean())
