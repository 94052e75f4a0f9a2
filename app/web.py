"""What is open to everybody and knows no person: health, readiness, static files."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from app.attempts import presence
from app.kit import migrate
from app.kit.templates import Assets
from app.settings import ROOT

MIGRATIONS = ROOT / "migrations"


def install(app: FastAPI, assets: Assets) -> None:
    """Add the routes; they are plain ones, outside the gate."""
    app.state.grades_here = False
    app.add_route("/healthz", healthz)
    app.add_route("/readyz", readyz)
    app.mount(assets.address, HashedFiles(assets), name="static")


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
        async with request.app.state.sessionmaker() as session:
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
    """Built files. A name with its content's hash never changes: browsers may keep it for a year."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        super().__init__(directory=assets.folder, check_dir=False)

    def file_response(self, full_path: Path | str, *args: object, **kwargs: object) -> Response:  # type: ignore[override]  # passed on as they are
        """The file, with how long it may be kept."""
        response = super().file_response(full_path, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they are
        name = Path(full_path).relative_to(self._assets.folder.resolve()).as_posix()
        hashed = name in self._assets.manifest.values()
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response
