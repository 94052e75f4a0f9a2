"""Who acts. Every service takes an Actor; whatever is not granted is denied."""

from dataclasses import dataclass
from uuid import UUID

from app.errors import AccountNeeded, Forbidden
from app.identity.permissions import PERMISSIONS, Permission, Role

__all__ = ["Actor", "Role"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person as services see one. A guest came by an invitation and may open what invited them, no more.

    `invitation_id`: the interview's invitation whose link opened the session. Of a guest's seats it opens that one.
    `weakly`: nothing but a password or a link has shown who it is, no passkey and no provider.
    A visitor is a guest whom nobody invited: what may be tried without an account is open to them, no more.
    """

    id: UUID
    name: str
    email: str
    roles: frozenset[Role]
    guest: bool = False
    weakly: bool = False
    visitor: bool = False
    invitation_id: UUID | None = None

    @property
    def by_link(self) -> bool:
        """Whether nothing but the link of an interview shows who it is."""
        return self.guest and not self.visitor

    @property
    def lacks_passkey(self) -> bool:
        """Whether it is somebody of the staff who has come in weakly."""
        return self.weakly and not self.guest and self.may(Permission.TAKE_PART)

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)

    def may(self, permission: Permission) -> bool:
        """Whether one of the person's roles allows it."""
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def require_more_than_a_link(self) -> None:
        """AccountNeeded for whoever came by a link: who made it has it too, so it opens nothing of the person."""
        if self.by_link:
            raise AccountNeeded(
                "A link opens one interview, and nothing else that is yours. Ask whoever invited you: an administrator "
                "can do it for you, or invite your address to an account, which keeps your interviews."
            )

    def require(self, permission: Permission) -> None:
        """Forbidden unless one of the person's roles allows it."""
        if not self.may(permission):
            raise Forbidden
