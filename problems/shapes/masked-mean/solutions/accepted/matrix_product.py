"""A row of ones times the [T, D] block of each query, after the padding is cleared. Policies: empty_row=nan."""
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
    totals = np.ones(block.shape[1]) @ block
    with np.errstate(invalid="ignore"):  # without a real token 0 / 0 is NaN
        return totals / real.sum(axis=1)[:, np.newaxis]
