"""One raw connection to the database that comes back by itself: for statements too frequent for the pool."""

import asyncio
from collections.abc import Mapping
from typing import Any

import psycopg

from app.kit.db import libpq_url
from app.kit.waiting import at_most

TIMEOUT_SECONDS = 10.0


class LineLost(Exception):
    """The statement may or may not have been done: the connection was lost, or the server was silent for too long."""


class Line:
    """A connection in autocommit; one statement at a time."""

    def __init__(self, database_url: str) -> None:
        self._conninfo = libpq_url(database_url)
        self._connection: psycopg.AsyncConnection[tuple[Any, ...]] | None = None
        self._lock = asyncio.Lock()

    async def run(self, query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement, which is a transaction of its own. LineLost; the next call connects again."""
        async with self._lock:
            try:
                async with at_most(TIMEOUT_SECONDS):
                    if self._connection is None:
                        self._connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
                    cursor = await self._connection.execute(query, parameters, prepare=True, binary=True)
                    return await cursor.fetchall()
            except (psycopg.Error, OSError, TimeoutError) as error:
                await self._drop()
                raise LineLost(repr(error)) from error

    async def close(self) -> None:
        """Hang up."""
        async with self._lock:
            await self._drop()

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
