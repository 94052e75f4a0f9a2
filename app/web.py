"""What is open to everybody and knows no person: health, readiness, static files."""

import mimetypes
import os
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from os import PathLike
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.attempts import presence
from app.kit import migrate
from app.kit.templates import Assets
from app.kit.waiting import at_most
from app.operation import static_files
from app.settings import ROOT

Elsewhere = Callable[[Sequence[str]], Awaitable[dict[str, bytes]]]
MIGRATIONS = ROOT / "migrations"
FOR_A_YEAR = "public, max-age=31536000, immutable"
READY_SECONDS = 5.0  # a database that takes longer is out of reach
CODINGS = {"br": "br", "gzip": "gz"}  # and how the build names such a file; the best first


def install(app: FastAPI, assets: Assets) -> None:
    """Add the routes; they are plain ones, outside the gate."""
    app.state.grades_here = False
    app.add_route("/healthz", healthz)
    app.add_route("/readyz", readyz)
    app.mount(assets.address, HashedFiles(assets, lambda names: kept(app, names)), name="static")


async def kept(app: FastAPI, names: Sequence[str]) -> dict[str, bytes]:
    """Built files of other releases."""
    return await static_files.find(app.state.sessionmaker, names)


async def healthz(_: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """200 when this process can do its part; else 503 and what is missing.

    A newer release's schema stops nobody: migrations keep what the release before uses, and a balancer must not drop
    old nodes before the new ones are there. The sandbox is told of, and asked for only of a process that also grades:
    a web node without workers still serves pages and keeps what is typed.
    """
    parts = {"database": "ok", "migrations": "ok"}
    sandbox: dict[str, Any] = {"workers": 0, "note": "unknown"}
    notes: dict[str, str] = {}
    try:
        async with at_most(READY_SECONDS), request.app.state.sessionmaker() as session:
            revision = await migrate.current(session)
            if revision is not None and not migrate.knows(MIGRATIONS, revision):
                notes = {"note": "the schema is a newer release's, which keeps what this one uses: replace it soon"}
            elif revision != migrate.head(MIGRATIONS):
                parts["migrations"] = "not at this release's revision: run `holdout migrate`"
            if parts["migrations"] == "ok":
                sandbox = await presence.overview(session)
    except (SQLAlchemyError, OSError):
        parts = {"database": "out of reach: check DATABASE_URL and the server", "migrations": "unknown"}
    ready = set(parts.values()) == {"ok"} and (sandbox["workers"] > 0 or not request.app.state.grades_here)
    return JSONResponse({"ready": ready, **parts, **notes, "sandbox": sandbox}, status_code=200 if ready else 503)


class HashedFiles(StaticFiles):
    """Built files. A name with its content's hash never changes: browsers may keep it for a year.

    The build puts compressed forms beside a file; the smallest that the browser takes is sent. What is not here may be
    another release's, whose pages are open still or already: `elsewhere` gives those of the named files that it has.
    """

    def __init__(self, assets: Assets, elsewhere: Elsewhere | None = None) -> None:
        self._assets = assets
        self._elsewhere = elsewhere
        super().__init__(directory=assets.folder, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file of this release, or of another one."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            found = await self._of_another_release(path, scope) if error.status_code == HTTPStatus.NOT_FOUND else None
            if found is None:
                raise
            return found

    async def _of_another_release(self, path: str, scope: Scope) -> Response | None:
        if self._elsewhere is None:
            return None
        found = await self._elsewhere([path, *(f"{path}.{ending}" for ending in CODINGS.values())])
        coding = next((each for each in _taken(scope) if f"{path}.{CODINGS[each]}" in found), None)
        content = found.get(path if coding is None else f"{path}.{CODINGS[coding]}")
        if content is None:
            return None
        headers = {"Content-Type": _type_of(Path(path)), "Vary": "Accept-Encoding", "Cache-Control": FOR_A_YEAR}
        return Response(content, headers=headers if coding is None else headers | {"Content-Encoding": coding})

    def file_response(
        self, full_path: str | PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, with how long it may be kept."""
        path = Path(full_path)
        coding = next((each for each in _taken(scope) if _packed(path, each).is_file()), None)
        packed = path if coding is None else _packed(path, coding)
        found = stat_result if coding is None else packed.stat()
        response = super().file_response(packed, found, scope, status_code)
        if coding is not None:
            response.headers["Content-Encoding"] = coding
            response.headers["Content-Type"] = _type_of(path)
        response.headers["Vary"] = "Accept-Encoding"
        name = path.relative_to(self._assets.folder.resolve()).as_posix()
        response.headers["Cache-Control"] = FOR_A_YEAR if self._assets.is_unchanging(name) else "no-cache"
        return response


def _packed(path: Path, coding: str) -> Path:
    return path.with_name(f"{path.name}.{CODINGS[coding]}")


def _taken(scope: Scope) -> list[str]:
    """The codings a request takes, the best first. Weights are looked at for a refusal only."""
    given = Headers(scope=scope).get("accept-encoding", "").replace(" ", "").lower().split(",")
    wanted = {each.partition(";")[0] for each in given if not each.endswith((";q=0", ";q=0.0"))}
    return [coding for coding in CODINGS if coding in wanted]


def _type_of(path: Path) -> str:
    """The type of what was compressed, as starlette would say it."""
    return f"{mimetypes.guess_type(path.name)[0] or 'text/plain'}; charset=utf-8"
