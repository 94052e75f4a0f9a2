"""A loop over rows with the standard library and two running totals."""

from math import log

CLIP = 1e-15


def class_weights(labels):
    failures = sum(labels)
    quiet = len(labels) - failures
    if failures == 0 or quiet == 0:
        raise ValueError("only one class: nothing to balance")
    return {1: len(labels) / (2 * failures), 0: len(labels) / (2 * quiet)}


def weighted_log_loss(y, p, weights):
    labels = [int(label) for label in y]
    if isinstance(weights, str):
        by_class = class_weights(labels)
        weights = [by_class[label] for label in labels]
    total = weight_sum = 0.0
    for label, probability, weight in zip(labels, p, weights):
        probability = sorted((CLIP, float(probability), 1 - CLIP))[1]
        total += weight * -log(probability if label == 1 else 1 - probability)
        weight_sum += weight
    return total / weight_sum
