"""A small but complete package, as files; tests change one thing at a time. And the packages of the bank."""

from app.problems.loader import Package, build, load_folder
from app.settings import ROOT

PROBLEM = """\
format: 1
uuid: 5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11
number: 7
version: 1.0.0
title: Double every number
pattern: metrics
level: junior
minutes: 10
environment: numpy
summary: The smallest problem there is.
tags: [tests]
licence: CC-BY-4.0
authors: [Holdout]
entry:
  name: double
  kind: function
  args:
    - {name: x, kind: array, dtype: float, shape: "[n]", about: numbers}
  returns: {kind: array, dtype: float, shape: "[n]", about: twice as much}
limits: {cpu_seconds: 2, memory_mb: 256}
compare: {rtol: 1.0e-9, atol: 1.0e-12}
policies:
  - id: empty
    why: nothing has no double
    options: {empty: an empty result, raise: raises ValueError}
    probe: probe_empty
checks:
  - id: oracle/random
    primitive: oracle
    criterion: correctness
    mistake: pure_coding
    property: Every value is doubled.
    hint: Work one value by hand.
    params: {generator: numbers, n: 4}
  - id: oracle/secret
    primitive: oracle
    criterion: edge_cases
    property: A property that only staff may see.
    hint: A hint that only staff may see.
    visibility: {candidate: never, staff: during}
    params: {generator: negatives, n: 2}
  - id: edge/zero
    primitive: edge
    criterion: edge_cases
    mistake: edge_cases_late
    property: Zero stays zero.
    hint: What is twice nothing?
    params: {cases: zeros}
clarifications:
  - {ask: "And nothing at all?", answer: "Your choice.", free: empty}
hints: [First hint., Second hint., Third hint.]
rubric:
  correctness: {junior: a, mid: b, senior: c, staff: d}
  edge_cases: {junior: a, mid: b, senior: c, staff: d}
  stability: {junior: a, mid: b, senior: c, staff: d}
"""
GRADER = """\
import numpy as np

def reference(x, empty="empty"):
    if len(x) == 0 and empty == "raise":
        raise ValueError("nothing")
    return 2.0 * x

def numbers(rng, i):
    return (rng.normal(size=i + 1),)

def negatives(rng, i):
    return (-np.abs(rng.normal(size=i + 1)),)

def zeros(rng):
    return {"zeros": (np.zeros(3),)}

def probe_empty(rng):
    return {"nothing": (np.zeros(0),)}
"""
VISIBLE = """\
- {name: two numbers, args: {x: [1.0, 2.0]}, expected: [2.0, 4.0], note: each doubled}
- {name: one number, args: {x: [0.5]}, expected: [1.0], note: a half becomes one}
"""
RIGHT = "import numpy as np\n\n\ndef double(x):\n    return 2.0 * np.asarray(x, dtype=float)\n"
ACCEPTED = {
    "plain": (RIGHT, "empty"),
    "sum": ("import numpy as np\n\n\ndef double(x):\n    x = np.asarray(x, dtype=float)\n    return x + x\n", "empty"),
    "strict": (
        """import numpy as np


def double(x):
    x = np.asarray(x, dtype=float)
    if len(x) == 0:
        raise ValueError("nothing")
    return x * 2
""",
        "raise",
    ),
}
WRONG = {
    "same": ("return x", "oracle/random, oracle/secret", ""),
    "thrice": ("return 3 * x", "oracle/random, oracle/secret", ""),
    "one_more": ("return 2 * x + 1", "oracle/random, oracle/secret, edge/zero", ""),
    "absolute": ("return 2 * abs(x)", "oracle/secret", "oracle/random"),
    "zero_is_one": ("import numpy as np\n    return np.where(x == 0, 1.0, 2.0 * x)", "edge/zero", ""),
    "loses_one": ("return 2 * x[:-1]", "oracle/random, oracle/secret, edge/zero", ""),
}

STATEMENT = """\
A warehouse reports its stock in pairs of gloves, the shop that buys from it counts single gloves, and every night a job
turns one into the other before the two books are compared. Somebody wrote the job in a hurry long ago and nobody knows
any more what it does to an empty list, so it is to be written anew, as a function of its own that can be looked at and
tried on a small list by hand.

**What the function must do.** `double(x)` returns a float array `[n]` that holds twice each number of `x`, in the order
of `x`: $y = 2x$. The numbers may be negative, since returned goods are booked as such, and zero stays zero. There may
be no number at all on a quiet day.

- `x`: float array `[n]`, finite, as the warehouse sends it. It is not modified.
- The result is a new array of the same length. It is compared to a relative $10^{-9}$ or an absolute $10^{-12}$.

**Example.** One pair is two gloves, and half a pair, which happens when one glove is lost, is one.

| x | y |
|---|---|
| 1 | 2 |
| 0.5 | 1 |
"""
TWIST = {
    "twists/thrice/twist.yaml": """\
title: Three times
minutes: 5
about: Whether a constant is found again.
policies: []
checks:
  keep: [oracle/random, edge/zero]
  add:
    - id: oracle/whole
      primitive: oracle
      criterion: correctness
      property: Whole numbers are tripled.
      hint: Work one value by hand.
      params: {generator: whole_numbers, n: 2}
""",
    "twists/thrice/statement.md": """\
The shop has begun to sell a third glove with every pair, for whoever loses one. Triple it instead: `double(x)` now
returns three times each number of `x`, in the same order and to the same precision as before. The name of the function
stays, because the nightly job calls it, and so does everything else that was said of its argument and of its result.
""",
    "twists/thrice/grader.py": """\
def reference(x):
    return 3.0 * x

def whole_numbers(rng, i):
    return (np.arange(1.0, i + 3.0),)
""",
    "twists/thrice/visible.yaml": """\
- {name: two numbers, args: {x: [1.0, 2.0]}, expected: [3.0, 6.0]}
- {name: one number, args: {x: [0.5]}, expected: [1.5]}
""",
    "twists/thrice/solutions/accepted/plain.py": '"""One way."""\n\n\ndef double(x):\n    return 3.0 * x\n',
    **{
        f"twists/thrice/solutions/rejected/{name}.py": (
            f'"""Trap: {name}.\n\nMistake: none\nCaught by: oracle/random, oracle/whole\n"""\n\n\ndef double(x):\n    {line}\n'
        )
        for name, line in {"as_before": "return 2.0 * x", "four": "return 4.0 * x"}.items()
    },
}


def files(**changes: str | None) -> dict[str, str]:
    """The package's files; `changes` by path with dots for slashes are not needed: give real paths as keys."""
    texts = {
        "problem.yaml": PROBLEM,
        "statement.md": STATEMENT,
        "starter.py": "def double(x):\n    raise NotImplementedError\n",
        "visible.yaml": VISIBLE,
        "editorial.md": "Multiply by two.\n",
        "CHANGELOG.md": "1.0.0: first.\n",
        "grader.py": GRADER,
    }
    for name, (source, option) in ACCEPTED.items():
        texts[f"solutions/accepted/{name}.py"] = f'"""One way. Policies: empty={option}."""\n\n{source}'
    for name, (line, caught, more) in WRONG.items():
        may = f"\nMay also fail: {more}" if more else ""
        head = f'"""Trap: {name}.\n\nMistake: none\nCaught by: {caught}{may}\n"""\n\n'
        texts[f"solutions/rejected/{name}.py"] = f"{head}\ndef double(x):\n    {line}\n"
    return {path: text for path, text in {**texts, **changes}.items() if text is not None}


def package(**changes: str | None) -> Package:
    """The package, checked."""
    return build("metrics", "double", files(**changes))


def changed(old: str, new: str) -> Package:
    """The package with one place of problem.yaml changed."""
    assert old in PROBLEM, old
    return package(**{"problem.yaml": PROBLEM.replace(old, new, 1)})


CHECKS_THEMSELVES = {"sanity/check-auc", "sanity/check-rolling-mean", "sanity/check-split"}  # the solution is a check


def bank(name: str) -> Package:
    """A package of the bank, by its pattern and name."""
    return load_folder(ROOT / "problems" / name)
