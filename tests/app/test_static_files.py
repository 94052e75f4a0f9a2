"""Scripts and styles: how they are sent, and that pages of one release get theirs from nodes of another."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.kit.templates import Assets
from app.operation import static_files
from app.operation.models import StaticFile
from app.web import HashedFiles
from tests.app.conftest import browser


@pytest.fixture
def release(tmp_path):
    """Makes what a build leaves."""

    def made(number: int) -> Assets:
        folder = tmp_path / str(number)
        (folder / "chunks").mkdir(parents=True)
        (folder / "manifest.json").write_text(f'{{"app.js": "app-R{number}.js"}}')
        for name in (f"app-R{number}.js", f"chunks/part-R{number}.js", "chunks/shared.js", "plain.js"):
            (folder / name).write_text(f"// {name}")
            (folder / f"{name}.br").write_bytes(b"packed")
        return Assets(folder)

    return made


async def names(sessions) -> list[str]:
    async with sessions() as session:
        return sorted(await session.scalars(select(StaticFile.name)))


async def test_a_file_of_another_release_is_served_as_its_own_node_does(app, anybody, sessions, clock, release):
    await static_files.keep(sessions, clock, release(1))
    plain = await anybody.get("/static/chunks/part-R1.js", headers={"accept-encoding": "identity"})
    assert (200, "// chunks/part-R1.js") == (plain.status_code, plain.text)
    assert "public, max-age=31536000, immutable" == plain.headers["cache-control"]
    assert "text/javascript; charset=utf-8" == plain.headers["content-type"]
    async with anybody.stream("GET", "/static/app-R1.js", headers={"accept-encoding": "gzip, br"}) as packed:
        assert "br" == packed.headers["content-encoding"]
        assert [b"packed"] == [part async for part in packed.aiter_raw()]


@pytest.mark.parametrize(
    "path",
    ["plain.js", "nothing.js", "chunks", "", "a%00b.js", "x" * 5000, "..%2f..%2fpyproject.toml", "manifest.json/x"],
)
async def test_nothing_else_is(anybody, sessions, clock, release, path):
    await static_files.keep(sessions, clock, release(1))
    assert 404 == (await anybody.get(f"/static/{path}")).status_code


async def test_what_no_release_has_had_for_a_month_is_forgotten(app, sessions, clock, release):
    first, second = release(1), release(2)
    await static_files.keep(sessions, clock, first)
    kept = await names(sessions)
    assert ["app-R1.js", "app-R1.js.br", "chunks/part-R1.js"] == kept[:3]
    assert not any(name.startswith(("plain", "manifest")) for name in kept)
    clock.advance(timedelta(days=20))
    await static_files.keep(sessions, clock, second)
    assert {*kept} < {*await names(sessions)}
    clock.advance(timedelta(days=20))
    await static_files.keep(sessions, clock, second)
    left = await names(sessions)
    assert "app-R1.js" not in left
    assert {"app-R2.js", "chunks/shared.js"} <= {*left}


async def test_hashed_files_may_be_kept_for_ever_others_not(app, tmp_path):
    (tmp_path / "manifest.json").write_text('{"app.css": "app-AB12.css"}')
    (tmp_path / "app-AB12.css").write_text("x")
    (tmp_path / "robots.txt").write_text("x")
    small = FastAPI()
    assets = Assets(tmp_path)
    small.mount("/static", HashedFiles(assets))
    async with browser(small) as client:
        assert "immutable" in (await client.get(assets.url("app.css"))).headers["cache-control"]
        assert "no-cache" == (await client.get(assets.url("robots.txt"))).headers["cache-control"]
        assert 404 == (await client.get("/static/../secrets")).status_code


async def test_the_smallest_form_that_a_browser_takes_is_sent(tmp_path):
    (tmp_path / "manifest.json").write_text('{"app.js": "app-AB12.js"}')
    for name, content in (("", "plain"), (".gz", "gzipped"), (".br", "brotli")):
        (tmp_path / f"app-AB12.js{name}").write_text(content)
    (tmp_path / "icon.svg").write_text("<svg/>")
    small = FastAPI()
    small.mount("/static", HashedFiles(Assets(tmp_path)))
    transport = httpx.ASGITransport(small)
    async with httpx.AsyncClient(transport=transport, base_url="http://holdout") as client:
        for taken, coding, content in (
            ("gzip, deflate, br, zstd", "br", "brotli"),
            ("identity", None, "plain"),
            ("br;q=0, *", None, "plain"),
        ):
            async with client.stream("GET", "/static/app-AB12.js", headers={"accept-encoding": taken}) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
            assert (coding, content) == (answer.headers.get("content-encoding"), raw.decode())
            assert "text/javascript; charset=utf-8" == answer.headers["content-type"]
            assert ("Accept-Encoding", True) == (answer.headers["vary"], "immutable" in answer.headers["cache-control"])
        plain = await client.get("/static/icon.svg", headers={"accept-encoding": "br"})
        assert (None, "image/svg+xml") == (plain.headers.get("content-encoding"), plain.headers["content-type"])
