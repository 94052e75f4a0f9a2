import numpy as np


def reservoir(stream, k, seed):
    """Draw k items from an iterator of unknown length.

    stream: iterator over utterances; it can be read once.
    k: how many to draw, at least 1.
    seed: integer, 0 <= seed < 2**32.
    Returns a list of k items, or of all if there are fewer.
    """
    raise NotImplementedError
