import pytest
from typer.testing import CliRunner

from app.cli import cli
from tests.app.packages import RIGHT


@pytest.fixture
def holdout(bank, monkeypatch):
    monkeypatch.setenv("HOLDOUT_PROBLEMS_DIR", bank)
    return lambda *arguments: CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("grade metrics/9 right.py", "Name it as <pattern>/<slug>"),
        ("grade ../etc/passwd right.py", "Name it as <pattern>/<slug>"),
        ("grade metrics/7 nothing.py", "No such file"),
        ("grade metrics/7 .", "cannot be read"),
        ("grade metrics/7 big.py", "256 KiB"),
        ("grade metrics/7", "Missing argument"),
        ("problems verify", "say --all"),
        ("problems verify metrics/7 --all", "say --all"),
        ("problems verify --all --changed", "say --all or --changed"),
        ("problems verify metrics/9", "Name it as <pattern>/<slug>"),
        ("user add --role king x@y.z", "king"),
        ("nonsense", "No such command"),
    ],
)
def test_bad_usage_is_2_and_says_what_to_do(holdout, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "big.py").write_text("#" * (256 * 1024 + 1))
    (tmp_path / "right.py").write_text(RIGHT)
    result = holdout(*arguments.split())
    assert (2, "") == (result.exit_code, result.stdout)
    assert message in result.stderr


def test_a_wrong_setting_is_2(holdout, tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDOUT_PORT", "x")
    result = holdout("grade", "metrics/7", str(tmp_path / "x.py"))
    assert 2 == result.exit_code
    assert "HOLDOUT_PORT ('x')" in result.stderr


def test_a_broken_package_is_2_with_file_line_and_remedy(holdout, tmp_path):
    (tmp_path / "metrics" / "double" / "visible.yaml").write_text("- {name: one}\n- {nome: two}\n")
    result = holdout("grade", "metrics/7", "x.py")
    assert 2 == result.exit_code
    assert result.stderr.startswith("metrics/double/visible.yaml:2: ")


def test_help_lists_the_commands(holdout):
    for command in ("serve", "worker", "migrate", "user", "problems", "grade", "images", "doctor"):
        assert command in holdout("--help").stdout


def test_people_are_added_from_the_command_line(holdout, database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("app.kit.log.configure", lambda *_: None)
    first = holdout("user", "add", "grace@example.com", "--role", "author", "--role", "reviewer")
    assert 0 == first.exit_code, first.stderr
    assert "grace@example.com   password: " in first.stdout
    again = holdout("user", "add", "Grace@example.com")
    assert 2 == again.exit_code
    assert "an account for Grace@example.com already" in again.stderr
