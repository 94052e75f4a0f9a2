"""Signing in by an OpenID Connect provider: authorisation code with PKCE, state, nonce and a signed identity token.

Who may come in: whoever is linked already, an account of the address that the provider says is verified, and, where a
setting says so, somebody new with a default role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import KeySet
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.actions import Action
from app.errors import Invalid, SignInRefused
from app.identity import ceremonies, repository, sessions
from app.identity import service as identity
from app.identity.actor import Role
from app.identity.addresses import checked_email, fold_email
from app.identity.devices import Device
from app.identity.models import ProviderIdentity, User
from app.identity.record import about_person
from app.identity.sessions import SignedIn, Way
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.log import log
from app.kit.text import plain
from app.settings import Settings

KIND = "provider"
SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
TIMEOUT_SECONDS = 10.0
SKEW_SECONDS = 120  # how far the provider's clock may be from ours
CALLBACK = "/signin/provider/callback"
_FAULTS = {
    "iss": "The answer is from another issuer than the one that is set.",
    "aud": "The answer was made for another application.",
    "azp": "The answer was made for another application.",
    "nonce": "The answer does not belong to the sign-in that was begun here.",
    "iat": "The provider’s clock and ours are too far apart.",  # noqa: RUF001 - prose
    "nbf": "The provider’s clock and ours are too far apart.",  # noqa: RUF001 - prose
}
UNSIGNED = "The provider’s answer is not signed as it says its answers are."  # noqa: RUF001 - prose
AWAY = "The provider cannot be reached at the moment. Try again, or come in another way."


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of the settings, and where it sends people back to."""

    issuer: str
    client_id: str
    secret: str | None
    new_accounts: Role | None
    callback: str


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is, as the provider says."""

    subject: str
    email: str
    name: str


def provider_of(settings: Settings, base: str) -> Provider | None:
    """The provider of the settings, None where there is none."""
    if not settings.oidc_issuer or not settings.oidc_client_id:
        return None
    role = Role(settings.oidc_new_accounts) if settings.oidc_new_accounts else None
    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_secret, role, f"{base}{CALLBACK}")


async def look(provider: Provider) -> None:
    """Whether the provider answers, as the issuer that is set; SignInRefused when not."""
    async with _client(provider) as client:
        await _discovered(client, provider)


async def begin(
    session: AsyncSession, clock: Clock, provider: Provider, *, next_page: str, device: Device
) -> tuple[str, str]:
    """Where the browser goes, and the token it comes back with. SignInRefused while the provider is away."""
    async with _client(provider) as client:
        places = await _discovered(client, provider)
        verifier, nonce = generate_token(64), generate_token(32)
        url, state = client.create_authorization_url(
            places["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
    data = {"state": state, "nonce": nonce, "verifier": verifier, "next": next_page}
    return url, await ceremonies.begin(session, clock, KIND, data, address=device.address)


@dataclass(frozen=True, slots=True)
class CameIn:
    """A session, and where its person wanted to go."""

    signed_in: SignedIn
    next_page: str


async def finish(
    sessionmaker: SessionMaker,
    session: AsyncSession,
    clock: Clock,
    provider: Provider,
    *,
    token: str | None,
    query: Mapping[str, str],
    device: Device,
    days: int,
) -> CameIn:
    """Take the provider's answer. SignInRefused says what did not fit, whoever it was."""
    begun = await ceremonies.finish(sessionmaker, clock, KIND, token)
    if begun is None:
        raise SignInRefused("That took too long, or was done already. Begin again.")
    if query.get("state") != begun.data["state"]:
        raise SignInRefused(_FAULTS["nonce"])
    if query.get("iss", provider.issuer) != provider.issuer:
        raise SignInRefused(_FAULTS["iss"])
    if "code" not in query:
        raise SignInRefused("The provider did not let you in. Begin again, or ask whoever runs it.")
    async with _client(provider) as client:
        known = await _known(client, clock, provider, query["code"], begun.data)
    user = await _account(session, clock, provider, known)
    signed_in = await sessions.welcome(session, user, clock.now(), days=days, device=device, way=Way.PROVIDER)
    return CameIn(signed_in, begun.data["next"])


def _client(provider: Provider) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        provider.client_id,
        provider.secret,
        redirect_uri=provider.callback,
        scope=SCOPE,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if provider.secret else "none",
        timeout=TIMEOUT_SECONDS,
    )


async def _get(client: AsyncOAuth2Client, url: str, *, with_token: bool = False) -> dict[str, Any]:
    try:
        answer = await client.request("GET", url, withhold_token=not with_token)
        answer.raise_for_status()
        found = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        log.warning("provider_away", error=repr(error))
        raise SignInRefused(AWAY) from error
    return found if isinstance(found, dict) else {}


async def _discovered(client: AsyncOAuth2Client, provider: Provider) -> dict[str, str]:
    found = await _get(client, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise SignInRefused(_FAULTS["iss"])
    places = {name: value for name, value in found.items() if isinstance(value, str)}
    if not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= places.keys():
        raise SignInRefused(AWAY)
    return places


async def _known(
    client: AsyncOAuth2Client, clock: Clock, provider: Provider, code: str, begun: Mapping[str, str]
) -> Known:
    places = await _discovered(client, provider)
    try:
        given = await client.fetch_token(
            places["token_endpoint"], code=code, code_verifier=begun["verifier"], grant_type="authorization_code"
        )
    except OAuthError as error:
        log.warning("provider_refused", error=error.error)
        raise SignInRefused("The provider does not take its own answer. It may have been used before.") from error
    except (httpx2.HTTPError, ValueError) as error:
        log.warning("provider_away", error=repr(error))
        raise SignInRefused(AWAY) from error
    keys = await _get(client, places["jwks_uri"])
    claims = _verified(given, keys, provider, nonce=begun["nonce"], now=clock.now().timestamp())
    if "email" not in claims and "userinfo_endpoint" in places:
        told = await _get(client, places["userinfo_endpoint"], with_token=True)
        claims = {**told, **claims} if told.get("sub") == claims["sub"] else claims
    return _person(claims)


def _verified(
    given: Mapping[str, Any], keys: dict[str, Any], provider: Provider, *, nonce: str, now: float
) -> dict[str, Any]:
    """The claims of an identity token that is signed, for us, fresh, and of this sign-in."""
    try:
        token = jwt.decode(str(given.get("id_token", "")), KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]  # as the provider sent it
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
            {"nonce": nonce, "client_id": provider.client_id, "access_token": given.get("access_token")},
        )
        claims.validate(now=int(now), leeway=SKEW_SECONDS)
    except ExpiredTokenError as error:
        raise SignInRefused("The provider’s answer is too old, or its clock and ours are too far apart.") from error  # noqa: RUF001 - prose
    except ClaimError as error:
        raise SignInRefused(_FAULTS.get(error.claim, UNSIGNED)) from error
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise SignInRefused(UNSIGNED) from error
    return dict(token.claims)


def _person(claims: Mapping[str, Any]) -> Known:
    email, name = str(claims.get("email") or ""), str(claims.get("name") or "")
    if claims.get("email_verified") is not True:
        raise SignInRefused("The provider does not say that your e-mail address is verified. Verify it there first.")
    try:
        return Known(plain(str(claims["sub"])), checked_email(email), name)
    except Invalid as error:
        raise SignInRefused(error.message) from error


async def _account(session: AsyncSession, clock: Clock, provider: Provider, known: Known) -> User:
    """Whose account it is; linked, or made, at the first time."""
    statement = select(ProviderIdentity.user_id).where(
        ProviderIdentity.issuer == provider.issuer, ProviderIdentity.subject == known.subject
    )
    linked = (await session.execute(statement)).scalar_one_or_none()
    user = await (
        repository.user_by_id(session, linked) if linked else repository.user_by_email(session, fold_email(known.email))
    )
    if user is not None and not user.active:
        raise SignInRefused("Your account is deactivated. An administrator can activate it.")
    if user is None or user.guest:
        user = await _new(session, clock, provider, known)
    if linked is None:
        made = ProviderIdentity(user_id=user.id, issuer=provider.issuer, subject=known.subject, created_at=clock.now())
        session.add(made)
        await about_person(session, Action.PROVIDER_LINKED, user.id, at=clock.now(), by=user.id)
    return user


async def _new(session: AsyncSession, clock: Clock, provider: Provider, known: Known) -> User:
    if provider.new_accounts is None:
        raise SignInRefused(f"There is no account for {known.email}. Ask an administrator to invite you.")
    try:
        return await identity.add_user(
            session, clock, email=known.email, name=known.name, password=None, roles=[provider.new_accounts]
        )
    except Invalid as error:
        raise SignInRefused(error.message) from error
