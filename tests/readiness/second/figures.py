# ruff: noqa: T201 - a command speaks by printing
"""All figures of an estimator: `python -m tests.readiness.second.figures app.readiness.estimate:estimate [shifted|fresh]`."""

import sys
from importlib import import_module
from statistics import fmean

from tests.readiness.second.held_to import DEMANDS, by_group, everything
from tests.readiness.second.practice import FRESH, POPULATIONS, SHIFTED, everybody


def main(named: str, which: str = "usual") -> None:
    module, _, name = named.partition(":")
    estimate, people = (
        getattr(import_module(module), name),
        everybody({"usual": POPULATIONS, "shifted": SHIFTED, "fresh": FRESH}[which]),
    )
    for group, members in by_group(everything(estimate, people)).items():
        held, above = fmean(each.covered for each in members), fmean(each.said.low > each.truth for each in members)
        width, bias = fmean(each.width for each in members), fmean(each.said.middle - each.truth for each in members)
        print(f"{group:28} {len(members):5} hold {held:.3f} above {above:.3f} width {width:.2f} bias {bias:+.3f}")
    for demand in DEMANDS:
        print(demand.__name__, "; ".join(demand(estimate, people)) or "met")


if __name__ == "__main__":
    main(*sys.argv[1:])
