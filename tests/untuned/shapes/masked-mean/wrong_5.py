"""Mistake: the mask is used as an index as it comes; integers 0 and 1 then mean the steps 0 and 1. Violates "mask: booleans from the tokeniser, or integers or floats that are exactly 0 or 1 ...; 1 and True mean a real token". Shows on x = [[[1.0], [2.0], [9.0]]], mask = [[0, 0, 1]] as integers: 4/3 instead of 9."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    m = np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("shapes")
    out = np.zeros((x.shape[0], x.shape[2]))
    for b in range(x.shape[0]):
        real = x[b][m[b]] if m.dtype.kind in "bi" else x[b][m[b] > 0]
        if len(real):
            out[b] = real.mean(axis=0)
    return out
