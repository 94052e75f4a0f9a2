"""One [1, T] by [T, D] product per query, after the padding is cleared. Policies: empty_row=nan."""
import numpy as np


def mask_as_bool(mask, shape):
    mask = np.asarray(mask)
    if mask.shape != shape:
        raise ValueError(f"mask has shape {mask.shape}, expected {shape}")
    return mask != 0


def masked_mean(x, mask):
    block = np.array(x, dtype=np.float64)  # a copy: the padding is overwritten below
    if block.ndim != 3:
        raise ValueError(f"x has {block.ndim} dimensions, expected 3")
    real = mask_as_bool(mask, block.shape[:2])
    block[~real] = 0.0
    totals = np.ones((1, block.shape[1])) @ block
    counts = real.sum(axis=1).astype(np.float64)
    counts[counts == 0] = np.nan
    return totals[:, 0, :] / counts[:, np.newaxis]
