"""Sums diagonal and rows with the axes exchanged: divides by the number of clips recognised as the species (precision). Violates "The recall of a species is the share of *all* its clips ... that were recognised as that species". Shows on logits [[1, 0], [1, 0]], y = [0, 1]: precision 1/2 over species 0 alone gives 0.5 = recall, but y = [0, 0, 1] with all recognised as 0 gives 2/3 instead of 0.5."""

import numpy as np

BUG_LINES = [17, 25]

IMPACT = [
    "Line 17 averages over all 46 species, those without clips with recall 0: the fewer species a card holds, the lower the score.",
    "Line 25 scores each memory card by itself and the mean of the cards is reported: the score depends on how clips are spread over cards.",
]


def witness():
    right = np.array([[1.0, 0.0, 0.0]])
    return [(right, np.array([0])), (right, np.array([1])), (right, np.array([1]))], 3


def tally(logits, y, n_classes):
    """Number of clips by true species (rows) and recognised species (columns)."""
    recognised = np.argmax(logits, axis=1)
    cells = np.bincount(n_classes * y + recognised, minlength=n_classes**2)
    return cells.reshape(n_classes, n_classes)


def mean_recall(table):
    """Recall of each species, and their mean: a rare species counts as much as a common one."""
    clips = table.sum(axis=0)
    recall = table.diagonal() / np.maximum(clips, 1)
    return float(recall[clips > 0].mean())


def balanced_accuracy(batches, n_classes):
    """Balanced accuracy over all memory cards of the season; a card is one batch."""
    table = np.zeros((n_classes, n_classes), dtype=np.int64)
    for logits, y in batches:
        table += tally(logits, y, n_classes)
    return mean_recall(table)
