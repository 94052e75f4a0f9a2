"""All cards joined, then one look per species that occurs."""

import numpy as np

BUG_LINES = [17, 25]
IMPACT = [
    "Species that nobody recorded counted as never recognised, so the score fell with the length of the catalogue.",
    "Cards were averaged instead of clips counted, so the score changed when cards were merged.",
]


def witness():
    return [(np.array([[1.0, 0.0]]), np.array([0]))], 2


def balanced_accuracy(batches, n_classes):
    guess = np.concatenate([logits.argmax(axis=1) for logits, _ in batches])
    truth = np.concatenate([y for _, y in batches])
    return float(np.mean([np.mean(guess[truth == species] == species) for species in np.unique(truth)]))
