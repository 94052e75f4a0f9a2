"""Quality of the bird call classifier on the clips of one season."""

import numpy as np


def tally(logits, y, n_classes):
    """Number of clips by true species (rows) and recognised species (columns)."""
    recognised = np.argmax(logits, axis=1)
    cells = np.bincount(n_classes * y + recognised, minlength=n_classes**2)
    return cells.reshape(n_classes, n_classes)


def mean_recall(table):
    """Recall of each species, and their mean: a rare species counts as much as a common one."""
    clips = table.sum(axis=1)
    recall = table.diagonal() / np.maximum(clips, 1)
    return float(recall.mean())


def balanced_accuracy(batches, n_classes):
    """Balanced accuracy over all memory cards of the season; a card is one batch."""
    scores = []
    for logits, y in batches:
        table = tally(logits, y, n_classes)
        scores.append(mean_recall(table))
    return float(np.mean(scores))
