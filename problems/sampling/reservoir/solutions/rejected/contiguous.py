"""Keeps a window of neighbours that starts at random.

Trap: utterances of one minute come from one speaker.
Mistake: none
Caught by: statistical/pairs
May also fail: statistical/items
"""

import random
from collections import deque


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    recent, sample = deque(maxlen=k), []
    for position, item in enumerate(stream):
        recent.append(item)
        if position < k or generator.randrange(position - k + 2) == 0:
            sample = list(recent)
    return sample
