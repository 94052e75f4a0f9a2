"""Returns an empty list when nothing is asked for.

Trap: a wrong setting sends no work to anybody, and nobody hears of it.
Mistake: edge_cases_late
Caught by: loud/too-few
"""

import random


def reservoir(stream, k, seed):
    k = max(k, 0)
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(stream):
        if position < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
