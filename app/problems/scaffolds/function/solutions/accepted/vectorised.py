"""Vectorised. Policies: no_training_rows=raise."""

def centre(train, test):
    if not len(train):
        raise ValueError("there are no training rows to learn a mean from")
    train_mean = train.mean(axis=0)
    return train - train_mean, test - train_mean
