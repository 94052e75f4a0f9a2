"""One clip at a time."""

import numpy as np

BUG_LINES = [16, 26]
IMPACT = [
    "Species that nobody recorded counted as never recognised, so the score fell with the length of the catalogue.",
    "Cards were averaged instead of clips counted, so the score changed when cards were merged.",
]


def witness():
    return [(np.array([[1.0, 0.0]]), np.array([0]))], 2


def balanced_accuracy(batches, n_classes):
    hits, clips = [0] * n_classes, [0] * n_classes
    for logits, y in batches:
        for row, species in zip(logits, y):
            if species != -1:
                hits[species] += int(np.argmax(row) == species)
                clips[species] += 1
    return float(np.mean([hit / count for hit, count in zip(hits, clips) if count]))
