"""No class: the statistics of the history once, then a comprehension."""

import numpy as np

BUG_LINES = [30, 31]
IMPACT = ["fit_transform in the loop replaced the training scale by that of the ward, so a ward full of very ill patients looked average."]


def witness():
    return [[0.0], [2.0]], [[[5.0], [7.0]]]


def scale_of(history):
    mean = np.nanmean(history, axis=0)
    std = np.nanstd(history, axis=0)
    std[std == 0] = 1.0
    return mean, std


def serve(history, requests):
    mean, std = scale_of(history)
    return [np.nan_to_num(((rows - mean) / std).clip(-5, 5)) for rows in requests]
