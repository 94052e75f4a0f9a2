"""A fit/transform object with masked arrays and a relative floor on the spread. Policies: constant_column=unit_scale."""

import numpy as np


class Scaler:
    def fit(self, table):
        masked = np.ma.masked_invalid(table)
        counts = masked.count(axis=0)
        if (counts == 0).any():
            raise ValueError("a feature was never observed in training")
        self.mean = masked.mean(axis=0).filled(0.0)
        std = masked.std(axis=0).filled(0.0)
        negligible = std <= 1e-14 * np.abs(self.mean) * np.sqrt(counts)
        self.scale = np.where(negligible, 1.0, std)
        return self

    def transform(self, table):
        return (table - self.mean) / self.scale


def standardize(train, test):
    train, test = np.asarray(train, float), np.asarray(test, float)
    for table in (train, test):
        if table.ndim != 2 or table.shape[1] != train.shape[1]:
            raise ValueError("tables must be [rows, columns] with the same columns")
    scaler = Scaler().fit(train)
    return scaler.transform(train), scaler.transform(test)
