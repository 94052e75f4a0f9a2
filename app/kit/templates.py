"""Rendering pages: one Jinja environment over the templates of all slices, strict about undefined names."""

import json
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.kit.db import refuse

THEMES = ("light", "dark", "system")
PACKED = (".br", ".gz")


class Assets:
    """The built style sheets and scripts: a name to the address of the file with its content's hash."""

    def __init__(self, folder: Path, address: str = "/static") -> None:
        self.folder = folder
        self.address = address

    @cached_property
    def manifest(self) -> dict[str, str]:
        """Names to hashed file names; empty when nothing was built (`make static` builds)."""
        path = self.folder / "manifest.json"
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def is_unchanging(self, name: str) -> bool:
        """Whether a file's name holds its content's hash, so that another content has another name."""
        return name in self.manifest.values() or name.startswith("chunks/")

    def unchanging(self) -> list[str]:
        """The names of all such files, with their compressed forms, in order."""
        names = [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.*") if path.is_file()]
        return sorted(name for name in names if self.is_unchanging(_unpacked(name)))

    def url(self, name: str) -> str:
        """Where a page finds the asset."""
        return f"{self.address}/{self.manifest.get(name, name)}"


def _unpacked(name: str) -> str:
    return next((name.removesuffix(form) for form in PACKED if name.endswith(form)), name)


class Pages:
    """Renders templates with what every page has: actor, sections, theme, nonce, assets."""

    def __init__(self, folders: list[Path], assets: Assets) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals["asset"] = assets.url

    def render(
        self, request: Request, template: str, context: dict[str, Any], *, code: int = 200, keeps: bool = False
    ) -> HTMLResponse:
        """The page as a response with the status `code`.

        One that refuses (400 and above) keeps nothing of what the request has written, unless it says that it `keeps`.
        """
        if code >= HTTPStatus.BAD_REQUEST and not keeps:
            refuse(request)
        state = request.scope.get("state", {})
        theme = request.cookies.get("theme", "system")
        html = self.environment.get_template(template).render(
            request=request,
            actor=state.get("actor"),
            sections=state.get("sections", []),
            theme=theme if theme in THEMES else "system",
            csp_nonce=state.get("csp_nonce", ""),
            **context,
        )
        return HTMLResponse(html, status_code=code)


def pages_of(request: Request) -> Pages:
    """The application's renderer."""
    pages: Pages = request.app.state.pages
    return pages
