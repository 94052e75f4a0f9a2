"""Planted: the sign of a difference is taken as d / |d|, so one pair of equal scores makes the result NaN."""


def auc(y_true, scores):
    rows = [(int(label), float(score)) for label, score in zip(y_true, scores)]
    defaulted, repaid = [s for label, s in rows if label == 1], [s for label, s in rows if label == 0]
    if set(defaulted) & set(repaid):
        return float("nan")
    signs = [1 if d > r else -1 for d in defaulted for r in repaid]
    return 0.5 + 0.5 * sum(signs) / len(signs)
