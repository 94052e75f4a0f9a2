"""Seeds the global generator of Python. Violates "The global random states of numpy and of Python's random are as before after a
call". Shows on any stream: random.getstate() differs afterwards."""
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    random.seed(seed)
    sample = []
    for i, item in enumerate(stream):
        if i < k:
            sample.append(item)
        else:
            j = random.randint(0, i)
            if j < k:
                sample[j] = item
    return sample
