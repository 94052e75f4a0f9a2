"""What the API of trust tells and takes."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from app.kit.text import plain


class Told(BaseModel):
    """The parent of what is told: nothing that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PersonShown(Told):
    """Somebody by id and name; who was erased has no name of their own."""

    id: UUID
    name: str


class AuditEntryShown(Told):
    """One act. `personal` is by person, without those whose key was destroyed."""

    number: int
    at: datetime
    actor: PersonShown | None
    action: str
    subject_kind: str | None
    subject_id: str | None
    facts: dict[str, Any]
    personal: dict[str, dict[str, str]]
    request_id: str | None
    digest: str


class AuditPage(Told):
    """Entries, newest first; give `next` as `before` for the following page."""

    entries: list[AuditEntryShown]
    next: int | None


class BrokenShown(Told):
    """The first entry that does not hold, and what is wrong with it."""

    number: int
    fault: str


class VerifiedShown(Told):
    """How far the chain holds. Keep `head` elsewhere: with it a lost tail is noticed."""

    entries: int
    head: str
    broken: BrokenShown | None


class ErasureShown(Told):
    """A request that somebody be erased; `waiting`, `withdrawn` or `done`."""

    person: PersonShown
    state: Literal["waiting", "withdrawn", "done"]
    asked_by: UUID
    asked_at: datetime
    done_at: datetime | None


class ErasurePreview(Told):
    """What would go: how many rows of what. Nothing can go while there are `reasons`."""

    person: PersonShown
    email: str
    asked: bool
    rows: dict[str, int]
    interviews: int
    reasons: list[str]


class ErasureIn(BaseModel):
    """Who is to be erased, by address."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=320), AfterValidator(plain)]


class ConfirmIn(ErasureIn):
    """The address of who is erased, typed again."""
