"""The standard library alone for the sample, a loop for the correction."""

import random

import numpy as np


def corrected(probability, keep):
    kept = keep * probability
    return kept / (kept + (1 - probability))


def downsample(y, keep, seed, p):
    negatives = [i for i, label in enumerate(y) if label != 1]
    dropped = len(negatives) - round(keep * len(negatives))
    gone = set(random.Random(seed).sample(negatives, dropped))
    idx = [i for i in range(len(y)) if i not in gone]
    return np.array(idx, dtype=int), np.array([corrected(float(probability), keep) for probability in p], dtype=float)
