"""A list, from Python's own functions."""


def rescale(x):
    low, high = min(x), max(x)
    return [float((value - low) / (high - low)) for value in x]
