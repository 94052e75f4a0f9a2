"""Vectorised: padding replaced before the sum. Policies: empty_row=zeros."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    real = np.asarray(mask).astype(bool)
    if x.ndim != 3:
        raise ValueError(f"x must be [B, T, D], got shape {x.shape}")
    if real.shape != x.shape[:2]:
        raise ValueError(f"mask must be {x.shape[:2]}, got {real.shape}")
    cleaned = np.where(real[:, :, None], x, 0.0)
    counts = real.sum(axis=1, keepdims=True)
    return cleaned.sum(axis=1) / counts.clip(1)
