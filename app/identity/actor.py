"""Who acts. Every service takes an Actor; whatever is not granted is denied."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may be on this installation; a person may hold several."""

    ADMIN = "admin"
    AUTHOR = "author"
    INTERVIEWER = "interviewer"
    REVIEWER = "reviewer"
    CANDIDATE = "candidate"


STAFF = frozenset({Role.ADMIN, Role.AUTHOR, Role.INTERVIEWER, Role.REVIEWER})


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person as services see one. A guest came by an invitation and may open what invited them, no more."""

    id: UUID
    name: str
    email: str
    roles: frozenset[Role]
    guest: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)
