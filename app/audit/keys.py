"""Personal fields under a key of each person's own: without the key they are unreadable, wherever they were kept."""

import base64
import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import PersonKey

_KEY_BITS, _NONCE_BYTES = 256, 12
Fields = Mapping[str, str]


async def seal(session: AsyncSession, personal: Mapping[UUID, Fields], now: datetime) -> dict[str, str]:
    """The fields of each person as text that only their key opens; what belongs to somebody erased is dropped."""
    if not personal:
        return {}
    keys = await _keys(session, personal, now)
    return {str(person): _sealed(keys[person], person, fields) for person, fields in personal.items() if person in keys}


async def open_sealed(
    session: AsyncSession, entries: Collection[Mapping[str, str]]
) -> list[dict[UUID, dict[str, str]]]:
    """What `seal` gave, readable again, in the same order; people whose key was destroyed are missing."""
    people = {UUID(person) for entry in entries for person in entry}
    found = await session.execute(
        select(PersonKey.person_id, PersonKey.key).where(PersonKey.person_id.in_(people), PersonKey.key.is_not(None))
    )
    keys = {person: key for person, key in found if key is not None}
    return [
        {
            UUID(person): _opened(keys[UUID(person)], UUID(person), text)
            for person, text in entry.items()
            if UUID(person) in keys
        }
        for entry in entries
    ]


async def destroy(session: AsyncSession, person_id: UUID, now: datetime) -> None:
    """Make everything sealed for a person unreadable, for good; later fields of theirs are dropped."""
    gone = {"key": None, "destroyed_at": now}
    statement = insert(PersonKey).values(person_id=person_id, created_at=now, **gone)
    await session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=gone))


async def _keys(session: AsyncSession, people: Collection[UUID], now: datetime) -> dict[UUID, bytes]:
    fresh = [
        {"person_id": person, "key": AESGCM.generate_key(_KEY_BITS), "created_at": now} for person in sorted(people)
    ]
    await session.execute(insert(PersonKey).values(fresh).on_conflict_do_nothing(index_elements=["person_id"]))
    rows = await session.execute(select(PersonKey.person_id, PersonKey.key).where(PersonKey.person_id.in_(people)))
    return {person: key for person, key in rows if key is not None}


def _sealed(key: bytes, person: UUID, fields: Fields) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    plain = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True).encode()
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, person.bytes)).decode()


def _opened(key: bytes, person: UUID, text: str) -> dict[str, str]:
    raw = base64.b64decode(text)
    try:
        plain = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], person.bytes)
    except InvalidTag:
        return {"unreadable": "the entry or the key was changed"}
    fields: dict[str, str] = json.loads(plain)
    return fields
