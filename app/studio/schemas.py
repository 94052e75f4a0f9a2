"""What comes in and what goes out of the studio's API."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from app.kit.paging import Next
from app.kit.text import WholeText, plain
from app.problems.package import Kebab
from app.problems.patterns import PATTERNS


def _known(pattern: str) -> str:
    if pattern not in PATTERNS:
        raise ValueError(f"there are: {', '.join(PATTERNS)}")
    return pattern


Revision = Annotated[int, Field(strict=True, ge=0, le=2**62)]
Path = Annotated[str, StringConstraints(max_length=400), AfterValidator(plain)]
Pattern = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(PATTERNS)})]


class _Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DraftIn(_Incoming):
    """A draft to begin: of a new problem (`pattern` and `slug`), or of a version of the bank."""

    pattern: Pattern | None = None
    slug: Kebab | None = None
    title: Annotated[WholeText, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    version_id: UUID | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.version_id is None) == (self.pattern is None or self.slug is None):
            raise ValueError("give `pattern` and `slug`, or `version_id`")
        return self


class FileIn(_Incoming):
    """A file's new text over the revision that was seen; 0 makes the file."""

    text: WholeText
    base_revision: Revision


class RenameIn(_Incoming):
    """A file's new name."""

    path: Path
    to: Path
    base_revision: Revision


class RestoreIn(_Incoming):
    """Which revision to bring back, over which the draft has."""

    revision: Revision
    base_revision: Revision


class TextIn(_Incoming):
    """A text to look at."""

    text: WholeText


class _Outgoing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class DraftView(_Outgoing):
    """A draft without its files."""

    id: UUID
    problem_id: UUID
    pattern: str
    slug: str
    revision: int
    base_version: str | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


class DraftList(_Outgoing):
    """A page of drafts, the one changed last first."""

    items: Sequence[DraftView]
    total: int
    next: Next


class ProblemRow(_Outgoing):
    """A problem or a draft in the studio's list; without a version it is not in the bank."""

    pattern: str
    slug: str
    title: str
    version: str | None
    version_id: UUID | None
    draft: DraftView | None
    attempts: int
    submitted: int
    solved: int
    faults: int
    never: Sequence[str]


class StudioList(_Outgoing):
    """A page of the studio's list."""

    items: Sequence[ProblemRow]
    total: int
    next: Next


class FileLine(_Outgoing):
    """A file in the list; its revision is that of its last change."""

    path: str
    revision: int


class DraftWithFiles(DraftView):
    """A draft and which files it has."""

    files: Sequence[FileLine]


class FileView(FileLine):
    """A file with its text."""

    text: str


class FileSaved(FileLine):
    """A change of a file went through; `at` is when."""

    at: datetime


class RevisionView(_Outgoing):
    """Where a draft stands."""

    revision: int


class ChangeView(_Outgoing):
    """A change in the history; `kind` is made, removed or changed."""

    revision: int
    path: str
    kind: str
    by: str
    at: datetime
    added: int
    removed: int


class ChangePage(_Outgoing):
    """Changes, the newest first; `next` asks for those before."""

    changes: Sequence[ChangeView]
    next: int | None


class FileDiff(_Outgoing):
    """A file that differs between two revisions; no text where there was no such file."""

    path: str
    before: str | None
    after: str | None


class Fault(_Outgoing):
    """Something that is wrong with a package; of the whole where `path` is empty."""

    path: str
    line: int | None
    message: str
    remedy: str


class FaultsView(_Outgoing):
    """What is wrong with a draft at a revision."""

    revision: int
    faults: Sequence[Fault]


class PreviewView(_Outgoing):
    """A text as safe HTML, or why it cannot be shown."""

    html: str
    fault: str
