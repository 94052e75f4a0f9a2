"""The description of the API for programs, and a page of it for people."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from app import openapi
from app.identity.gate import public
from app.kit.templates import pages_of

router = APIRouter()
PLAIN = {"uuid": "id", "date-time": "time", "binary": "bytes"}


@router.get("/api/openapi.json", include_in_schema=False)
@public
async def get_document(request: Request) -> Response:
    """The OpenAPI document."""
    return JSONResponse(await _document(request))


@router.get("/api")
@public
async def open_reference(request: Request) -> Response:
    """The same to read."""
    document = await _document(request)
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, by_method in document["paths"].items():
        for method, operation in by_method.items():
            groups.setdefault(operation["tags"][0], []).append({"method": method.upper(), "path": path, **operation})
    context = {
        "about": document["info"]["description"].strip().split("\n\n"),
        "groups": {name: calls for name, calls in groups.items() if calls},
        "tags": openapi.TAGS,
        "shapes": document["components"]["schemas"],
        "words": words,
        "taken": _taken,
        "given": _given,
    }
    return pages_of(request).render(request, "reference.html", context)


async def _document(request: Request) -> dict[str, Any]:
    """Made once, beside what else is served: routes do not change while a process runs."""
    state = request.app.state
    if not hasattr(state, "openapi"):
        state.openapi = await run_in_threadpool(openapi.describe, request.app)
    found: dict[str, Any] = state.openapi
    return found


def words(schema: dict[str, Any]) -> list[tuple[str, str | None]]:
    """A schema in words: pieces of text, each with the shape it names, if it names one."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return [(name, name)]
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    if values:
        return _joined([[(f"“{each}”", None)] for each in values])
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return _joined([words(each) for each in choices])
    if schema.get("type") == "array":
        return [("list of ", None), *words(schema.get("items", {}))]
    if isinstance(values_of := schema.get("additionalProperties"), dict):
        return [("by name: ", None), *words(values_of)]
    return [(PLAIN.get(schema.get("format", ""), schema.get("type", "anything")) + _bounds(schema), None)]


def _bounds(schema: dict[str, Any]) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f" from {int(schema['minimum']):,} to {int(schema['maximum']):,}"
    return f" of at most {schema['maxLength']:,} characters" if "maxLength" in schema else ""


def _joined(parts: list[list[tuple[str, str | None]]]) -> list[tuple[str, str | None]]:
    joined = [piece for part in parts for piece in (*part, (" or ", None))]
    return joined[:-1]


def _taken(operation: dict[str, Any]) -> dict[str, Any] | None:
    """The schema of the body, where there is one."""
    content = operation.get("requestBody", {}).get("content", {})
    return next((each.get("schema") for each in content.values()), None)


def _given(operation: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """The status of success and the schema of its answer, None where it is empty."""
    status = next(status for status in operation["responses"] if status.startswith("2"))
    content = operation["responses"][status].get("content", {})
    if "text/event-stream" in content:
        return status, {"type": "stream of events"}
    return status, next((each.get("schema") for each in content.values()), None)
