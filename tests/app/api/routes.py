"""Every route of the application that is a path and a method, as the router has them."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

SAFE = {"GET", "HEAD"}


def of(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of each, but files and the WebSocket."""
    found = [
        (method, str(route.path).replace(":path}", "}"))
        for route in iter_route_contexts(app.routes)
        for method in sorted((getattr(route, "methods", None) or set()) - {"HEAD"})
    ]
    return sorted(set(found), key=lambda each: (each[1].removeprefix("/api"), each[1], each[0]))
