"""Each clip weighs one over the clips of its species."""

import numpy as np

BUG_LINES = [16, 26]
IMPACT = [
    "Species that nobody recorded counted as never recognised, so the score fell with the length of the catalogue.",
    "Cards were averaged instead of clips counted, so the score changed when cards were merged.",
]


def witness():
    return [(np.array([[1.0, 0.0]]), np.array([0]))], 2


def balanced_accuracy(batches, n_classes):
    truth = np.hstack([y for _, y in batches])
    right = np.hstack([np.argmax(logits, axis=1) == y for logits, y in batches])
    clips = np.bincount(truth, minlength=n_classes)
    return float(np.sum(right / clips[truth]) / np.count_nonzero(clips))
