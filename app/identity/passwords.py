"""Hashing passwords (argon2id), off the event loop, with the same effort for accounts that do not exist."""

import asyncio
import secrets
from functools import lru_cache

from pwdlib import PasswordHash

_HASHER = PasswordHash.recommended()
# Each hash takes 64 MiB and a core for a moment: a flood of sign-ins queues here instead of exhausting the machine.
_AT_ONCE = asyncio.Semaphore(4)


async def hash_password(password: str) -> str:
    """The hash to store."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether the password is right. `stored` None (no such account) costs as much as a wrong password."""
    async with _AT_ONCE:
        right = await asyncio.to_thread(_HASHER.verify, password, stored or _nobodys_hash())
    return right and stored is not None


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
