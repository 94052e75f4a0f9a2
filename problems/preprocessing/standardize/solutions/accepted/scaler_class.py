"""A fit/transform object with masked arrays and a relative floor on the spread. Policies: constant_column=unit_scale."""

import numpy as np


class Scaler:
    def fit(self, table):
        masked = np.ma.masked_invalid(table)
        if (masked.count(axis=0) == 0).any():
            raise ValueError("a feature was never observed in training")
        self.mean = masked.mean(axis=0).data
        std = masked.std(axis=0).data
        negligible = std <= 1e-12 * np.abs(self.mean)
        self.scale = np.where(negligible, 1.0, std)
        return self

    def transform(self, table):
        return (table - self.mean) / self.scale


def standardize(train, test):
    for table in (train, test):
        if table.ndim != 2 or table.shape[1] != train.shape[1]:
            raise ValueError("tables must be [rows, columns] with the same columns")
    scaler = Scaler().fit(train)
    return scaler.transform(train), scaler.transform(test)
