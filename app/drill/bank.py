"""The authored prompts: what is asked, what is right, and why each other choice tempts.

Knows nothing of people. A prompt's file groups; the prompt itself says which pattern it is.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from app.problems.patterns import PATTERNS
from app.problems.yaml_lines import Document, YamlError

FOLDER = Path(__file__).with_name("prompts")
MIN_WORDS, MAX_WORDS = 40, 110

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=160)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=400)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Step(StrEnum):
    """What is asked of a prompt, in this order."""

    PATTERN = "pattern"
    INTENT = "intent"
    TRAP = "trap"
    RECOVERY = "recovery"


class Kind(StrEnum):
    """What is remembered of a prompt, each with a schedule of its own."""

    PATTERN = "pattern"
    TRAP = "trap"
    RECOVERY = "recovery"

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is asked to see whether it is still known."""
        return (Step.PATTERN, Step.INTENT) if self is Kind.PATTERN else (Step(self),)


class PromptError(ValueError):
    """A file of prompts that cannot be used: which file, which line where it is known, and what is wrong."""

    def __init__(self, file: str, message: str, *, line: int | None = None) -> None:
        self.file, self.message, self.line = file, message, line
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")


class Choice(NamedTuple):
    """One answer to choose, and why it is right, or tempts and is not."""

    text: str
    right: bool
    why: str


class Part(BaseModel):
    """Unknown keys are errors; nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Wrong(Part):
    """A choice that is not right."""

    choice: Line
    why: Reason


class Question(Part):
    """What is right, and what else one might take for it."""

    right: Line
    why: Reason
    wrong: Annotated[tuple[Wrong, ...], Field(min_length=3, max_length=4)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({self.right, *(each.choice for each in self.wrong)}) <= len(self.wrong):
            raise ValueError("two choices have the same text")
        return self

    def choices(self) -> list[Choice]:
        """The right one first."""
        return [Choice(self.right, True, self.why), *(Choice(each.choice, False, each.why) for each in self.wrong)]


class Naming(Part):
    """Why it is this pattern, and why it is none of those it might be taken for."""

    why: Reason
    wrong: Annotated[dict[str, Reason], Field(min_length=3, max_length=4)]


class Prompt(Part):
    """One situation as a team would put it."""

    id: Name
    pattern: str
    looks_like: str | None = None
    prompt: Annotated[str, StringConstraints(strip_whitespace=True)]
    naming: Naming
    intent: Question
    trap: Question
    recovery: Reason

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name in (self.pattern, *self.naming.wrong):
            if name not in PATTERNS:
                raise ValueError(f"there is no pattern {name}")
        if self.pattern in self.naming.wrong:
            raise ValueError(f"{self.pattern} is both the pattern and a wrong choice")
        if self.looks_like is not None and self.looks_like not in self.naming.wrong:
            raise ValueError(f"it looks like {self.looks_like}, which is not among the wrong choices")
        if not MIN_WORDS <= (words := len(self.prompt.split())) <= MAX_WORDS:
            raise ValueError(f"the prompt has {words} words; {MIN_WORDS} to {MAX_WORDS} are readable")
        return self

    def choices(self, step: Step, *, seed: str) -> list[Choice]:
        """The answers to choose from, in an order that is the same for the same seed only."""
        if step is Step.PATTERN:
            wrong = [Choice(PATTERNS[name].title, False, why) for name, why in self.naming.wrong.items()]
            found = [Choice(PATTERNS[self.pattern].title, True, self.naming.why), *wrong]
        else:
            found = (self.intent if step is Step.INTENT else self.trap).choices()
        return sorted(found, key=lambda choice: sha256(f"{seed}:{step}:{choice.text}".encode()).digest())


class File(Part):
    """The prompts of one file."""

    format: Annotated[int, Field(ge=1, le=1)]
    prompts: Annotated[list[Prompt], Field(min_length=1)]


def parse(name: str, text: str) -> dict[str, Prompt]:
    """The prompts that the text holds, by id. PromptError, naming file and line, at the first thing that is wrong."""
    try:
        document = Document(text)
        found = File.model_validate(document.data).prompts
    except YamlError as error:
        raise PromptError(name, str(error), line=error.line) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{where}: {first['msg'].removeprefix('Value error, ')}"
        raise PromptError(name, message, line=document.line(first["loc"])) from error
    prompts: dict[str, Prompt] = {}
    for place, prompt in enumerate(found):
        if prompt.id in prompts:
            raise PromptError(name, f"{prompt.id} stands twice", line=document.line(["prompts", place, "id"]))
        prompts[prompt.id] = prompt
    return prompts


def read(folder: Path) -> dict[str, Prompt]:
    """All prompts of a folder, by id."""
    prompts: dict[str, Prompt] = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PromptError(file.name, f"cannot be read as UTF-8 text ({error})") from error
        found = parse(file.name, text)
        if twice := sorted(found.keys() & prompts.keys()):
            raise PromptError(file.name, f"{twice[0]} stands in another file already")
        prompts |= found
    return prompts


@cache
def bank() -> Mapping[str, Prompt]:
    """The prompts that come with Holdout."""
    return MappingProxyType(read(FOLDER))
