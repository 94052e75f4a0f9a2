"""Shapes people are asked for and shown in."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from app.identity.actor import Role
from app.identity.models import Mail, User
from app.identity.schemas import Password
from app.kit.paging import Next, PageNumber
from app.kit.text import plain
from app.people.invitations import Link
from app.people.models import AccountInvitation

Line = Annotated[str, StringConstraints(max_length=320, strip_whitespace=True), AfterValidator(plain)]
State = Literal["active", "deactivated", "guest"]


class PeopleQuery(BaseModel):
    """The filters of the list as they come; what means nothing filters nothing."""

    state: str = "active"
    role: str = ""
    q: Line = ""
    page: PageNumber = 1


class MailQuery(BaseModel):
    """The filters of the mails."""

    state: str = ""
    q: Line = ""
    page: PageNumber = 1


class InviteIn(BaseModel):
    """Who is invited to what; `mail` asks to send the link, where there is a mail server."""

    email: Line = ""
    name: Line = ""
    roles: list[Role] = Field(default=[], max_length=len(Role))
    mail: bool = False


class RolesIn(BaseModel):
    """The roles somebody has from now on."""

    roles: list[Role] = Field(default=[], max_length=len(Role))


class NameIn(BaseModel):
    """What somebody is called from now on."""

    name: Line = ""


class TakerIn(BaseModel):
    """Who takes over what somebody leads; empty for nobody."""

    taker: Annotated[UUID | None, BeforeValidator(lambda value: value or None)] = None


class AcceptIn(BaseModel):
    """What the page of an invitation sends."""

    name: Line = ""
    password: Password = ""


class PersonShown(BaseModel):
    """Somebody as administrators see them."""

    id: UUID
    name: str
    email: str
    roles: list[Role]
    active: bool
    guest: bool
    created_at: datetime
    last_seen_at: datetime | None

    @classmethod
    def of(cls, user: User, seen: datetime | None) -> "PersonShown":
        """The person's row, and when they were last here."""
        return cls(
            id=user.id,
            name=user.name,
            email=user.email,
            roles=[Role(role) for role in user.roles],
            active=user.active,
            guest=user.guest,
            created_at=user.created_at,
            last_seen_at=seen,
        )


class PeopleList(BaseModel):
    """A page of people."""

    items: list[PersonShown]
    total: int
    next: Next


class InvitationShown(BaseModel):
    """An invitation that waits to be used."""

    id: UUID
    email: str
    name: str
    roles: list[Role]
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, found: AccountInvitation) -> "InvitationShown":
        """The invitation's row."""
        return cls(
            id=found.id,
            email=found.email,
            name=found.name,
            roles=[Role(role) for role in found.roles],
            created_at=found.created_at,
            expires_at=found.expires_at,
        )


class InvitationList(BaseModel):
    """A page of invitations, newest first."""

    items: list[InvitationShown]
    total: int
    next: Next


class LinkShown(BaseModel):
    """A fresh link, told this once; `mailed` when it is also on its way to the person."""

    invitation: InvitationShown
    address: str
    mailed: bool

    @classmethod
    def of(cls, link: Link) -> "LinkShown":
        """The fresh invitation."""
        return cls(invitation=InvitationShown.of(link.invitation), address=link.address, mailed=link.mailed)


class ResetShown(BaseModel):
    """A fresh link to choose a new password, told this once."""

    address: str
    expires_at: datetime
    mailed: bool


class HandedOver(BaseModel):
    """How much has another lead now."""

    things: int


class MailShown(BaseModel):
    """A mail without its text, which opens doors."""

    id: UUID
    to: str
    kind: str
    subject: str
    state: str
    tries: int
    fault: str | None
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    repeatable: bool

    @classmethod
    def of(cls, mail: Mail, now: datetime) -> "MailShown":
        """The mail's row."""
        repeatable = mail.state == "failed" and mail.text is not None and mail.until > now
        values = {name: getattr(mail, name) for name in cls.model_fields if name != "repeatable"}
        return cls(**values, repeatable=repeatable)


class MailList(BaseModel):
    """A page of mails, newest first."""

    items: list[MailShown]
    total: int
    next: Next
