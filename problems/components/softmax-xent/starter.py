import numpy as np


def softmax_xent(logits, y):
    """Mean cross-entropy of a softmax over creatives, and its gradient.

    logits  [n, c] finite numbers, one row per impression
    y       [n] integers, the creative clicked in each impression, 0 <= y < c

    Returns (loss, grad): a float and a float array [n, c].
    """
    raise NotImplementedError
