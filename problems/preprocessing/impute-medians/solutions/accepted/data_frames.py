"""Data frames: fillna with the training medians. Policies: unobserved_column=zero."""

import numpy as np
import pandas as pd


def prepare(frame, medians):
    return np.hstack([frame.fillna(medians), frame.isna()]).astype(float)


def impute(train, test):
    train, test = pd.DataFrame(train), pd.DataFrame(test)
    medians = train.median().fillna(0.0)
    return prepare(train, medians), prepare(test, medians)
