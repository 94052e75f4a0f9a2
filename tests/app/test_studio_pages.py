"""Pages of the studio: the list and its filters, beginning and importing, export, history, and who finds them."""

import io
import re
import threading
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.identity.actor import Role
from app.problems.loader import build
from app.problems.patterns import PATTERNS
from app.studio import archives, history
from tests.app import packages


@pytest.fixture
async def author(sign_in):
    return (await sign_in("author@example.com", Role.AUTHOR)).browser


async def _begin(author, slug: str = "share") -> str:
    answer = await author.post("/studio/new", data={"pattern": "metrics", "slug": slug, "title": f"Title of {slug}"})
    assert 303 == answer.status_code, answer.text
    return answer.headers["location"]


async def _save(author, draft: str, path: str, text: str, base: int) -> int:
    address = f"/api{draft.replace('/studio/', '/studio/drafts/')}/files/{path}"
    answer = await author.put(address, json={"text": text, "base_revision": base})
    assert 200 == answer.status_code, answer.text
    return answer.json()["revision"]


def _shown(page: str) -> list[str]:
    """The titles in the list."""
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r'<div class="problem__what">\s*<h2>(.*?)</h2>', page)]


async def test_a_draft_is_begun_listed_and_opened(author) -> None:
    draft = await _begin(author)
    assert ["Title of share"] == _shown((await author.get("/studio")).text)
    desk = (await author.get(draft, params={"file": "grader.py"})).text
    assert 'aria-current="page"' in desk
    assert "def reference(" in desk
    assert "solutions/accepted/" in desk


async def test_a_problem_of_the_bank_is_gone_on_with_in_the_one_draft_it_has(author, problem) -> None:
    listed = (await author.get("/studio")).text
    version = re.search(r'name="version_id" value="([0-9a-f-]+)"', listed)[1]
    first = await author.post("/studio/drafts", data={"version_id": version})
    assert (
        first.headers["location"]
        == (await author.post("/studio/drafts", data={"version_id": version})).headers["location"]
    )
    assert first.headers["location"] in (await author.get("/studio?state=draft")).text


async def test_the_filters_are_links_and_what_means_nothing_filters_nothing(author, problem) -> None:
    await _begin(author)
    closed = await _begin(author, "closed")
    assert 303 == (await author.post(f"{closed}/put-away")).status_code
    both = ["Double every number", "Title of share"]
    for query, expected in {
        "": both,
        "state=new": both[1:],
        "state=bank": both[:1],
        "state=draft": both[1:],
        "state=closed": ["Title of closed"],
        "health=untried": both[:1],
        "health=never": [],
        "q=DOUBLE": both[:1],
        "q=metrics/sh": both[1:],
        "pattern=sampling": [],
        "state=x&health=y&pattern=z&page=0&page=-1": both,
        "page=999": [],
    }.items():
        answer = await author.get(f"/studio?{query}")
        assert (200, expected) == (answer.status_code, _shown(answer.text)), query


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"slug": "a"}, "Choose a pattern"),
        ({"pattern": "x", "slug": "a"}, "Choose a pattern"),
        ({"pattern": "metrics", "slug": "No Good"}, "kebab-case"),
        ({"pattern": "metrics", "slug": "a\0"}, "kebab-case"),
        ({"pattern": "metrics", "slug": "x" * 61}, "kebab-case"),
    ],
)
async def test_a_form_that_does_not_fit_says_why_and_keeps_what_was_typed(author, typed, told) -> None:
    answer = await author.post("/studio/new", data={**typed, "title": "My <title>"})
    assert 422 == answer.status_code
    assert told in answer.text
    assert "My &lt;title&gt;" in answer.text


async def test_a_name_that_is_taken_leads_to_the_draft(author) -> None:
    draft = await _begin(author)
    answer = await author.post("/studio/new", data={"pattern": "metrics", "slug": "share"})
    assert 409 == answer.status_code
    assert f'href="{draft}"' in answer.text


async def test_export_and_import_make_the_same_package(author, sessions) -> None:
    draft = await _begin(author)
    await _save(author, draft, "starter.py", "a\r\nb\n", 1)
    exported = await author.get(f"{draft}/package.zip")
    assert 'filename="metrics-share.zip"' in exported.headers["content-disposition"]
    found = archives.unpack(exported.content)
    assert "a\r\nb\n" == found.files["starter.py"]
    taken = await author.post("/studio/imports", files={"archive": ("a.zip", exported.content)})
    assert 409 == taken.status_code
    await author.post(f"{draft}/put-away")
    again = await author.post("/studio/imports", files={"archive": ("a.zip", exported.content)})
    assert 303 == again.status_code, again.text
    assert exported.content == (await author.get(f"{again.headers['location']}/package.zip")).content
    async with sessions() as session:
        acts = (await session.execute(select(AuditEntry.action).order_by(AuditEntry.number))).scalars().all()
    assert ["draft_begun", "package_exported", "draft_put_away", "draft_begun", "package_exported"] == acts


async def test_a_package_of_the_bank_goes_into_the_studio_and_comes_out_as_it_is_in_git(author) -> None:
    data = archives.pack("metrics", "double", packages.files())
    draft = (await author.post("/studio/imports", files={"archive": ("a.zip", data)})).headers["location"]
    with zipfile.ZipFile(io.BytesIO((await author.get(f"{draft}/package.zip")).content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {f"metrics/double/{path}": text for path, text in packages.files().items()} == texts


async def test_an_archive_that_is_none_is_refused_on_the_page(author) -> None:
    answer = await author.post("/studio/imports", files={"archive": ("a.zip", b"PK no")})
    assert 422 == answer.status_code
    assert "no zip archive" in answer.text


async def test_a_draft_is_replaced_by_a_zip_file_and_brought_back(author, clock) -> None:
    draft = await _begin(author)
    before = (await author.get(f"{draft}/package.zip")).content
    files = archives.unpack(before).files | {"starter.py": "other\n"}
    del files["twists/medians/statement.md"]
    body = {"archive": ("a.zip", archives.pack("metrics", "share", files))}
    stale = await author.post(f"{draft}/import", files=body, data={"base_revision": "7"})
    assert 409 == stale.status_code
    replaced = await author.post(f"{draft}/import", files=body, data={"base_revision": "1"})
    assert 303 == replaced.status_code, replaced.text
    assert archives.pack("metrics", "share", files) == (await author.get(f"{draft}/package.zip")).content
    shown = (await author.get(replaced.headers["location"])).text
    assert "starter.py" in shown
    assert "other" in shown
    assert 303 == (await author.post(f"{draft}/restore", data={"revision": "1", "base_revision": "3"})).status_code
    assert before == (await author.get(f"{draft}/package.zip")).content


async def test_the_history_shows_each_change_line_by_line(author, clock) -> None:
    draft = await _begin(author)
    await _save(author, draft, "starter.py", "one\ntwo <b>\n", 1)
    clock.advance(timedelta(minutes=3))
    await _save(author, draft, "starter.py", "one\nthree\n", 2)
    page = (await author.get(f"{draft}/history", params={"earlier": 2, "later": 3})).text
    assert '<span class="visually-hidden">Removed: </span>two &lt;b&gt;' in page
    assert '<span class="visually-hidden">Added: </span>three' in page
    assert "author changed it, +1 \N{MINUS SIGN}1 lines" in page
    assert 404 == (await author.get(f"{draft}/history?earlier=1&later=99")).status_code
    assert 200 == (await author.get(f"{draft}/history?earlier=x&later=&before=-1&file=%00")).status_code


async def test_changes_are_counted_beside_the_event_loop(author, monkeypatch) -> None:
    count, threads = history._shown, []

    def watched(*of: object) -> object:
        threads.append(threading.current_thread())
        return count(*of)

    monkeypatch.setattr(history, "_shown", watched)
    draft = await _begin(author)
    await _save(author, draft, "starter.py", "one\n", 1)
    assert 200 == (await author.get(f"{draft}/history")).status_code
    assert threads
    assert threading.current_thread() not in threads


async def test_whoever_is_no_author_finds_no_page_of_the_studio(author, sign_in) -> None:
    draft = await _begin(author)
    for role in (Role.INTERVIEWER, Role.REVIEWER, Role.CANDIDATE):
        other = (await sign_in(f"{role}@example.com", role)).browser
        for path in ("/studio", "/studio/new", draft, f"{draft}/history", f"{draft}/package.zip"):
            assert 404 == (await other.get(path)).status_code, path
        data = {"pattern": "metrics", "slug": "mine"}
        assert 404 == (await other.post("/studio/new", data=data)).status_code
        assert 404 == (await other.post(f"{draft}/put-away")).status_code
        assert 404 == (await other.post("/studio/imports", files={"archive": ("a.zip", b"x")})).status_code
        assert "/studio" not in (await other.get("/practice")).text


async def test_a_new_draft_of_every_pattern_is_a_package(author) -> None:
    for pattern in PATTERNS:
        answer = await author.post("/studio/new", data={"pattern": pattern, "slug": "fresh"})
        data = (await author.get(f"{answer.headers['location']}/package.zip")).content
        assert build(pattern, "fresh", archives.unpack(data).files).pattern == pattern
