import pytest
import yaml

from app.kit.db import sqlalchemy_url
from app.settings import ROOT, Settings, SettingsError, load_settings


@pytest.fixture
def environ(monkeypatch):
    for name in ("DATABASE_URL", "HOLDOUT_DATABASE_PASSWORD_FILE", "HOLDOUT_PORT"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch.setenv


def test_the_defaults_need_nothing(environ):
    assert (8080, None) == (load_settings().port, load_settings().database_url)


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("HOLDOUT_PORT", "http", "a free port, 0 to 65535"),
        ("HOLDOUT_PORT", "70000", "a free port, 0 to 65535"),
        ("HOLDOUT_SECURE_COOKIES", "perhaps", "true when people reach Holdout by https"),
        ("HOLDOUT_SESSION_DAYS", "0", "1 to 365"),
        ("HOLDOUT_WORKER_CONCURRENCY", "-1", "1 to 1024"),
        ("HOLDOUT_SANDBOX_SLOTS", "0", "about the number of cores"),
        ("HOLDOUT_SANDBOX_SPARES", "-1", "0 to 64"),
        ("HOLDOUT_SANDBOX_MEMORY_MB", "1", "below the host's memory"),
        ("HOLDOUT_SANDBOX_SLOT_MEMORY_MB", "0", "128 or more"),
        ("HOLDOUT_SANDBOX_JAIL", "none", "auto (the best the host grants), userns or uid"),
        ("HOLDOUT_SANDBOX_RECYCLE_AFTER", "0", "1 to 100000"),
        ("HOLDOUT_SANDBOX_LEASE_MINUTES", "nan", "up to 240"),
        ("HOLDOUT_SANDBOX_LEASE_MINUTES", "-3", "up to 240"),
        ("HOLDOUT_SANDBOX_SHARE", "perhaps", "may serve several people"),
        ("HOLDOUT_LOG_FORMAT", "xml", "console or json"),
        ("HOLDOUT_ADMIN_EMAIL", "nobody", "address"),
        ("HOLDOUT_PUBLIC_URL", "holdout.example.com", "such as https://holdout.example.com"),
        ("HOLDOUT_PUBLIC_URL", "javascript:alert(1)", "such as https://holdout.example.com"),
        ("HOLDOUT_STAFF_PASSKEYS", "true", "with an https HOLDOUT_PUBLIC_URL"),
        ("HOLDOUT_SMTP_HOST", "mail.example.com", "with HOLDOUT_PUBLIC_URL set too"),
        ("HOLDOUT_SMTP_SECURITY", "ssl", "starttls, tls or none"),
        ("HOLDOUT_SMTP_FROM", "nobody", "the sender's address"),
        ("HOLDOUT_SMTP_PASSWORD_FILE", "/nothing/there", "a readable file"),
        ("HOLDOUT_DATABASE_PASSWORD_FILE", "/nothing/there", "the file cannot be read"),
        ("HOLDOUT_DATABASE_PASSWORD_FILE", "/dev/null", "the file is empty"),
        ("HOLDOUT_DATABASE_PASSWORD_FILE", "/etc/hostname", "DATABASE_URL is not set"),
        ("HOLDOUT_OIDC_ISSUER", "https://login.example.com/?tenant=1", "without a query"),
        ("HOLDOUT_OIDC_CLIENT_ID", "holdout", "client id"),
        ("HOLDOUT_OIDC_NEW_ACCOUNTS", "admin", "the role of accounts"),
        ("DATABASE_URL", "mysql://u:secret@h/d", "postgresql://user:password@host:5432/name"),
        ("DATABASE_URL", "postgresql://u:secret@h:port/d", "postgresql://"),
        ("DATABASE_URL", "nonsense", "postgresql://"),
        ("HOLDOUT_PROT", "8080", "Did you mean HOLDOUT_PORT?"),
        ("HOLDOUT_ZZZ", "1", "Remove it"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy_and_no_password(environ, name, value, remedy):
    environ(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"{name}")
    assert remedy in str(caught.value)
    assert "secret" not in str(caught.value)


def test_all_wrong_settings_are_named_at_once(environ):
    environ("HOLDOUT_PORT", "x")
    environ("HOLDOUT_LOG_FORMAT", "x")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert 2 == len(str(caught.value).splitlines())


def test_every_setting_says_what_it_takes():
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("variable", "secret"), [("SMTP_PASSWORD", "smtp_secret"), ("OIDC_CLIENT_SECRET", "oidc_secret")]
)
def test_a_secret_is_read_from_the_first_line_of_its_file_and_an_empty_file_leaves_the_variable(
    environ, tmp_path, variable, secret
):
    environ(f"HOLDOUT_{variable}", "of the variable")
    environ(f"HOLDOUT_{variable}_FILE", "/dev/null")
    assert "of the variable" == getattr(load_settings(), secret)
    kept = tmp_path / "secret"
    kept.write_text("of the file\nand a remark\n")
    environ(f"HOLDOUT_{variable}_FILE", str(kept))
    assert "of the file" == getattr(load_settings(), secret)


@pytest.mark.parametrize("account", ["holdout", "holdout:another"])
def test_the_databases_password_comes_from_the_first_line_of_its_file_whatever_is_in_it(environ, tmp_path, account):
    kept = tmp_path / "secret"
    kept.write_text("p@ss/word: 1%\nand a remark\n")
    environ("DATABASE_URL", f"postgresql://{account}@db:5432/holdout?connect_timeout=5")
    environ("HOLDOUT_DATABASE_PASSWORD_FILE", str(kept))
    url = sqlalchemy_url(str(load_settings().database_url))
    assert ("holdout", "p@ss/word: 1%", "db", 5432, "holdout") == (
        url.username,
        url.password,
        url.host,
        url.port,
        url.database,
    )
    assert {"connect_timeout": "5"} == url.query


@pytest.mark.parametrize("service", ["web", "worker"])
def test_compose_shows_a_service_every_secret_that_may_be_in_a_file(service):
    made = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    given = made["services"][service]
    for name in (each for each in Settings.model_fields if each.endswith("_file")):
        secret = name.removesuffix("_file")
        assert f"/run/secrets/{secret}" == given["environment"][f"HOLDOUT_{name.upper()}"]
        assert secret in given["secrets"]
        assert made["secrets"][secret]["file"].startswith(f"${{HOLDOUT_{name.upper()}:")
