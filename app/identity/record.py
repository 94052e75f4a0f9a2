"""What the audit log is told of people: always by id, with names and addresses only under the person's own key."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.audit.service import Facts, Subject


async def about_person(
    session: AsyncSession,
    action: Action,
    person_id: UUID,
    *,
    at: datetime,
    by: UUID | None,
    facts: Facts | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """Record what was done to a person; `private` is what names or describes them."""
    await audit.append(
        session,
        action,
        at=at,
        actor_id=by,
        subject=Subject("person", person_id),
        facts=facts,
        personal={person_id: private} if private else None,
    )
