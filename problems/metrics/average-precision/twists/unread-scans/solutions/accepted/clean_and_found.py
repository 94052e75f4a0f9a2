"""Counts findings and clean scans apart, so that unread ones are in neither count. Policies: no_positives=zero."""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    found, clean = np.sort(scores[labels == 1]), np.sort(scores[labels == 0])
    if len(found) == 0:
        return 0.0
    found_at_least = len(found) - np.searchsorted(found, found)
    clean_at_least = len(clean) - np.searchsorted(clean, found)
    return float(np.mean(found_at_least / (found_at_least + clean_at_least)))
