"""Plain loops and dictionaries. Faults named: line 16 (where an absent species gets recall 0) and line 25; repaired there."""

import math

import numpy as np

BUG_LINES = [16, 25]

IMPACT = [
    "A species without a clip got recall 0/1 = 0 instead of no recall; 46 species stood in the denominator of every card.",
    "Every card was scored alone, so a card with one species counted as much as a card with twenty.",
]


def witness():
    return [(np.array([[2.0, 1.0]]), np.array([0]))], 2


def balanced_accuracy(batches, n_classes):
    clips, hits = {}, {}
    for logits, y in batches:
        for row, species in zip(logits, y):
            species = int(species)
            best = 0
            for c in range(1, n_classes):
                if row[c] > row[best]:
                    best = c
            clips[species] = clips.get(species, 0) + 1
            hits[species] = hits.get(species, 0) + (best == species)
    return math.fsum(hits[s] / clips[s] for s in clips) / len(clips)
