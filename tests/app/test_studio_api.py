"""The studio's API: what a page does there, what is wrong with a package, and texts made to hurt whoever reads them."""

import asyncio

import pytest

from app.identity.actor import Role
from app.problems import service as problems
from app.problems import upgrades
from app.problems.yaml_lines import Document, YamlError
from app.studio import inspecting
from tests.app import packages


@pytest.fixture
async def author(sign_in):
    return (await sign_in("author@example.com", Role.AUTHOR)).browser


@pytest.fixture
async def draft(author) -> str:
    body = {"pattern": "metrics", "slug": "share", "title": "Share of clicks"}
    answer = await author.post("/api/studio/drafts", json=body)
    assert 201 == answer.status_code, answer.text
    return f"/api/studio/drafts/{answer.json()['id']}"


async def _save(author, draft: str, path: str, text: str, base: int = 1) -> int:
    answer = await author.put(f"{draft}/files/{path}", json={"text": text, "base_revision": base})
    assert 200 == answer.status_code, answer.text
    revision: int = answer.json()["revision"]
    return revision


async def _faults(author, draft: str) -> list[dict]:
    answer = await author.get(f"{draft}/faults")
    assert 200 == answer.status_code, answer.text
    return answer.json()["faults"]


async def test_a_draft_is_made_edited_and_brought_back(author, draft) -> None:
    found = (await author.get(draft)).json()
    assert {"path": "grader.py", "revision": 1} in found["files"]
    assert 2 == await _save(author, draft, "starter.py", "mine\n")
    stale = await author.put(f"{draft}/files/starter.py", json={"text": "yours\n", "base_revision": 1})
    assert (409, "mine\n", 2) == (stale.status_code, stale.json()["text"], stale.json()["revision"])
    moved = {"path": "starter.py", "to": "solutions/accepted/mine.py", "base_revision": 2}
    assert 200 == (await author.post(f"{draft}/renames", json=moved)).status_code
    gone = await author.delete(f"{draft}/files/solutions/accepted/mine.py", params={"base_revision": 4})
    assert {"revision": 5} == gone.json()
    told = (await author.get(f"{draft}/changes")).json()["changes"]
    assert [(5, "removed"), (4, "made"), (3, "removed"), (2, "changed")] == [(c["revision"], c["kind"]) for c in told]
    assert {"author"} == {each["by"] for each in told}
    differing = (await author.get(f"{draft}/diff", params={"earlier": 1, "later": 5})).json()
    assert ["starter.py"] == [each["path"] for each in differing]
    restored = await author.post(f"{draft}/restores", json={"revision": 1, "base_revision": 5})
    assert 6 == restored.json()["revision"]
    assert [] == (await author.get(f"{draft}/diff", params={"earlier": 1, "later": 6})).json()


async def test_the_history_comes_in_pages(author, draft, monkeypatch) -> None:
    monkeypatch.setattr("app.studio.history.PAGE", 2)
    for number in range(5):
        await _save(author, draft, f"solutions/accepted/by_{number}.py", "x", 0)
    first = (await author.get(f"{draft}/changes")).json()
    assert [6, 5] == [each["revision"] for each in first["changes"]]
    second = (await author.get(f"{draft}/changes", params={"before": first["next"]})).json()
    assert [4, 3] == [each["revision"] for each in second["changes"]]
    assert None is (await author.get(f"{draft}/changes", params={"before": second["next"]})).json()["next"]


async def test_a_second_draft_of_a_problem_leads_to_the_first(author, draft) -> None:
    answer = await author.post("/api/studio/drafts", json={"pattern": "metrics", "slug": "share"})
    assert (409, draft.rpartition("/")[2]) == (answer.status_code, answer.json()["draft"])


async def test_a_version_of_the_bank_can_be_gone_on_with(author, sessions) -> None:
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
    async with sessions() as session:
        found = await problems.numbers(session, "metrics")
        assert {7} == found
        version = (await problems.repository.current_by_name(session, "metrics", "double")).current_version_id
    answer = await author.post("/api/studio/drafts", json={"version_id": str(version)})
    assert (201, "1.0.0") == (answer.status_code, answer.json()["base_version"])
    assert 1 == len((await author.get("/api/studio/drafts")).json()["items"])


@pytest.mark.parametrize(
    "body",
    [{}, {"pattern": "metrics"}, {"pattern": "none", "slug": "a"}, {"pattern": "metrics", "slug": "../a"},
     {"pattern": "metrics", "slug": "A"}, {"pattern": "metrics", "slug": "a", "title": "x" * 81}],
)  # fmt: skip
async def test_what_names_no_draft_is_refused(author, body) -> None:
    assert 422 == (await author.post("/api/studio/drafts", json=body)).status_code


@pytest.mark.parametrize(
    "title", ['Say "hi"', "back\\slash \\", "a\nb\x00c\x7f", "é \U0001f600 \u2028", "'single': [", "@UUID@", " "]
)
async def test_any_title_begins_a_package_without_a_fault(author, title) -> None:
    body = {"pattern": "metrics", "slug": "titled", "title": title}
    draft = (await author.post("/api/studio/drafts", json=body)).json()["id"]
    assert [] == await _faults(author, f"/api/studio/drafts/{draft}")
    shown = (await author.get("/api/studio/problems")).json()["items"][0]["title"]
    assert shown == "".join(filter(str.isprintable, title)).strip() or shown == "Titled"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("problem.yaml", 'title: "', 'title: "\\0'),
        ("problem.yaml", 'title: "', 'title: "\\ud800'),
        ("starter.py", "", "\0"),
        ("statement.md", "", "\0"),
    ],
)
async def test_what_no_database_takes_is_a_fault_long_before_it_is_published(
    author, draft, path, before, after
) -> None:
    text = (await author.get(f"{draft}/files/{path}")).json()["text"]
    await _save(author, draft, path, text.replace(before, after, 1))
    assert path in {fault["path"] for fault in await _faults(author, draft)}


async def test_a_path_that_no_database_takes_names_nothing(author, draft) -> None:
    assert 404 == (await author.get(f"{draft}/files/a%00b")).status_code
    assert 200 == (await author.get(f"{draft}/changes?path=a%00b")).status_code
    half = b'{"text": "\\ud800", "base_revision": 1}'  # of a character
    assert (
        200
        == (
            await author.put(f"{draft}/files/starter.py", content=half, headers={"content-type": "application/json"})
        ).status_code
    )
    assert 422 == (await author.put(f"{draft}/files/a%00b", json={"text": "", "base_revision": 0})).status_code
    moved = {"path": "starter.py", "to": "a\0b", "base_revision": 2}
    assert 422 == (await author.post(f"{draft}/renames", json=moved)).status_code


async def test_a_package_goes_out_and_comes_in_as_a_zip_file(author, draft) -> None:
    before = (await author.get(f"{draft}/archive")).content
    assert 2 == await _save(author, draft, "starter.py", "mine\n")
    stale = await author.put(f"{draft}/archive", files={"archive": ("a.zip", before)}, data={"base_revision": "1"})
    assert (409, 2) == (stale.status_code, stale.json()["revision"])
    put = await author.put(f"{draft}/archive", files={"archive": ("a.zip", before)}, data={"base_revision": "2"})
    assert {"revision": 3} == put.json()
    assert before == (await author.get(f"{draft}/archive")).content
    bad = await author.put(f"{draft}/archive", files={"archive": ("a.zip", b"x")}, data={"base_revision": "3"})
    assert 422 == bad.status_code
    await author.post(f"{draft}/closings")
    again = await author.post("/api/studio/archives", files={"archive": ("a.zip", before)}, data={"slug": "other"})
    assert (201, "other") == (again.status_code, again.json()["slug"])


async def test_the_list_comes_with_health_in_pages_and_by_filters(author, draft, problem) -> None:
    first = (await author.get("/api/studio/problems", params={"limit": 1})).json()
    assert (2, True, "Double every number") == (first["total"], bool(first["next"]), first["items"][0]["title"])
    second = (await author.get("/api/studio/problems", params={"limit": 1, "cursor": first["next"]})).json()
    assert (None, None) == (second["next"], second["items"][0]["version"])
    assert draft.endswith(second["items"][0]["draft"]["id"])
    assert 1 == (await author.get("/api/studio/problems?state=new")).json()["total"]
    assert 422 == (await author.get("/api/studio/problems?state=nonsense")).status_code


async def test_whoever_is_no_author_finds_nothing(draft, sign_in) -> None:
    for role in (Role.INTERVIEWER, Role.REVIEWER, Role.CANDIDATE):
        other = (await sign_in(f"{role}@example.com", role)).browser
        for path in ("", "/files/grader.py", "/changes", "/diff?earlier=1&later=1", "/faults", "/archive"):
            assert 404 == (await other.get(draft + path)).status_code, path
        assert 404 == (await other.get("/api/studio/schemas")).status_code
        assert 404 == (await other.get("/api/studio/problems")).status_code
        assert 404 == (await other.post("/api/studio/previews", json={"text": "x"})).status_code
        assert 404 == (await other.get("/api/studio/drafts")).status_code


async def test_a_new_draft_has_no_fault_and_each_one_made_is_named_with_its_line(author, draft) -> None:
    assert [] == await _faults(author, draft)
    spec = (await author.get(f"{draft}/files/problem.yaml")).json()["text"]
    await _save(author, draft, "problem.yaml", spec.replace("level: ", "levle: "))
    await _save(author, draft, "grader.py", "def broken(:\n")
    await _save(author, draft, "statement.md", "# One\n\n$x^2 is open\n")
    found = await _faults(author, draft)
    assert {"problem.yaml", "grader.py", "statement.md"} == {fault["path"] for fault in found}
    line = next(at for at, text in enumerate(spec.splitlines(), 1) if text.startswith("level:"))
    assert (line, "levle: there is no such key") in {(fault["line"], fault["message"]) for fault in found}


async def test_another_uuid_is_a_fault_since_the_problem_is_known_by_it(author, draft) -> None:
    spec = (await author.get(f"{draft}/files/problem.yaml")).json()["text"]
    said = next(line for line in spec.splitlines() if line.startswith("uuid:"))
    await _save(author, draft, "problem.yaml", spec.replace(said, "uuid: 5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11"))
    (fault,) = await _faults(author, draft)
    assert "the uuid was changed" in fault["message"]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
)


@pytest.mark.parametrize("text", [BOMB, "a: &a 1\nb: *a"])
def test_an_alias_is_refused_before_it_is_followed(text) -> None:
    with pytest.raises(YamlError, match="an alias"):
        Document(text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("problem.yaml", BOMB),
        ("problem.yaml", "[" * 50_000),
        ("problem.yaml", "- " * 20_000),
        ("problem.yaml", "&a [*a]"),
        ("grader.py", "x = " + "(" * 190 + ")" * 190 + "\n" + "-" * 100_000 + "1"),
        ("grader.py", "x\0y"),
        ("statement.md", "$" + "{" * 20_000 + "}" * 20_000 + "$"),
    ],
)
async def test_a_text_made_to_hurt_its_reader_is_a_fault_and_hurts_nobody(author, draft, path, text) -> None:
    await _save(author, draft, path, text)
    looking = asyncio.create_task(_faults(author, draft))
    assert 200 == (await author.get("/healthz")).status_code
    assert await looking


@pytest.mark.parametrize("text", [">" * 20_000, "[" * 50_000, "*a_" * 20_000, "`" * 50_000, "|a" * 20_000])
async def test_markdown_made_to_hurt_is_answered(author, text) -> None:
    assert (await author.post("/api/studio/previews", json={"text": text})).status_code in {200, 422}


async def test_a_reader_that_never_ends_is_ended(author, draft, monkeypatch) -> None:
    monkeypatch.setattr(inspecting, "SECONDS", 0.01)
    (fault,) = await _faults(author, draft)
    assert ("", None) == (fault["path"], fault["line"])
    refused = await author.post("/api/studio/previews", json={"text": "x"})
    assert (422, "That text cannot be read") == (refused.status_code, refused.json()["title"])


async def test_a_preview_holds_no_script(author, draft) -> None:
    text = (
        "# T\n\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) $x^2$\n\n"
        '| <a href="x" onclick="alert(1)">b</a> |\n|---|\n| c |\n'
    )
    html = (await author.post("/api/studio/previews", json={"text": text})).json()["html"]
    assert "<math" in html
    assert "<h2>T</h2>" in html
    for never in ("<script", "<img", "<a ", 'javascript:alert(1)"'):
        assert never not in html


async def test_the_schemas_know_keys_words_and_parameters(author) -> None:
    found = (await author.get("/api/studio/schemas")).json()
    assert "preprocessing" in found["problem.yaml"]["properties"]["pattern"]["enum"]
    check = found["problem.yaml"]["$defs"]["Check"]
    assert {"generator", "n"} <= {each["name"] for each in check["x-params"]["oracle"]}
    assert {"problem.yaml", "twist.yaml", "visible.yaml", "mutants.yaml"} == set(found)
