"""Git and the studio in step: packages between folders, zip files and the database; nothing is overwritten silently."""

from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from app.audit.models import AuditEntry
from app.cli import cli
from app.errors import Invalid
from app.identity.actor import Role
from app.problems.package_error import PackageError
from app.studio import archives, drafts, exchange
from tests.app import packages


def lay(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


@pytest.fixture
def folder(tmp_path) -> Path:
    return lay(tmp_path / "metrics" / "double", {**packages.files(), "starter.py": "a\r\nb\n"})


async def test_a_folder_becomes_a_draft_and_comes_back_byte_for_byte(folder, tmp_path, session, clock, sign_in) -> None:
    author = (await sign_in("author@example.com", Role.AUTHOR)).actor
    done = await exchange.import_draft(session, clock, author, exchange.read(folder))
    assert done.began
    _, files = await drafts.files(session, done.draft_id)
    assert "a\r\nb\n" == files["starter.py"]
    assert files == await exchange.stored(session, "metrics/double", draft=True)
    exchange.write(tmp_path / "other", "metrics/double", files)
    assert [] == exchange.differing_from(folder, exchange.read(tmp_path / "other").files)
    exchange.write(tmp_path / "a.zip", "metrics/double", files)
    assert archives.Unpacked("double", files) == exchange.read(tmp_path / "a.zip")


async def test_an_open_draft_that_differs_is_replaced_only_on_request(folder, session, clock, sign_in) -> None:
    author = (await sign_in("author@example.com", Role.AUTHOR)).actor
    first = await exchange.import_draft(session, clock, author, exchange.read(folder))
    same = await exchange.import_draft(session, clock, author, exchange.read(folder))
    assert (first.draft_id, False, []) == (same.draft_id, same.began, same.changed)
    await drafts.save(session, clock, author, first.draft_id, "starter.py", text="in the browser\n", base_revision=1)
    with pytest.raises(exchange.WouldOverwrite, match=r"differs in starter\.py"):
        await exchange.import_draft(session, clock, author, exchange.read(folder))
    replaced = await exchange.import_draft(session, clock, author, exchange.read(folder), replace=True)
    assert ["starter.py"] == replaced.changed
    before = await drafts.files_at(session, first.draft_id, 2)
    assert "in the browser\n" == before["starter.py"]


def test_a_folder_that_differs_is_replaced_only_on_request(folder) -> None:
    files = exchange.read(folder).files
    with pytest.raises(exchange.WouldOverwrite, match=r"differs in grader\.py, solutions/accepted/new\.py"):
        exchange.write(folder, "metrics/double", {**files, "grader.py": "x", "solutions/accepted/new.py": "y"})
    assert files == exchange.read(folder).files
    fewer = {path: text for path, text in files.items() if not path.startswith("solutions/rejected/")}
    exchange.write(folder, "metrics/double", fewer, replace=True)
    assert fewer == exchange.read(folder).files
    assert not (folder / "solutions" / "rejected").exists()


def test_a_zip_file_is_replaced_only_on_request(tmp_path) -> None:
    target = tmp_path / "a.zip"
    exchange.write(target, "metrics/double", packages.files())
    with pytest.raises(exchange.WouldOverwrite, match="is there already"):
        exchange.write(target, "metrics/double", packages.files())
    exchange.write(target, "metrics/double", packages.files(), replace=True)


def test_what_is_no_package_is_refused(tmp_path) -> None:
    with pytest.raises(PackageError, match="no such folder or file"):
        exchange.read(tmp_path / "nothing")
    (tmp_path / "large.zip").write_bytes(bytes(exchange.MAX_ARCHIVE + 1))
    with pytest.raises(PackageError, match="over 4 MiB"):
        exchange.read(tmp_path / "large.zip")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "link.py").symlink_to("/etc/passwd")
    with pytest.raises(PackageError, match="no place in a package"):
        exchange.read(tmp_path / "x")


async def test_only_an_author_imports(session, sign_in) -> None:
    await sign_in("ada@example.com")
    for email in ("ada@example.com", "nobody@example.com"):
        with pytest.raises(Invalid, match="no author"):
            await exchange.import_as(session, email, archives.Unpacked("double", packages.files()))


def test_the_commands_go_round(folder, tmp_path, database_url, monkeypatch, app) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("HOLDOUT_PROBLEMS_DIR", str(tmp_path))

    def holdout(*arguments: str, status: int = 0) -> str:
        result = CliRunner().invoke(cli, ["problems", *arguments])
        assert status == result.exit_code, result.output
        return result.output

    assert "no author" in holdout("import", str(folder), "--as", "a@example.com", status=2)
    CliRunner().invoke(cli, ["user", "add", "a@example.com", "--role", "author"])
    assert "/studio/" in holdout("import", str(folder), "--as", "a@example.com")
    holdout("diff", "metrics/double", "--draft")
    lay(folder, {"starter.py": "in git\n"})
    told = holdout("diff", "metrics/double", "--draft", status=1)
    assert "-in git" in told
    assert "starter.py" in holdout("export", "metrics/double", "--draft", status=1)
    holdout("export", "metrics/double", "--draft", "--replace")
    assert b"a\r\nb\n" == (folder / "starter.py").read_bytes()
    holdout("export", "metrics/double", "--draft", "--to", str(tmp_path / "a.zip"))
    assert "differs" not in holdout("import", str(tmp_path / "a.zip"), "--as", "a@example.com")
    assert "no such problem" in holdout("diff", "metrics/double", status=2)


async def test_taking_a_package_out_is_put_on_record(session, sessions, problem) -> None:
    async with sessions.begin() as own:
        await exchange.taken_out(own, "metrics/double", draft=False)
    taken = select(AuditEntry.subject_id).where(AuditEntry.action == "package_exported")
    assert ["metrics/double"] == list((await session.execute(taken)).scalars())
