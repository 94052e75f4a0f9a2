"""What makes no sense is refused in words and never becomes a fault of ours."""

import pytest

from app.identity.actor import Role

ODD = ["", "\x00", "\ud800", "' OR 1=1 --", "%", "🜚" * 400, "-1", "99999999999999999999", "NaN", "0001-01-01",
       "9999-12-31", "../../etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "a\r\nSet-Cookie: x=1"]  # fmt: skip
FIELDS = ["who", "action", "kind", "subject", "since", "until", "before"]


@pytest.fixture
async def admin(sign_in):
    return (await sign_in("boss@example.com", Role.ADMIN)).browser


def _sendable(value):
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


@pytest.mark.parametrize("field", FIELDS)
async def test_no_filter_is_a_fault(admin, field):
    for value in ODD:
        query = {field: _sendable(value)}
        for path in ("/api/audit", "/trust/audit", "/api/audit/export.csv", "/api/audit/export.json"):
            answer = await admin.get(path, params=query)
            assert answer.status_code in {200, 422}, (path, query, answer.text)
            assert "x=1" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    ("path", "bodies"),
    [
        ("/api/tokens", [{"name": value, "scopes": ["practice:read"]} for value in ODD]),
        ("/api/tokens", [{"name": "x", "scopes": [value]} for value in ODD]),
        ("/api/webhooks", [{"url": value, "events": ["decision.made"]} for value in ODD]),
        ("/api/webhooks", [{"url": f"https://{value}/", "events": ["decision.made"]} for value in ODD]),
        ("/api/erasures", [{"email": value} for value in ODD]),
        ("/api/erasures", [None, [], 1, "x", {"email": None}, {"email": ["x"]}, {"email": "x", "more": 1}]),
    ],
)
async def test_no_body_is_a_fault(admin, path, bodies):
    for body in bodies:
        answer = await admin.post(path, content=_json(body), headers={"content-type": "application/json"})
        assert answer.status_code in {201, 422}, (path, body, answer.text)
        if answer.status_code == 422:
            assert "application/problem+json" == answer.headers["content-type"]


def _json(body):
    import json

    return json.dumps(body).encode()


async def test_no_form_is_a_fault(admin):
    for value in ODD:
        sent = {name: _sendable(value) for name in ("email", "name", "url", "events", "scopes", "days")}
        for path in ("/trust/erasures", "/trust/webhooks", "/account/tokens"):
            answer = await admin.post(path, data=sent)
            assert answer.status_code in {200, 303, 422}, (path, value, answer.text)
            assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["erasures/{}", "people/{}/export", "webhooks/{}/deliveries", "audit/export.{}"])
async def test_no_address_is_a_fault(admin, path):
    nobody = "00000000-0000-0000-0000-000000000000"
    for value in ("x", "%00", "%ff", "..%2f..", nobody):
        assert 404 == (await admin.get(f"/api/{path.format(value)}")).status_code, value
