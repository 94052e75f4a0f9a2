import numpy as np


def downsample(y, keep, seed, p):
    """Thin out the negatives, and undo it in a model's probabilities.

    y: labels, 1 is malware, [n].
    keep: share of the other rows to keep.
    seed: integer, 0 <= seed < 2**32.
    p: probabilities from a model trained on such a sample, [m].
    Returns (idx, corrected_p): ascending positions in y, and corrected probabilities [m].
    """
    raise NotImplementedError
