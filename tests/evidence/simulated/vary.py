"""What a seed may change of a script: seconds, the order of some statements, bursts of typing, neutral events between."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from simulated.scripts import Say, Script
from simulated.sessions import Happened

SLOWEST, FASTEST = 1.12, 0.9


def with_neutral(timeline: list[Happened], names: dict[str, str], chance: random.Random) -> list[Happened]:
    """The timeline with events between that say nothing: none of them may make a difference."""
    begin, last = timeline[0].at, timeline[-1].at
    added = []
    for _ in range(chance.randrange(1, 6)):
        at = begin + (last - begin) * chance.uniform(0.02, 0.95)
        kind, part, data = _neutral(chance, at)
        added.append(Happened(at, kind, data, None, 1, part, names[part], 0))
        if kind == "window_left":
            added.append(replace(added[-1], at=at + timedelta(seconds=1), kind="window_returned"))
    return _numbered(sorted([*timeline, *added], key=lambda each: each.at))


def _neutral(chance: random.Random, at: datetime) -> tuple[str, str, dict[str, Any]]:
    pasted = {"problem": 0, "characters": chance.randrange(60, 400)}
    noted = {"note_id": str(UUID(int=chance.getrandbits(128))), "anchor_at": at}
    window: dict[str, Any] = {}
    kinds = [
        ("window_left", "candidate", window),
        ("code_pasted", "candidate", pasted),
        ("note_written", "lead", noted),
    ]
    return chance.choice(kinds)


def _numbered(timeline: list[Happened]) -> list[Happened]:
    """Neutral events get cursors in between: doubled ones leave room for them, and what names a cursor is doubled too."""
    done, last = [], 0
    for each in timeline:
        if each.cursor is None and each.kind != "edited":
            last += 1
            done.append(replace(each, cursor=last))
            continue
        if each.cursor is None:
            done.append(each)
            continue
        last = each.cursor * 16
        data = {k: v * 16 if k in ("statement", "event") and v is not None else v for k, v in each.data.items()}
        done.append(replace(each, cursor=last, data=data))
    return done


def swapped(script: Script, chance: random.Random) -> Script:
    """Statements of one `swap` change places: each keeps its words and its label, and takes another's second."""
    steps = list(script.steps)
    for name in {step.swap for step in steps if isinstance(step, Say) and step.swap}:
        places = [index for index, step in enumerate(steps) if isinstance(step, Say) and step.swap == name]
        said = [steps[index] for index in places]
        chance.shuffle(said)
        for index, step in zip(places, said, strict=True):
            steps[index] = step.model_copy(update={"at": script.steps[index].at})
    return script.model_copy(update={"steps": steps})


def stretched(script: Script, chance: random.Random | None) -> dict[float, float]:
    """Each second of the script as the second of the session: gaps are stretched one by one, so the order stays."""
    seconds = sorted({0.0} | {t for step in script.steps for t in (step.at, getattr(step, "until", step.at))})
    played, now = {seconds[0]: 0.0}, 0.0
    for before, after in pairwise(seconds):
        now += (after - before) * (chance.uniform(FASTEST, SLOWEST) if chance else 1.0)
        played[after] = round(now, 3)
    return played


def growing(before: str, after: str, count: int) -> list[str]:
    """The texts on the way, at most `count`: what differs is taken out at once and typed line by line.

    Each is another text than the one before, so that only the last stands as it is in the end.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = new[head : len(new) - tail]
    rest = new[len(new) - tail :]
    steps = max(1, min(count, len(middle)))
    upto = [len(middle) * (index + 1) // steps for index in range(steps)]
    return ["".join([*new[:head], *middle[:size], *rest]) for size in upto]


def _common(a: list[str], b: list[str]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
