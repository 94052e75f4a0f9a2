"""Hashing passwords (argon2id), off the event loop, with the same effort for accounts that do not exist."""

import asyncio
import secrets
from functools import lru_cache

from pwdlib import PasswordHash

from app.kit.waiting import Places

_HASHER = PasswordHash.recommended()
# Each hash takes 64 MiB and a core for a moment. Who waits to be checked holds nothing yet; who waits for a new hash
# may hold a connection to the database.
CHECKED = Places(4, waiting=64)
_MADE = Places(2, waiting=8)


async def hash_password(password: str) -> str:
    """The hash to store; TooManyRequests where many wait for theirs."""
    async with _MADE.one():
        return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether the password is right, for whoever has a place in CHECKED.

    `stored` None (no such account) costs as much as a wrong password.
    """
    right = await asyncio.to_thread(_HASHER.verify, password, stored or _nobodys_hash())
    return right and stored is not None


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
