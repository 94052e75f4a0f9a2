"""The ROC curve itself: cumulative counts at the end of each group of equal scores, area by trapezoids. Open point: NaN when either class is absent."""
import numpy as np


def roc_auc(y_true, scores):
    y, s = np.asarray(y_true), np.asarray(scores)
    if (y.ndim, s.ndim) != (1, 1) or y.shape != s.shape:
        raise ValueError("shape")
    if not all(v in (0, 1) for v in y.tolist()) or np.isnan(s).any():
        raise ValueError("value")
    order = np.argsort(s, kind="stable")[::-1]
    y, s = (y[order] == 1).astype(np.int64), s[order]
    ends = np.append(np.flatnonzero(s[1:] != s[:-1]), len(s) - 1)
    tp = np.concatenate([[0], np.cumsum(y)[ends]])
    fp = np.concatenate([[0], ends + 1]) - tp
    area2 = int(np.sum(np.diff(fp) * (tp[1:] + tp[:-1])))
    box = int(tp[-1]) * int(fp[-1])
    return area2 / (2 * box) if box else float("nan")
