"""Takes the first utterances.

Trap: the evening never has a chance.
Mistake: none
Caught by: statistical/items, statistical/pairs, determinism/seeded
"""

from itertools import islice


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    return list(islice(stream, k))
