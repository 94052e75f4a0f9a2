"""Whatever a page changes, a program can change by a documented call: page → API in `twins.yaml`."""

from pathlib import Path
from typing import Any

import yaml

from app import openapi
from tests.app.api import routes

TWINS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("twins.yaml").read_text())


def test_whatever_a_page_changes_has_a_twin_in_the_api_or_a_reason(app):
    changing = {
        f"{method} {path}"
        for method, path in routes.of(app)
        if method not in routes.SAFE and not path.startswith("/api/")
    }
    assert changing == set(TWINS)


def test_every_twin_is_in_the_description_of_the_api(app):
    calls = _calls(openapi.describe(app))
    twins = {twin for twin in TWINS.values() if isinstance(twin, str)}
    assert set() == twins - calls
    assert all(len(each["none"]) > 20 for each in TWINS.values() if not isinstance(each, str))


def test_every_call_is_described_with_its_summary_tag_answer_errors_and_who_may(app):
    document = openapi.describe(app)
    undocumented = {"GET /api/openapi.json"}
    assert {f"{method} {path}" for method, path in routes.of(app) if path.startswith("/api/")} - undocumented == _calls(
        document
    )
    for path, by_method in document["paths"].items():
        for method, call in by_method.items():
            where = f"{method} {path}"
            assert 10 < len(call["summary"]) < 120, where
            assert 1 == len(call["tags"]), where
            assert "problem+json" in str(call["responses"]["4XX"]), where
            for status in {"200", "201"} & set(call["responses"]):
                content = call["responses"][status]["content"]
                assert content, where
                assert all(each.get("schema") or each.get("itemSchema") for each in content.values()), where
            public = path in {"/api/theme", "/api/passkeys/begin", "/api/passkeys/sign-in"}
            assert ([] if public else [{"session": []}, {"token": []}]) == call["security"], where
            if method == "post" and "201" in call["responses"]:
                assert "Idempotency-Key" in {each["name"] for each in call["parameters"]}, where


def test_every_list_in_pages_takes_limit_and_cursor_and_gives_next(app):
    document = openapi.describe(app)
    shapes = document["components"]["schemas"]
    lists = {name for name, shape in shapes.items() if {"items", "next", "total"} <= set(shape.get("properties", {}))}
    for path, by_method in document["paths"].items():
        for method, call in by_method.items():
            names = {each["name"] for each in call.get("parameters", [])}
            answer = str(call["responses"].get("200", ""))
            paged = any(f"schemas/{name}'" in answer for name in lists)
            assert paged == ({"limit", "cursor"} <= names), f"{method} {path}"
    assert len(lists) >= 6


def _calls(document: dict[str, Any]) -> set[str]:
    return {f"{method.upper()} {path}" for path, found in document["paths"].items() for method in found}
