"""Everything an operator can set: `HOLDOUT_*` and `DATABASE_URL`. A wrong value is named with its remedy at start."""

import difflib
import ipaddress
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "static" / "dist"
KIB = 1024
SHOWN = 200  # characters of a wrong value
CORES = os.cpu_count() or 1
_SECRET = ("DATABASE_URL", "HOLDOUT_SMTP_PASSWORD", "HOLDOUT_OIDC_CLIENT_SECRET", "HOLDOUT_OTLP_ENDPOINT")


class Part(StrEnum):
    """Which part of Holdout a process is."""

    WEB = "web"
    WORKER = "worker"
    ALL = "all"


class SettingsError(ValueError):
    """Settings that cannot be used; one line each: name, what is wrong, remedy."""


class Settings(BaseSettings):
    """The settings. Each description says what a usable value is: it doubles as the remedy in an error.

    A setting that rests on another is declared after it, and looked at also where it is left out. Where the other one
    is wrong, only that is named. An empty variable is as one that is not there.
    """

    model_config = SettingsConfigDict(
        env_prefix="HOLDOUT_", extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    database_url: Annotated[
        str | None,
        Field(
            validation_alias="DATABASE_URL", description="postgresql://user:password@host:5432/name, or leave it out"
        ),
    ] = None
    database_password_file: Annotated[
        Path | None, Field(description="a readable file with the password for DATABASE_URL in its first line")
    ] = None
    data_dir: Annotated[Path, Field(description="a folder that can be written")] = ROOT / ".holdout"
    problems_dir: Annotated[Path, Field(description="the folder that holds <pattern>/<slug>/")] = ROOT / "problems"
    host: Annotated[str, Field(description="an address of this machine, such as 127.0.0.1 or 0.0.0.0")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="a free port, 0 to 65535 (0: any free one)")] = 8080
    migrate_at_start: Annotated[
        bool, Field(description="false when only `holdout migrate` may change the schema, else true")
    ] = True
    trusted_proxies: Annotated[
        str, Field(description="addresses or networks of reverse proxies, such as 10.0.0.5,10.1.0.0/16")
    ] = "127.0.0.1"
    secure_cookies: Annotated[bool, Field(description="true when people reach Holdout by https, else false")] = False
    session_days: Annotated[int, Field(ge=1, le=365, description="days a sign-in lasts, 1 to 365")] = 14
    admin_email: Annotated[str, Field(pattern=r".+@.+", description="the first administrator's address")] = (
        "admin@holdout.local"
    )
    public_url: Annotated[
        str | None, Field(description="the address people reach Holdout at, such as https://holdout.example.com")
    ] = None
    staff_passkeys: Annotated[
        bool,
        Field(description="true when staff must come in by passkey, with an https HOLDOUT_PUBLIC_URL, else false"),
    ] = False
    smtp_host: Annotated[
        str | None, Field(min_length=1, description="a mail server's name, with HOLDOUT_PUBLIC_URL set too")
    ] = None
    smtp_port: Annotated[int, Field(ge=1, le=65535, description="the mail server's port, 1 to 65535")] = 587
    smtp_security: Annotated[Literal["starttls", "tls", "none"], Field(description="starttls, tls or none")] = (
        "starttls"
    )
    smtp_user: Annotated[str | None, Field(description="the account at the mail server, or leave it out")] = None
    smtp_password: Annotated[str | None, Field(description="that account's password, or leave it out")] = None
    smtp_password_file: Annotated[
        Path | None, Field(description="a readable file with that account's password in its first line")
    ] = None
    smtp_from: Annotated[str | None, Field(pattern=r"^[^\s@]+@[^\s@]+$", description="the sender's address")] = None
    oidc_issuer: Annotated[
        str | None, Field(description="the provider's issuer, such as https://login.example.com, without a query")
    ] = None
    oidc_client_id: Annotated[str | None, Field(description="the client id the provider has given")] = None
    oidc_client_secret: Annotated[str | None, Field(description="the client secret the provider has given")] = None
    oidc_client_secret_file: Annotated[
        Path | None, Field(description="a readable file with the client secret in its first line")
    ] = None
    oidc_name: Annotated[str, Field(min_length=1, max_length=60, description="what people call the provider")] = (
        "single sign-on"
    )
    oidc_new_accounts: Annotated[
        Literal["author", "interviewer", "reviewer", "candidate"] | None,
        Field(description="the role of accounts made at a first sign-in, or leave it out: then none is made"),
    ] = None
    guests: Annotated[
        int, Field(ge=0, le=100_000, description="people without an account there may be at once, 0 to 100000; 0: none")
    ] = 200
    guest_days: Annotated[int, Field(ge=1, le=90, description="days somebody without an account is kept, 1 to 90")] = 7
    sign_up: Annotated[
        bool, Field(description="true when anybody may make an account by mail, with HOLDOUT_SMTP_HOST set too")
    ] = False
    worker_concurrency: Annotated[
        int | None, Field(ge=1, le=1024, description="gradings of one line a worker takes at once, 1 to 1024")
    ] = None
    sandbox_slots: Annotated[
        int, Field(ge=1, le=256, description="gradings at once in one worker, about the number of cores")
    ] = CORES
    sandbox_spares: Annotated[
        int | None, Field(ge=0, le=64, description="unused pairs of containers kept ready, 0 to 64")
    ] = None
    sandbox_memory_mb: Annotated[
        int | None, Field(ge=256, description="MiB all warm containers may take together, below the host's memory")
    ] = None
    sandbox_slot_memory_mb: Annotated[
        int, Field(ge=256, le=65536, description="MiB of memory a candidate's container may take, 256 or more")
    ] = 512
    sandbox_runtime: Annotated[
        str | None, Field(min_length=1, description="a container runtime Docker knows, such as runsc, or leave it out")
    ] = None
    sandbox_jail: Annotated[
        Literal["auto", "userns", "uid"], Field(description="auto (the best the host grants), userns or uid")
    ] = "auto"
    sandbox_recycle_after: Annotated[
        int, Field(ge=1, le=100_000, description="gradings a pair of containers serves, 1 to 100000")
    ] = 500
    sandbox_lease_minutes: Annotated[
        float,
        Field(gt=0, le=240, allow_inf_nan=False, description="minutes an interview's idle pair is kept, up to 240"),
    ] = 5
    sandbox_share: Annotated[
        bool, Field(description="true when a pair may serve several people in practice, else false")
    ] = True
    executions_per_minute: Annotated[
        int, Field(ge=1, le=10_000, description="runs and submissions one person may start in a minute")
    ] = 30
    retention_days: Annotated[
        int, Field(ge=1, le=3650, description="days the recording of an interview is kept after it, 1 to 3650")
    ] = 180
    draft_days: Annotated[
        int, Field(ge=1, le=3650, description="days a closed draft of a problem is kept, 1 to 3650")
    ] = 365
    backup_days: Annotated[
        int, Field(ge=1, le=3650, description="days a backup may be kept before it is removed, 1 to 3650")
    ] = 30
    rate_factor: Annotated[
        float,
        Field(
            ge=0, le=1000, allow_inf_nan=False, description="multiplies the limits on requests, 0 to 1000; 0: no limits"
        ),
    ] = 1
    webhooks_internal: Annotated[
        bool,
        Field(description="true when webhooks may go inside your own network, and by http, else false"),
    ] = False
    metrics_port: Annotated[
        int | None,
        Field(ge=1, le=65535, description="a free port for Prometheus, 1 to 65535, or leave it out: then none"),
    ] = None
    metrics_host: Annotated[
        str, Field(description="an address of this machine that only Prometheus reaches, such as 127.0.0.1")
    ] = "127.0.0.1"
    otlp_endpoint: Annotated[
        str | None,
        Field(description="an OpenTelemetry collector, such as http://127.0.0.1:4318, or leave it out: then no traces"),
    ] = None
    log_format: Annotated[Literal["console", "json"], Field(description="console or json")] = "console"
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="DEBUG, INFO, WARNING or ERROR")
    ] = "INFO"

    @property
    def line_places(self) -> int:
        """Gradings of one line a worker takes: a few more than it runs, so that no slot waits for the database."""
        return self.worker_concurrency or self.sandbox_slots + 2

    @property
    def mails(self) -> bool:
        """Whether there is a mail server; without one people copy links."""
        return self.smtp_host is not None

    @property
    def smtp_secret(self) -> str | None:
        """The password of the account at the mail server."""
        return _first_line(self.smtp_password_file) or self.smtp_password

    @property
    def oidc_secret(self) -> str | None:
        """What Holdout shows the provider."""
        return _first_line(self.oidc_client_secret_file) or self.oidc_client_secret

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, value: str | None) -> str | None:
        value = (value or "").strip()  # secrets that were files end with a line
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
            raise ValueError("not the URL of a PostgreSQL database")
        _ = parts.port  # a ValueError when it is no number
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        for each in value.split(","):
            if each.strip() != "*":
                try:
                    ipaddress.ip_network(each.strip())
                except ValueError as error:
                    raise ValueError(f"{each.strip()!r} is neither an address nor a network") from error
        return value

    @field_validator("public_url", "oidc_issuer", "otlp_endpoint")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("not an address that begins with https:// or http://")
        _ = parts.port  # a ValueError when it is no number
        return value

    @field_validator("public_url")
    @classmethod
    def _is_as_secure_as_cookies(cls, value: str | None, info: ValidationInfo) -> str | None:
        parts = urlsplit(value or "")
        if (
            parts.scheme == "http"
            and parts.hostname not in {"localhost", "127.0.0.1"}
            and info.data.get("secure_cookies")
        ):
            raise ValueError("HOLDOUT_SECURE_COOKIES is true, and browsers send such cookies by https only")
        return value

    @field_validator("smtp_host")
    @classmethod
    def _has_links(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and _left_out(info, "public_url"):
            raise ValueError("mails hold links, and where they lead to is not set")
        return value

    @field_validator("smtp_user", "smtp_from")
    @classmethod
    def _has_a_mail_server(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and _left_out(info, "smtp_host"):
            raise ValueError("nothing is mailed, since HOLDOUT_SMTP_HOST is not set: set that, or leave this out")
        return value

    @field_validator("staff_passkeys")
    @classmethod
    def _has_a_name(cls, value: bool, info: ValidationInfo) -> bool:
        parts = urlsplit(info.data.get("public_url") or "")
        if value and "public_url" in info.data and parts.scheme != "https" and parts.hostname != "localhost":
            raise ValueError("browsers make passkeys for an https address only")
        return value

    @field_validator("sign_up")
    @classmethod
    def _is_proven(cls, value: bool, info: ValidationInfo) -> bool:
        if value and _left_out(info, "smtp_host"):
            raise ValueError("whose an address is shows by a mail, and no mail server is set")
        return value

    @field_validator("oidc_client_id")
    @classmethod
    def _goes_with_the_issuer(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and _left_out(info, "oidc_issuer"):
            raise ValueError("HOLDOUT_OIDC_ISSUER is not set")
        if not value and info.data.get("oidc_issuer"):
            raise ValueError("it is missing, and HOLDOUT_OIDC_ISSUER is set")
        return value

    @field_validator("database_password_file", "smtp_password_file", "oidc_client_secret_file")
    @classmethod
    def _is_readable(cls, value: Path | None) -> Path | None:
        if value is not None:
            try:
                value.read_text()
            except (OSError, UnicodeDecodeError) as error:
                raise ValueError("the file cannot be read") from error
        return value

    @field_validator("database_password_file")
    @classmethod
    def _has_a_database(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and not _first_line(value):
            raise ValueError("the file is empty")
        if value is not None and "database_url" in info.data and not info.data["database_url"]:
            raise ValueError("DATABASE_URL is not set")
        return value

    @model_validator(mode="after")
    def _with_password(self) -> Self:
        """One URL for whoever connects."""
        password = _first_line(self.database_password_file)
        if self.database_url and password:
            parts = urlsplit(self.database_url)
            user, _, where = parts.netloc.rpartition("@")
            account = f"{user.partition(':')[0]}:{quote(password, safe='')}"
            self.database_url = urlunsplit(parts._replace(netloc=f"{account}@{where}"))
        return self

    @field_validator("smtp_password_file")
    @classmethod
    def _goes_with_the_user(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if info.data.get("smtp_user") and not (info.data.get("smtp_password") or _first_line(value)):
            raise ValueError("HOLDOUT_SMTP_USER is set, and neither this nor HOLDOUT_SMTP_PASSWORD holds a password")
        return value


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process's environment; SettingsError names every wrong one with its remedy."""
    names = environ if environ is not None else os.environ
    problems = [*_unknown(names)]
    try:
        settings = Settings()
    except ValidationError as error:
        problems += [_explain(item["loc"], item["msg"], names) for item in error.errors()]
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _left_out(info: ValidationInfo, name: str) -> bool:
    """Whether a setting declared before has no value; one that is wrong has not been left out."""
    return name in info.data and not info.data[name]


def _first_line(path: Path | None) -> str | None:
    return path.read_text().partition("\n")[0].strip() if path else None


def _variable(field: str) -> str:
    return "DATABASE_URL" if field.lower() == "database_url" else f"HOLDOUT_{field.upper()}"


def _unknown(names: Mapping[str, str]) -> list[str]:
    known = [_variable(field) for field in Settings.model_fields]
    lines = []
    for name in names:
        if name.startswith("HOLDOUT_") and name not in known:
            bare = name.removeprefix("HOLDOUT_")
            near = [bare] if bare in known else difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            lines.append(f"{name}: there is no such setting. {f'Did you mean {near[0]}?' if near else 'Remove it.'}")
    return lines


def _explain(loc: tuple[int | str, ...], message: str, names: Mapping[str, str]) -> str:
    field = str(loc[0]).lower()
    variable = _variable(field)
    given = names.get(variable, "")
    shown = f" ({given[:SHOWN]!r})" if given and variable not in _SECRET else ""  # those may hold a password
    remedy = Settings.model_fields[field].description
    return f"{variable}{shown}: {message.removeprefix('Value error, ')}. Set it to {remedy}."
