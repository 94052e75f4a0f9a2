"""The description of the API, made from its routes: what each takes, answers and refuses.

A route says its part itself (`tags`, models, a docstring whose first sentence is its summary). What is true of all of
them is added here once: how one signs in, how errors look, how a creating call is repeated.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts

from app.identity.gate import COOKIE, is_public

PREFIX = "/api/"
VERSION = "1"
TAGS = {
    "problems": "What there is to practise.",
    "attempts": "Drafts, runs and submissions of one's own.",
    "interviews": "Where an interview is, and what moves it on.",
    "planning": "Plans, templates, people and their personal links.",
    "room": "What is said, run and recorded in an interview; the live texts are a WebSocket beside it.",
    "reviews": "Evidence, scorecards, the decision and what the candidate is given.",
    "rubrics": "What scorecards are filled in by.",
    "statistics": "How problems behave as instruments.",
    "account": "What is one's own.",
}
ABOUT = """Everything a page of Holdout does can be done here, with the same rights.

Sign in with a session cookie, as a browser does, or with a token (`Authorization: Bearer …`). What is not open to
whoever asks is answered like what does not exist: 404.

Errors are `application/problem+json`: `type` is stable, `detail` is written for people, `errors` names fields.
Lists come in pages: give `next` back as `cursor` until it is null.
"""
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "An error. Some have more members, which say what the client can do.",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "Which rule was broken: `about:holdout:` and a stable name."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened and what to do, for people."},
        "request_id": {"type": "string", "description": "Names the request in the server's log."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
REFUSED = {
    "description": "Refused; `type` and `detail` say why.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
SIGNING_IN = {
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A browser's session."},
    "token": {"type": "http", "scheme": "bearer", "description": "A token with scopes, made under Account."},
}
REPEATED = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeats the answer of the first call with this key instead of creating again.",
    "schema": {"type": "string", "maxLength": 200},
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of all routes under `/api/`."""
    routes = [each for each in iter_route_contexts(app.routes) if (each.path or "").startswith(PREFIX)]
    tags = [{"name": name, "description": text} for name, text in TAGS.items()]
    described = get_openapi(title=app.title, version=VERSION, description=ABOUT, routes=routes, tags=tags)
    for route in routes:
        for method in route.methods or ():
            operation = described["paths"].get(_address(route), {}).get(method.lower())
            if operation is not None:
                _complete(operation, method, public=is_public(route.endpoint))
    parts = described["components"]
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    parts["schemas"]["Problem"] = PROBLEM
    parts["securitySchemes"] = SIGNING_IN
    return described


def _address(route: RouteContext) -> str:
    return str(getattr(route, "path_format", route.path))


def _complete(operation: dict[str, Any], method: str, *, public: bool) -> None:
    first, _, _ = operation.get("description", "").partition("\n")
    if first:
        operation["summary"] = first.partition(". ")[0].removesuffix(".")
    operation["tags"] = [tag.lower() for tag in operation.get("tags", ["more"])]
    responses = operation["responses"]
    responses.pop("422", None)
    responses["4XX"], responses["503"] = REFUSED, REFUSED
    operation["security"] = [] if public else [{name: []} for name in SIGNING_IN]
    if method == "POST" and "201" in responses:
        operation.setdefault("parameters", []).append(REPEATED)
