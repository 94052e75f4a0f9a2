"""The ten steps of a strong interview, and which of them have a place to be said before there is code."""

from dataclasses import dataclass
from typing import Literal

Saying = Literal["clarify", "restate", "outline"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step by its number; `say` where one line of it is kept, with what one might write there."""

    number: int
    title: str
    about: str
    say: Saying | None = None
    example: str = ""


STEPS: tuple[Step, ...] = (
    Step(
        1, "Clarify the context",
        "Training or inference? Raw data or clean? Does the order of time matter? Are the labels there, and right?",
        "clarify", "I assume that …, because …",
    ),
    Step(2, "Restate the problem", "In your own words: what comes in, what goes out, what it is for.",
         "restate", "Given …, return …"),
    Step(3, "Outline the approach", "How you will go about it, before there is code.", "outline", "First …, then …"),
    Step(4, "A simple correct baseline", "The plainest version that is right. Speed and elegance can wait."),
    Step(5, "Decisions in the code", "What you decided shows in names and lines, not only in your head."),
    Step(6, "Edge cases on purpose", "Empty, missing, one class, division by zero, extreme values: handle each."),
    Step(7, "Check by hand", "A tiny example whose answer you know without running anything."),
    Step(8, "Say the tradeoffs", "What this version costs, and what you would do with more time."),
    Step(9, "Recover from mistakes", "Name it, say why it matters, fix it, go on."),
    Step(10, "Stop when it is solved", "What is added after that can only break."),
)  # fmt: skip
