"""sklearn.metrics.confusion_matrix, added up"""

import numpy as np
from sklearn.metrics import confusion_matrix


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.labels = np.arange(n_classes)
        self.table = np.zeros((n_classes, n_classes), dtype=int)

    def update(self, y_true, y_pred):
        if len(y_true):
            self.table += confusion_matrix(y_true, y_pred, labels=self.labels)

    def compute(self):
        hits, rows = self.table.diagonal(), self.table.sum(axis=0) + self.table.sum(axis=1)
        return float(np.mean(2 * hits / np.maximum(rows, 1)))
