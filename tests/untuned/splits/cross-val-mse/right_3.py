"""Running totals: np.setdiff1d for the training rows, a sum of squares and a count, no list of errors. Test rows are visited in ascending order."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    n = len(X)
    if len(y) != n:
        raise ValueError("lengths")
    if not len(folds):
        raise ValueError("folds")
    sse, count = 0.0, 0
    for fold in folds:
        if len(fold) == 0:
            raise ValueError("fold without test row")
        test = np.sort(np.array(fold, dtype=np.int64))
        train = np.setdiff1d(np.arange(n), test)
        if len(train) == 0:
            raise ValueError("fold without training row")
        take = lambda a, rows: np.array([a[int(i)] for i in rows], dtype=float)
        scaler = make_scaler().fit(take(X, train))
        model = make_model().fit(scaler.transform(take(X, train)), take(y, train))
        guess = np.reshape(model.predict(scaler.transform(take(X, test))), len(test)).astype(float)
        d = guess - take(y, test)
        sse += float(d @ d)
        count += len(test)
    return sse / count
