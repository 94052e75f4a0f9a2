"""Correct: every pair compared in plain Python; a single class divides by zero."""


def auc(y_true, scores):
    pairs = wins = 0
    rows = [(int(label), float(score)) for label, score in zip(y_true, scores)]
    for label, score in rows:
        for other_label, other in rows:
            if label == 1 and other_label == 0:
                pairs += 2
                wins += 2 if score > other else int(score == other)
    return wins / pairs
