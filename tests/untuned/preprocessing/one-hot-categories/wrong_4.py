"""Mistake: sorted without regard to case. Violates 'Sorted means as Python sorts strings: "10" before "9", "Theft" before "hail"'. Shows on train = ["hail", "Theft"]: hail comes first."""
import numpy as np


def one_hot(train, test):
    categories = sorted(sorted(set(train)), key=str.casefold)
    position = {c: j for j, c in enumerate(categories)}

    def encode(texts):
        rows = np.zeros((len(texts), len(categories)))
        for row, t in zip(rows, texts):
            if t in position:
                row[position[t]] = 1
        return rows

    return encode(train), encode(test), categories
