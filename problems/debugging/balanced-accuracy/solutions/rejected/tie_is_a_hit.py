"""Trap: compares the logit of the true species with the largest, so that every tie is a hit.

Mistake: edge_cases_late
Caught by: edge/logits
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
        if len(y):
            right = logits[np.arange(len(y)), y] == logits.max(axis=1)
            np.add.at(hits, y, right)
            np.add.at(clips, y, 1)
    return float((hits[clips > 0] / clips[clips > 0]).mean())
