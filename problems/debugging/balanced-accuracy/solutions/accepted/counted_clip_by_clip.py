"""Dictionaries of hits and clips, one clip at a time."""

import numpy as np

BUG_LINES = [16, 17, 25, 26]
IMPACT = [
    "Species that nobody recorded counted as never recognised, so the score fell with the length of the catalogue.",
    "Cards were averaged instead of clips counted, so the score changed when cards were merged.",
]


def witness():
    return [(np.array([[1.0, 0.0]]), np.array([0]))], 2


def balanced_accuracy(batches, n_classes):
    hits, clips = {}, {}
    for logits, y in batches:
        for row, species in zip(logits.tolist(), y.tolist()):
            clips[species] = clips.get(species, 0) + 1
            hits[species] = hits.get(species, 0) + (row.index(max(row)) == species)
    return sum(hits[species] / clips[species] for species in clips) / len(clips)
