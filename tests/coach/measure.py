"""How often the clarify box gives the right answer: precision and recall over `phrasings.yaml` and `near.yaml`.

`python -m tests.coach.measure` prints what docs/practice.md says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.coach import matching
from app.problems.loader import load_folder
from app.problems.package import Clarification

ROOT = Path(__file__).parents[2]
Questions = dict[str, dict[int | str, list[str]]]


def _read(name: str) -> Questions:
    questions: Questions = yaml.safe_load(Path(__file__).with_name(name).read_text())
    return questions


PHRASINGS, NEAR = _read("phrasings.yaml"), _read("near.yaml")
QUESTIONS = PHRASINGS | NEAR
# The numbers in `matching` were chosen on the one half of each file.
CHOSEN_ON = [*list(PHRASINGS)[0::2], *list(NEAR)[0::2]]
HELD_OUT = [*list(PHRASINGS)[1::2], *list(NEAR)[1::2]]


@dataclass(frozen=True)
class Asked:
    """A phrasing: the place of the clarification that answers it, None where nothing does."""

    problem: str
    question: str
    right: int | None


@dataclass(frozen=True)
class Found:
    """Answers that were right, answers given, questions that have one, and those without that got none."""

    right: int
    given: int
    answerable: int
    left_open: int
    undefined: int

    @property
    def precision(self) -> float:
        return self.right / self.given

    @property
    def recall(self) -> float:
        return self.right / self.answerable


def asked(problems: Sequence[str]) -> Iterator[Asked]:
    for problem in problems:
        for place, questions in QUESTIONS[problem].items():
            for question in questions:
                yield Asked(problem, question, place if isinstance(place, int) else None)


def clarifications(problem: str) -> list[Clarification]:
    return load_folder(ROOT / "problems" / problem).spec.clarifications


def measure(problems: Sequence[str]) -> Found:
    known = {problem: clarifications(problem) for problem in problems}
    told: list[tuple[Asked, int | None]] = [
        (each, matching.best(each.question, known[each.problem])) for each in asked(problems)
    ]
    return Found(
        right=sum(given is not None and given == each.right for each, given in told),
        given=sum(given is not None for _, given in told),
        answerable=sum(each.right is not None for each, _ in told),
        left_open=sum(each.right is None and given is None for each, given in told),
        undefined=sum(each.right is None for each, _ in told),
    )


def main() -> None:
    rows: dict[str, Any] = {"chosen on": CHOSEN_ON, "held out": HELD_OUT, "all": list(QUESTIONS)}
    for name, problems in rows.items():
        found = measure(problems)
        print(  # noqa: T201 - it is what the command is for
            f"{name:10} precision {found.precision:.2f} recall {found.recall:.2f} "
            f"not defined, and said so {found.left_open}/{found.undefined}"
        )


if __name__ == "__main__":
    main()
