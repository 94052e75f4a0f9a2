"""Shapes identity takes from forms and programs, and shows."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from app.identity.actor import Role
from app.kit.text import plain

Address = Annotated[str, StringConstraints(max_length=320), AfterValidator(plain)]
Line = Annotated[str, StringConstraints(max_length=320, strip_whitespace=True), AfterValidator(plain)]
Password = Annotated[str, StringConstraints(max_length=4096)]


class SignInForm(BaseModel):
    """What the sign-in page sends."""

    email: Address = ""
    password: Password = ""
    next: Annotated[str, StringConstraints(max_length=2048)] = "/practice"


class AskIn(BaseModel):
    """Whose password is lost."""

    email: Address = ""


class NewPasswordIn(BaseModel):
    """The password to have from now on."""

    password: Password = ""


class NameIn(BaseModel):
    """What one is called from now on."""

    name: Line = ""


class PasswordIn(BaseModel):
    """The password there is, and the one to have from now on."""

    before: Password = ""
    after: Password = ""


class AccountShown(BaseModel):
    """One's own account."""

    id: UUID
    name: str
    email: str
    roles: list[Role]
    guest: bool
    has_password: bool


class SessionShown(BaseModel):
    """A device one is signed in on; `here` is the one that asks."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    device: str
    address: str
    way: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    here: bool


class Ended(BaseModel):
    """How many devices were signed out."""

    sessions: int


class PasskeyShown(BaseModel):
    """A passkey, without its key."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeyIn(BaseModel):
    """What an authenticator answered when it made a passkey, and what the passkey is called."""

    name: Line = ""
    credential: dict[str, Any]


class ProofIn(BaseModel):
    """What an authenticator answered when somebody signs in."""

    credential: dict[str, Any]
    next: Annotated[str, StringConstraints(max_length=2048)] = "/practice"


class WayOn(BaseModel):
    """Where a person who has signed in goes on."""

    next: str
