"""How the tests ask the check bench."""

AUC = "/problems/metrics/roc-auc"
SHARP = """
def pairs(labels, scores):
    return roc_auc(np.array(labels), np.array(scores, dtype=float))


def test_order():
    assert abs(pairs([0, 1, 0, 1], [1, 2, 3, 4]) - 0.75) < 1e-9


def test_ties():
    assert abs(pairs([0, 1, 1], [1, 1, 2]) - 0.75) < 1e-9
"""


async def ask(person, problem: str = AUC, checks: str = SHARP):
    return await person.browser.post(f"/api{problem}/bench/runs", json={"checks": checks})
