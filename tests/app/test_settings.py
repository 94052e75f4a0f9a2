import os

import pytest
import yaml

from app.kit.db import sqlalchemy_url
from app.settings import ROOT, Settings, SettingsError, load_settings


@pytest.fixture
def environ(monkeypatch):
    for name in os.environ:
        if name == "DATABASE_URL" or name.startswith("HOLDOUT_"):
            monkeypatch.delenv(name)
    return monkeypatch.setenv


def test_the_defaults_need_nothing(environ):
    assert (8080, None) == (load_settings().port, load_settings().database_url)


WRONG = [
    ("HOLDOUT_PORT", "http", "a free port, 0 to 65535"),
    ("HOLDOUT_PORT", "70000", "a free port, 0 to 65535"),
    ("HOLDOUT_MIGRATE_AT_START", "later", "false when only `holdout migrate` may change the schema"),
    ("HOLDOUT_TRUSTED_PROXIES", "10.0.0.5,nginx", "such as 10.0.0.5,10.1.0.0/16"),
    ("HOLDOUT_TRUSTED_PROXIES", "10.0.0.5/8", "such as 10.0.0.5,10.1.0.0/16"),
    ("HOLDOUT_SECURE_COOKIES", "perhaps", "true when people reach Holdout by https"),
    ("HOLDOUT_SESSION_DAYS", "0", "1 to 365"),
    ("HOLDOUT_ADMIN_EMAIL", "nobody", "address"),
    ("HOLDOUT_PUBLIC_URL", "holdout.example.com", "such as https://holdout.example.com"),
    ("HOLDOUT_PUBLIC_URL", "https://holdout.example.com:port", "such as https://holdout.example.com"),
    ("HOLDOUT_PUBLIC_URL", "javascript:alert(1)", "such as https://holdout.example.com"),
    ("HOLDOUT_STAFF_PASSKEYS", "true", "with an https HOLDOUT_PUBLIC_URL"),
    ("HOLDOUT_SMTP_HOST", "mail.example.com", "with HOLDOUT_PUBLIC_URL set too"),
    ("HOLDOUT_SMTP_PORT", "0", "1 to 65535"),
    ("HOLDOUT_SMTP_SECURITY", "ssl", "starttls, tls or none"),
    ("HOLDOUT_SMTP_USER", "holdout", "HOLDOUT_SMTP_HOST is not set"),
    ("HOLDOUT_SMTP_FROM", "nobody", "the sender's address"),
    ("HOLDOUT_SMTP_FROM", "holdout@example.com", "HOLDOUT_SMTP_HOST is not set"),
    ("HOLDOUT_SMTP_PASSWORD_FILE", "/nothing/there", "a readable file"),
    ("HOLDOUT_DATABASE_PASSWORD_FILE", "/nothing/there", "the file cannot be read"),
    ("HOLDOUT_OIDC_ISSUER", "https://login.example.com/?tenant=1", "without a query"),
    ("HOLDOUT_OIDC_CLIENT_ID", "holdout", "client id"),
    ("HOLDOUT_OIDC_CLIENT_SECRET_FILE", "/", "a readable file"),
    ("HOLDOUT_OIDC_NAME", "x" * 61, "what people call the provider"),
    ("HOLDOUT_OIDC_NEW_ACCOUNTS", "admin", "the role of accounts"),
    ("HOLDOUT_GUESTS", "many", "0 to 100000"),
    ("HOLDOUT_GUEST_DAYS", "91", "1 to 90"),
    ("HOLDOUT_DRAFT_DAYS", "0", "1 to 3650"),
    ("HOLDOUT_SIGN_UP", "true", "with HOLDOUT_SMTP_HOST set too"),
    ("HOLDOUT_WORKER_CONCURRENCY", "-1", "1 to 1024"),
    ("HOLDOUT_SANDBOX_SLOTS", "0", "about the number of cores"),
    ("HOLDOUT_SANDBOX_SPARES", "-1", "0 to 64"),
    ("HOLDOUT_SANDBOX_MEMORY_MB", "1", "below the host's memory"),
    ("HOLDOUT_SANDBOX_SLOT_MEMORY_MB", "128", "256 or more"),
    ("HOLDOUT_SANDBOX_JAIL", "none", "auto (the best the host grants), userns or uid"),
    ("HOLDOUT_SANDBOX_RECYCLE_AFTER", "0", "1 to 100000"),
    ("HOLDOUT_SANDBOX_LEASE_MINUTES", "nan", "up to 240"),
    ("HOLDOUT_SANDBOX_LEASE_MINUTES", "-3", "up to 240"),
    ("HOLDOUT_SANDBOX_SHARE", "perhaps", "may serve several people"),
    ("HOLDOUT_EXECUTIONS_PER_MINUTE", "0", "in a minute"),
    ("HOLDOUT_RETENTION_DAYS", "forever", "1 to 3650"),
    ("HOLDOUT_BACKUP_DAYS", "0", "1 to 3650"),
    ("HOLDOUT_RATE_FACTOR", "inf", "0: no limits"),
    ("HOLDOUT_WEBHOOKS_INTERNAL", "2", "inside your own network"),
    ("HOLDOUT_METRICS_PORT", "0", "1 to 65535"),
    ("HOLDOUT_OTLP_ENDPOINT", "http://user:hunter2@collector?key=hunter2", "such as http://127.0.0.1:4318"),
    ("HOLDOUT_LOG_FORMAT", "xml", "console or json"),
    ("HOLDOUT_LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
    ("DATABASE_URL", "mysql://u:hunter2@h/d", "postgresql://user:password@host:5432/name"),
    ("DATABASE_URL", "postgresql://u:hunter2@h:port/d", "postgresql://"),
    ("DATABASE_URL", "nonsense", "postgresql://"),
]
# Settings whose wrong values no text shows, and what tells of them instead.
ELSEWHERE = {
    "HOLDOUT_DATA_DIR": "test_serve: looked at before anything is begun",
    "HOLDOUT_PROBLEMS_DIR": "test_serve: looked at before anything is begun",
    "HOLDOUT_HOST": "test_serve: whether it can be listened at",
    "HOLDOUT_METRICS_HOST": "test_serve: whether it can be listened at",
    "HOLDOUT_SMTP_PASSWORD": "the mail server says whether it is right; `holdout doctor` asks it",
    "HOLDOUT_OIDC_CLIENT_SECRET": "the provider says whether it is right; `holdout doctor` asks it",
    "HOLDOUT_SANDBOX_RUNTIME": "the engine says whether it knows it; the worker's log and `holdout doctor` tell",
}
# These are looked at when the one they rest on is right.
REST_ON_OTHERS = {
    f"HOLDOUT_{name}" for name in ("STAFF_PASSKEYS", "SMTP_HOST", "SMTP_USER", "SIGN_UP", "OIDC_CLIENT_ID")
}


def test_every_setting_has_a_wrong_value_here_that_is_named():
    settings = {
        "DATABASE_URL" if name == "database_url" else f"HOLDOUT_{name.upper()}" for name in Settings.model_fields
    }
    tried = {name for name, _, _ in WRONG}
    assert settings == tried | ELSEWHERE.keys()
    assert not tried & ELSEWHERE.keys()


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        *WRONG,
        ("HOLDOUT_DATABASE_PASSWORD_FILE", "/dev/null", "the file is empty"),
        ("HOLDOUT_DATABASE_PASSWORD_FILE", "/etc/hostname", "DATABASE_URL is not set"),
        ("HOLDOUT_PROT", "8080", "Did you mean HOLDOUT_PORT?"),
        ("HOLDOUT_DATABASE_URL", "postgresql://u:hunter2@h/d", "Did you mean DATABASE_URL?"),
        ("HOLDOUT_ZZZ", "1", "Remove it"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy_and_no_password(environ, name, value, remedy):
    environ(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"{name}")
    assert remedy in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert 1 == len(str(caught.value).splitlines())


def test_all_wrong_settings_are_named_at_once(environ):
    given = {"HOLDOUT_ZZZ": "1"} | {name: value for name, value, _ in reversed(WRONG)}
    for name, value in given.items():
        environ(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    named = [line.partition(" ")[0].rstrip(":") for line in str(caught.value).splitlines()]
    assert sorted(given.keys() - REST_ON_OTHERS) == sorted(named)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"OIDC_ISSUER": "https://login.example.com"}, "HOLDOUT_OIDC_CLIENT_ID: it is missing"),
        (
            {"PUBLIC_URL": "https://h.example.com", "SMTP_HOST": "mail.example.com", "SMTP_USER": "holdout"},
            "HOLDOUT_SMTP_PASSWORD_FILE: HOLDOUT_SMTP_USER is set, and neither this nor HOLDOUT_SMTP_PASSWORD",
        ),
        (
            {"PUBLIC_URL": "http://h.example.com", "SECURE_COOKIES": "true"},
            "HOLDOUT_PUBLIC_URL ('http://h.example.com')",
        ),
    ],
)
def test_what_is_missing_beside_another_is_named(environ, given, missing):
    for name, value in given.items():
        environ(f"HOLDOUT_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert [True] == [line.startswith(missing) for line in str(caught.value).splitlines()]


def test_of_two_where_one_rests_on_the_other_only_the_wrong_one_is_named(environ):
    environ("HOLDOUT_PUBLIC_URL", "nonsense")
    environ("HOLDOUT_SMTP_HOST", "mail.example.com")
    environ("HOLDOUT_STAFF_PASSKEYS", "true")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert ["HOLDOUT_PUBLIC_URL"] == [line.partition(" ")[0] for line in str(caught.value).splitlines()]


def test_a_database_url_that_was_a_file_loses_the_end_of_its_line(environ):
    environ("DATABASE_URL", "postgresql://u:p@h/d\n")
    assert "postgresql://u:p@h/d" == load_settings().database_url


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_variable_is_as_none(environ, name):
    environ("DATABASE_URL" if name == "database_url" else f"HOLDOUT_{name.upper()}", "")
    assert Settings.model_fields[name].default == getattr(load_settings(), name)


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
    assert "5" == url.query["connect_timeout"]


@pytest.mark.parametrize("service", ["web", "worker"])
def test_compose_shows_a_service_every_secret_that_may_be_in_a_file(service):
    made = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    given = made["services"][service]
    for name in (each for each in Settings.model_fields if each.endswith("_file")):
        secret = name.removesuffix("_file")
        assert f"/run/secrets/{secret}" == given["environment"][f"HOLDOUT_{name.upper()}"]
        assert secret in given["secrets"]
        assert made["secrets"][secret]["file"].startswith(f"${{HOLDOUT_{name.upper()}:")
