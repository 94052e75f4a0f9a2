"""Submissions that look at the judge in place of solving anything, or want it to fall over: each is rejected."""

import secrets

import pytest

from app.problems.grade import grade
from tests.app.packages import bank

PEEKS = "def check(auc):\n    told = getattr(auc, 'args', None) or [auc.__closure__[0].cell_contents]\n    assert told[0] < 14\n"
HUGE = "def roc_auc(y_true, y_score):\n    return 10**400\n"
HUGE_LOSS = "def softmax_xent(*args, **kwargs):\n    return 10**400, args[0]\n"
AT_TIMES = (
    "import os\nif os.urandom(1)[0] % 2:\n    raise RuntimeError\ndef roc_auc(y_true, y_score):\n    return 0.5\n"
)


@pytest.mark.parametrize(
    ("problem", "source"),
    [
        ("sanity/check-auc", PEEKS),
        ("metrics/roc-auc", HUGE),
        ("components/softmax-xent", HUGE_LOSS),
        *[("metrics/roc-auc", AT_TIMES)] * 4,
    ],
    ids=["peeks", "huge", "huge loss", *(f"loads at times {number}" for number in range(4))],
)
async def test_is_rejected(engine, problem, source):
    result = await grade(engine, bank(problem), source, secrets.token_hex(32))
    assert ("rejected", "") == (result.verdict, result.fault)
