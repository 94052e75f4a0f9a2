"""An author at the desk, for tests: drafts of the small package, and verifications of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.attempts.grading import Worker
from app.audit.models import AuditEntry
from app.kit.clock import ManualClock
from app.kit.db import SessionMaker
from app.problems import repository as problems
from app.studio import drafts, verifying, verifying_work
from app.studio import verifications_repository as repository
from app.studio.models import Verification, VerificationEvent
from tests.app import packages
from tests.app.conftest import Person

SLOTS = 2


@dataclass
class Desk:
    """What an author does there; `worker` has the real engine."""

    sessions: SessionMaker
    clock: ManualClock
    author: Person
    worker: Worker

    async def open(self, slug: str = "double", **changed: str) -> UUID:
        """A draft of the small package with some files changed."""
        async with self.sessions.begin() as session:
            given = packages.files(**changed)
            return await drafts.create_from_files(session, self.clock, self.author.actor, slug, given)

    async def ask(self, draft_id: UUID, *, mutants: bool = False) -> UUID:
        """Ask for a verification."""
        async with self.sessions.begin() as session:
            made = await verifying.request(session, self.clock, self.author.actor, draft_id, mutants=mutants)
            return made.id

    async def look(self, verification_id: UUID) -> tuple[Verification, list[VerificationEvent]]:
        """The verification as it stands, and its events."""
        async with self.sessions() as session:
            made = await session.get_one(Verification, verification_id)
            return made, await repository.events_after(session, verification_id, 0)

    async def verify(self, draft_id: UUID, *, mutants: bool = False) -> tuple[Verification, list[VerificationEvent]]:
        """Ask, and have it done by the real engine."""
        verification = await self.ask(draft_id, mutants=mutants)
        assert await verifying_work.run(self.worker, verification, SLOTS) is None
        return await self.look(verification)

    async def cancel(self, verification_id: UUID, person: Person | None = None) -> None:
        """Call it off."""
        async with self.sessions.begin() as session:
            await verifying.cancel(session, self.clock, (person or self.author).actor, verification_id)

    async def state_of(self, version_id: UUID | None) -> str:
        """Where a version is in its life."""
        assert version_id is not None
        async with self.sessions() as session:
            return (await problems.version_by_id(session, version_id)).state

    async def audited(self, version_id: UUID | None) -> list[tuple[str, UUID | None]]:
        """What the audit log has of a version: actions, and whose they are."""
        found = select(AuditEntry.action, AuditEntry.actor_id).where(AuditEntry.subject_id == str(version_id))
        async with self.sessions() as session:
            return [(row.action, row.actor_id) for row in await session.execute(found.order_by(AuditEntry.id))]
