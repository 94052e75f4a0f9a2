import numpy as np


def gather_topk(scores, items, k):
    """Pick the states of the k best hypotheses of each utterance, best first.

    scores: [B, N] numbers. items: [B, N, D] numbers. k: int in [1, N].
    Returns a new float64 array [B, k, D]. Raises ValueError when k is outside [1, N].
    """
    raise NotImplementedError
