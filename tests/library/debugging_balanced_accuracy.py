"""sklearn.metrics.balanced_accuracy_score"""

import numpy as np
from sklearn.metrics import balanced_accuracy_score

BUG_LINES = [17, 25]
IMPACT = ["Species without clips counted as never recognised.", "Cards were averaged instead of clips counted."]


def witness():
    return [(np.array([[1.0, 0.0]]), np.array([0]))], 2


def balanced_accuracy(batches, n_classes):
    recognised = np.concatenate([np.argmax(logits, axis=1) for logits, _ in batches])
    return float(balanced_accuracy_score(np.concatenate([y for _, y in batches]), recognised))
