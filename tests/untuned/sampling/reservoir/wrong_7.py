"""Takes an empty text or a 0 for the end of the stream. Violates "A stream of at most k items comes back whole" for "texts or integers
of any value". Shows on iter(["stop", "", "go"]), k = 5: only ["stop"] comes back."""
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    rng = random.Random(seed)
    sample = []
    seen = 0
    while item := next(stream, None):
        seen += 1
        if seen <= k:
            sample.append(item)
        else:
            j = rng.randrange(seen)
            if j < k:
                sample[j] = item
    return sample
