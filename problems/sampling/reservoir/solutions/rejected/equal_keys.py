"""Takes the random key of an item from a digest of the seed and the item.

Trap: equal utterances share one key, so a text that is said all day counts as one.
Mistake: wrong_objective
Caught by: statistical/items
"""

import hashlib
import heapq


def key_of(item, seed):
    return hashlib.sha256(f"{seed} {item!r}".encode()).digest()


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    keyed = ((key_of(item, seed), number, item) for number, item in enumerate(stream))
    return [item for _, _, item in heapq.nlargest(k, keyed)]
