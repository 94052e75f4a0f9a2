"""Counts the stream first, then draws positions.

Trap: the second pass over an iterator finds nothing.
Mistake: pure_coding
Caught by: metamorphic/contents, metamorphic/short-streams, edge/determined
May also fail: statistical/items, statistical/pairs, determinism/seeded, growth/memory
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    length = sum(1 for _ in stream)
    chosen = set(random.Random(seed).sample(range(length), min(k, length)))
    return [item for position, item in enumerate(stream) if position in chosen]
