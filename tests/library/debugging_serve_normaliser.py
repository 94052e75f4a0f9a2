"""sklearn.preprocessing.StandardScaler"""

import numpy as np
from sklearn.preprocessing import StandardScaler

BUG_LINES = [31]
IMPACT = ["The scale was that of the request, so a ward of very ill patients looked average."]


def witness():
    return np.array([[0.0], [2.0]]), [np.array([[5.0], [7.0]])]


def serve(history, requests):
    scaler = StandardScaler().fit(history)
    return [
        np.nan_to_num(np.clip(scaler.transform(rows), -5, 5), nan=0.0) if len(rows) else np.zeros(rows.shape)
        for rows in requests
    ]
