"""What comes in from the room. Unknown fields are errors; text is bounded."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.events.talk import Said
from app.kit.text import plain

MAX_TEXT = 4000
MAX_ID = 2**53

Told = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), AfterValidator(plain)
]
Position = Annotated[int, Field(strict=True, ge=0, le=99)]
EventId = Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class _Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StatementIn(_Incoming):
    """Something said, about a problem or about none in particular; `aloud` by whoever logs it for the candidate."""

    kind: Said
    problem: Position | None = None
    text: Told
    aloud: bool = False


class LinkIn(_Incoming):
    """Which open decision a statement is about, and what it chooses where it does."""

    statement: EventId
    policy: Name
    option: Name | None = None


class AnswerIn(_Incoming):
    """An answer: one of the authored clarifications, by its place in the list, or own words."""

    statement: EventId | None = None
    problem: Position
    clarification: Position | None = None
    text: Told | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.clarification is None) == (self.text is None):
            raise ValueError("an answer is either a clarification or a text")
        return self


class HintIn(_Incoming):
    """The hint to release; it has to be the next one."""

    problem: Position
    index: Position


class TextIn(_Incoming):
    """Feedback or a message."""

    text: Told


class TwistIn(_Incoming):
    """The twist to apply."""

    problem: Position
    twist: Name


class MarkIn(_Incoming):
    """Something that happened in the browser; `characters` of a paste."""

    kind: Literal["paste", "left", "returned"]
    problem: Position | None = None
    characters: Annotated[int, Field(strict=True, ge=1, le=10_000_000)] | None = None

    @model_validator(mode="after")
    def _a_paste_has_a_size(self) -> Self:
        if (self.kind == "paste") != (self.characters is not None):
            raise ValueError("a paste, and nothing else, has characters")
        return self


class FocusIn(_Incoming):
    """Whether the interviewers are hidden."""

    on: bool


class ExplanationIn(_Incoming):
    """The candidate's own words about something that was recorded."""

    event: EventId
    text: Told


class NoteIn(_Incoming):
    """A private note in Markdown, about a moment: now, where none is named."""

    text: Told
    anchor_at: AwareDatetime | None = None
