"""Role by route: every route and method of the router, asked by everybody, and each answer as `matrix.yaml` says.

A route without a row fails, and so does a row without a route.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.app.api import routes

WHO = ("nobody", "guest", "candidate", "other", "lead", "interviewer", "reviewer", "author", "admin")
MATRIX: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("matrix.yaml").read_text())


def test_each_route_has_a_row_and_each_row_a_route(app):
    assert sorted(f"{method} {path}" for method, path in routes.of(app)) == sorted(MATRIX)


async def test_every_role_gets_from_every_route_what_its_cell_says(world, undone):
    wrong = []
    for route, row in MATRIX.items():
        given = row if isinstance(row, dict) else {"may": row}
        expected = given["may"].replace(" ", "")
        found = [await _cell(world, who, route, given) for who in WHO]
        signs = "".join(sign for sign, _ in found)
        if signs != expected:
            wrong.append(f"{route}: {expected} expected, {signs} found {[status for _, status in found]}")
    assert [] == wrong, "\n".join(wrong)


async def _cell(world, who: str, route: str, row: dict[str, Any]) -> tuple[str, int]:
    method, _, path = route.partition(" ")
    at = row.get("at", "over")
    names = world.fill(path, at, row.get("own_of", "candidate"))
    files = {"archive": ("package.zip", names[row["archive"]], "application/zip")} if "archive" in row else {}
    how = "json" if path.startswith("/api/") and not files else "data"
    body: dict[str, Any] = {how: _filled(row.get("body", {}), names)} if method not in routes.SAFE else {}
    body |= {"files": files} if files else {}
    client = world.browsers[who]
    kept = dict(client.cookies)
    if "host" in row:  # cookies are of another name
        body |= {"headers": {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}}
    url = f"http://{row.get('host', 'holdout')}{path.format_map(names)}"
    answer = await client.request(method, url, params=_filled(row.get("query", {}), names), **body)
    client.cookies.clear()  # a session that was made or ended is undone with the rest
    client.cookies.update(kept)
    return _sign(answer), answer.status_code


def _filled(value: Any, names: dict[str, Any]) -> Any:
    """A value that is a name in braces stands for what the world has of that name."""
    if isinstance(value, dict):
        return {name: _filled(each, names) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, names) for each in value]
    match = re.fullmatch(r"\{(\w+)\}", str(value))
    return names[match[1]] if match else value


def _sign(answer: Any) -> str:
    """`+` comes in (also where the state of things then refuses), `-` has no right, `0` finds nothing, `?` signs in.

    `!` comes in, and what was sent is refused: a password or proof that is wrong.
    """
    if answer.status_code == 401 or answer.headers.get("location", "").startswith("/signin?"):
        return "?"
    if answer.status_code in {403, 404}:
        return "-" if answer.status_code == 403 else "0"
    return "+" if answer.status_code < 400 or answer.status_code == 409 else "!"
