"""How far a submission's results stay accurate, as a chart over the scales that were tried."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.attempts.shown import CheckDoneShown
from app.debrief.schemas import FrontierShown, RungShown
from app.problems.package import Check, Spec

# What `sandbox.judge.primitives.stability` says of a ladder.
_SAYS = re.compile(r"accurate up to (?:no scale|scale (?P<reached>\S+)) \(required \S+, tried \S+\)")


def frontiers(spec: Spec, checks: list[CheckDoneShown], said: Mapping[str, str]) -> Iterator[FrontierShown]:
    """One for each check that was shown and climbed a ladder of scales; `said` is what it told staff, by check."""
    known = {check.id: check for check in spec.checks}
    for shown in checks:
        check, found = known.get(shown.id), _SAYS.search(said.get(shown.id, ""))
        ladder = check.params.get("ladder") if check is not None else None
        if check is not None and found is not None and ladder:
            yield _frontier(check, ladder, found["reached"])


def _frontier(check: Check, ladder: Mapping[str, Any], reached: str | None) -> FrontierShown:
    scales = [float(scale) for scale in ladder["scales"]]
    highest = next((index for index, scale in enumerate(scales) if f"{scale:g}" == reached), -1)
    rungs = [
        RungShown(scale=scale, needed=scale <= float(ladder["required"]), state=_state(index, highest))
        for index, scale in enumerate(scales)
    ]
    return FrontierShown(
        check=check.id,
        property=check.property,
        required=float(ladder["required"]),
        reached=scales[highest] if highest >= 0 else None,
        rungs=rungs,
    )


def _state(index: int, highest: int) -> str:
    """Nothing is known of the scales beyond the first that failed."""
    return "accurate" if index <= highest else "failed" if index == highest + 1 else "unknown"
