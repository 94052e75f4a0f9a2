"""Among equal scores the findings are put first.

Trap: sorting pairs of score and label downwards breaks every tie in the model's favour.
Mistake: edge_cases_late
Caught by: oracle/tied-scores, oracle/long-worklist, metamorphic/read-twice, edge/small-worklists
May also fail: edge/narrow-types
"""

def average_precision(y_true, scores):
    ranked = sorted(((float(s), int(y)) for s, y in zip(scores, y_true)), reverse=True)
    found, total = 0, 0.0
    for position, (_, label) in enumerate(ranked, start=1):
        if label:
            found += 1
            total += found / position
    return total / found if found else 0.0
