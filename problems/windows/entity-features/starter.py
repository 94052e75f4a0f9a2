import numpy as np


def entity_features(entity, ts, amount, horizon):
    """Count and sum of the same card's payments in the `horizon` seconds before each payment.

    entity: [n] integer fingerprints.
    ts: [n] integer epoch seconds, in any order.
    amount: [n] euros.
    horizon: length of the window in seconds.
    Returns an array [n, 2]: count and sum, in the order of the input rows.
    """
    raise NotImplementedError
