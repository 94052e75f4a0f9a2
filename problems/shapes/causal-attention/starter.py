import numpy as np


def causal_attention(Q, K, V):
    """Scaled dot-product attention in which position t sees the positions 0 to t.

    Q, K, V: [B, H, T, D] queries, keys and values of one common shape.
    Returns a float64 array [B, H, T, D]. Raises ValueError when the shapes do not fit.
    """
    raise NotImplementedError
