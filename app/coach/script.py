"""What an interviewer would say in an attempt with a clock, and when. Pure: it is told what has happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

TWIST_AFTER = 2 / 3  # of the time, where nothing was accepted before


class Line(StrEnum):
    """What is said unasked, each once."""

    OPENING = "opening"
    SILENT = "silent"
    BASELINE = "baseline"
    TWIST = "twist"
    TIME_UP = "time_up"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Story:
    """What has happened: `ran` a first version does what the examples show, or was graded; `typed` and `said` anything.

    `accepted` anything so far, `solved` the problem as it is by now; `twistable` while there is a twist to come.
    """

    minutes: int
    elapsed: timedelta
    typed: bool
    said: bool
    ran: bool
    accepted: bool
    solved: bool
    twistable: bool

    @property
    def over(self) -> bool:
        """Time is up."""
        return self.elapsed >= timedelta(minutes=self.minutes)


def due(story: Story) -> Iterator[Line]:
    """The lines whose moment has come, in their order, whether they were said before or not."""
    late = story.elapsed >= TWIST_AFTER * timedelta(minutes=story.minutes)
    twist = story.twistable and not story.over and (story.accepted or late)
    yield Line.OPENING
    if story.typed and not story.said and not story.ran:
        yield Line.SILENT
    if story.ran:
        yield Line.BASELINE
    if twist:
        yield Line.TWIST
    if story.solved and not twist:
        yield Line.STOP
    elif story.over:
        yield Line.TIME_UP


WORDS: dict[Line, str] = {
    Line.OPENING: (
        "Hello. You have {minutes} minutes for “{title}”. Ask what the statement leaves open, say what you assume, and "
        "begin with a plain version. I will ask something now and then, and may change the task once."
    ),
    Line.SILENT: "Before you go on: what comes in, what goes out, and what do you assume about it? One line is enough.",
    Line.TWIST: (
        "Something has changed: {twist}. What is new stands beside the statement. Say what that means for your code, "
        "then adapt it. From now on it is graded with the change."
    ),
    Line.TIME_UP: "Time is up. Finish your thought and submit: it is graded as ever, and marked as late.",
    Line.STOP: "It is solved. Stop here. Say what you would check next, and leave the code alone.",
}
# After the first version that works, by pattern.
BASELINE: dict[str, str] = {
    "preprocessing": "A first version stands. Which of your numbers were learnt, and from which rows?",
    "metrics": "A first version stands. For which input is this not defined, and what does yours say there?",
    "windows": "A first version stands. Take one row: which other rows does its result depend on?",
    "sampling": "A first version stands. What does it change for the rare class, and at what cost?",
    "components": "A first version stands. How large can the values in between become, and what happens then?",
    "debugging": "A first version stands. Which fault would do most harm, and who would notice?",
    "shapes": "A first version stands. Say the shape of everything in your longest line. What if a length is one?",
    "splits": "A first version stands. If one row of the test side changed, what else of your result would change?",
    "sanity": "A first version stands. Which wrong implementation would still pass your checks?",
}


def words(line: Line, *, pattern: str, minutes: int, title: str, twist: str) -> str:
    """The line as it is said."""
    said = BASELINE[pattern] if line is Line.BASELINE else WORDS[line]
    return said.format(minutes=minutes, title=title, twist=twist)
