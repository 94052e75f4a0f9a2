"""Who acts. Every service takes an Actor; whatever is not granted is denied."""

from dataclasses import dataclass
from uuid import UUID

from app.errors import Forbidden
from app.identity.permissions import PERMISSIONS, Permission, Role

__all__ = ["Actor", "Role"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person as services see one. A guest came by an invitation and may open what invited them, no more.

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

    def require(self, permission: Permission) -> None:
        """Forbidden unless one of the person's roles allows it."""
        if not self.may(permission):
            raise Forbidden
