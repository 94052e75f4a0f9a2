"""The description of the API, made from its routes: what each takes, answers and refuses.

A route says its part itself (`tags`, models, a `summary`, else a docstring whose first sentence is that). What is true
of all of them is added here once: how one signs in, how errors look, how a creating call is repeated.
"""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts

from app.identity.gate import COOKIE, is_public

PREFIX = "/api/"
SHAPES = "#/components/schemas/"
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
    "readiness": "How near somebody is to being ready, from what they have practised.",
    "coach": "The ten steps beside the code of an attempt of practice.",
    "drill": "Short questions that come back at the right distance.",
    "study": "The plan of practice until the day it is for, and where one left off.",
    "bench": "Own checks, run on right and wrong code of a problem.",
    "mocks": "Two people who practise interview each other by turns.",
    "account": "What is one's own: name, password, passkeys, sessions.",
    "tokens": "What programs sign in with. No token opens these.",
    "people": "Who may come in and as what, for administrators. No token opens these.",
    "trust": "The audit log, erasure and export of a person's data.",
    "webhooks": "Who else is told what happens. No token opens these.",
    "operation": "Queues, workers and faults, for administrators. No token opens these.",
    "studio": "Problems in the making: drafts, verifications, versions, pilots, offers of the bank, regrades.",
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
                _summarise(operation, named=bool(getattr(route, "summary", None)))
                _complete(operation, method, public=is_public(route.endpoint))
    parts = described["components"]
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    parts["schemas"]["Problem"] = PROBLEM
    parts["securitySchemes"] = SIGNING_IN
    names = {name: _shape_name(name) for name in parts["schemas"]}
    parts["schemas"] = {names[name]: shape for name, shape in parts["schemas"].items()}
    renamed: dict[str, Any] = _renamed(described, names)
    return renamed


def _shape_name(name: str) -> str:
    """As people say it: shapes of one name are told apart by their slice, and a form is named by its call."""
    if twin := re.fullmatch(r"app__([a-z]+)__.*?__(\w+)", name):
        return twin[1].capitalize() + twin[2]
    if form := re.fullmatch(r"Body_(\w+?)_api_\w+", name):
        return form[1].title().replace("_", "") + "Form"
    return name.removesuffix("-Input")


def _renamed(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {key: _renamed(each, names) for key, each in part.items()}
    if isinstance(part, list):
        return [_renamed(each, names) for each in part]
    if isinstance(part, str) and part.startswith(SHAPES):
        return SHAPES + names[part.removeprefix(SHAPES)]
    return part


def _address(route: RouteContext) -> str:
    return str(getattr(route, "path_format", route.path))


def _summarise(operation: dict[str, Any], *, named: bool) -> None:
    """A summary, and a description that does not say it again."""
    told = operation.pop("description", "")
    if not named:
        first = told.partition("\n")[0].partition(". ")[0]
        operation["summary"], told = first.removesuffix("."), told[len(first) :].removeprefix(".").strip()
    if told:
        operation["description"] = told


def _complete(operation: dict[str, Any], method: str, *, public: bool) -> None:
    operation["tags"] = [tag.lower() for tag in operation.get("tags", ["more"])]
    responses = operation["responses"]
    responses.pop("422", None)
    responses["4XX"], responses["503"] = REFUSED, REFUSED
    operation["security"] = [] if public else [{name: []} for name in SIGNING_IN]
    if method == "POST" and "201" in responses:
        operation.setdefault("parameters", []).append(REPEATED)
