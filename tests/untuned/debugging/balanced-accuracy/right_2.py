"""Vectorised without a table: all cards concatenated, per species np.bincount with hits as weights. Faults named: lines 17 and 26."""

import numpy as np

BUG_LINES = [17, 26]

IMPACT = [
    "Absent species entered the mean with recall 0 and pulled the report far down.",
    "The mean of the scores of the cards was reported, so merging cards changed the score.",
]


def witness():
    rng = np.random.default_rng(0)
    return [(rng.normal(size=(5, 6)), rng.integers(0, 6, 5)) for _ in range(4)], 6


def balanced_accuracy(batches, n_classes):
    y = np.concatenate([np.asarray(labels, dtype=np.int64) for _, labels in batches])
    recognised = np.concatenate([np.argmax(logits, axis=1) for logits, _ in batches])
    clips = np.bincount(y, minlength=n_classes)
    hits = np.bincount(y, weights=recognised == y, minlength=n_classes)
    present = clips > 0
    return float(np.mean(hits[present] / clips[present]))
