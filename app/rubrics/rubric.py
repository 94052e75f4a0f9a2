"""Rubrics: for each criterion, what a session shows at each of four ratings, for each seniority.

A rubric is a file of plain text that people score by. This module checks it and knows nothing of scorecards.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from app.problems.patterns import Criterion, Level
from app.problems.yaml_lines import Document, YamlError

DEFAULT = Path(__file__).with_name("default.yaml")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=300)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Lines = Annotated[list[Line], Field(min_length=1, max_length=20)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]  # stands in addresses
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class RubricError(ValueError):
    """A rubric that cannot be used: which file, which line where it is known, and what is wrong."""

    def __init__(self, file: str, message: str, *, line: int | None = None) -> None:
        self.file, self.message, self.line = file, message, line
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")


class Rating(StrEnum):
    """How a session compares with the bar of its seniority; *no evidence* is none of these."""

    BELOW = "below"
    NEAR = "near"
    AT = "at"
    ABOVE = "above"


class Part(BaseModel):
    """Unknown keys are errors; nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RatingText(Part):
    """What a rating means whatever the criterion."""

    title: Title
    means: Line


class Question(Part):
    """What only a person can judge: the moment to look at, and what to ask of it."""

    moment: Line
    ask: Line


class Section(Part):
    """One criterion: what it asks, what to look at, and its anchors by seniority and rating."""

    title: Title
    asks: Line
    look_at: Lines
    question: Question
    no_evidence: Line
    anchors: dict[Level, dict[Rating, Line]]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for level in Level:
            if missing := [rating for rating in Rating if rating not in self.anchors.get(level, {})]:
                raise ValueError(f"{level} has no anchor for {', '.join(missing)}")
        return self


Place = tuple[Criterion, Level, Rating]


class Rubric(Part):
    """A complete rubric."""

    format: Literal[1]
    id: Name
    version: Version
    title: Title
    ratings: dict[Rating, RatingText]
    seniorities: dict[Level, Line]
    rules: Lines
    never_counts: Lines
    criteria: dict[Criterion, Section]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for what, given, wanted in (
            ("rating", self.ratings, Rating),
            ("seniority", self.seniorities, Level),
            ("criterion", self.criteria, Criterion),
        ):
            if missing := [name for name in wanted if name not in given]:
                raise ValueError(f"there is no {what} {', '.join(missing)}")
        return self

    def anchor(self, criterion: Criterion, level: Level, rating: Rating) -> str:
        """What a session shows that gets this rating."""
        return self.criteria[criterion].anchors[level][rating]

    def every_anchor(self) -> dict[Place, str]:
        """All anchors by their place, in the order of the file."""
        return {
            (criterion, level, rating): text
            for criterion, section in self.criteria.items()
            for level, anchors in section.anchors.items()
            for rating, text in anchors.items()
        }


def read(file: Path) -> Rubric:
    """The rubric of a file. RubricError at the first thing that is wrong."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RubricError(str(file), f"cannot be read as UTF-8 text ({error})") from error
    return parse(file.name, text)


def parse(name: str, text: str) -> Rubric:
    """The rubric that the text holds; errors name it `name`."""
    try:
        document = Document(text)
    except YamlError as error:
        raise RubricError(name, str(error), line=error.line) from error
    try:
        rubric = Rubric.model_validate(document.data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{where}: {first['msg'].removeprefix('Value error, ')}".removeprefix(": ")
        raise RubricError(name, message, line=document.line(first["loc"])) from error
    _tell_apart(name, document, rubric)
    return rubric


def _tell_apart(name: str, document: Document, rubric: Rubric) -> None:
    """Two ratings with one text are one rating."""
    seen: dict[str, str] = {}
    for place, text in rubric.every_anchor().items():
        here, key = ".".join(place), text.casefold()
        if key in seen:
            line = document.line(["criteria", place[0], "anchors", *place[1:]])
            raise RubricError(name, f"{here} has the same text as {seen[key]}", line=line)
        seen[key] = here
