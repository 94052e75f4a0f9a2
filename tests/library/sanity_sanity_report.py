"""pandas' isna, nunique and merge, and sklearn.metrics.roc_auc_score"""

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score


def sanity_report(X_train, y_train, X_test):
    X_train, y_train, X_test = (np.asarray(value, dtype=float) for value in (X_train, y_train, X_test))
    if (
        X_train.ndim != 2
        or X_test.ndim != 2
        or X_train.shape[1] != X_test.shape[1]
        or y_train.shape != X_train.shape[:1]
    ):
        raise ValueError("the tables do not fit")
    train, test, labels = pd.DataFrame(X_train), pd.DataFrame(X_test), pd.Series(y_train)
    findings = []
    if train.isna().any(axis=None) or test.isna().any(axis=None) or labels.isna().any():
        findings.append("missing")
    if labels.nunique() < 2:
        findings.append("single_class")
    if len(train.merge(test)):
        findings.append("train_test_duplicate")
    for column, values in train.items():
        if values.nunique() < 2:
            findings.append(f"constant:{column}")
        both = values.notna() & labels.notna()
        if labels[both].nunique() == 2 and roc_auc_score(labels[both], values[both]) in (0.0, 1.0):
            findings.append(f"label_leak:{column}")
    return sorted(findings)
