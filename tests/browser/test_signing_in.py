"""Signing in without a password, in a real browser: passkeys by a virtual authenticator."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import CDPSession, Page, expect
from serving import Server, free_port
from workspace import NewContext, sign_in

PASSKEY = "Sign in with a passkey"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Authenticator:
    """A device's authenticator as Chromium plays it."""

    def __init__(self, page: Page) -> None:
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        made = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self._id: str = made["authenticatorId"]

    def verifies(self, *, verifies: bool) -> None:
        """Whether the person's finger or face is recognised."""
        self._tell("setUserVerified", isUserVerified=verifies)

    def credential(self) -> Any:
        (only,) = self._tell("getCredentials")["credentials"]
        return only

    def replace(self, credential: Any) -> None:
        """As after a copy of the key was put back."""
        self._tell("clearCredentials")
        self._tell("addCredential", credential=credential)

    def _tell(self, command: str, **parameters: Any) -> Any:
        return self._cdp.send(f"WebAuthn.{command}", {"authenticatorId": self._id, **parameters})


@pytest.fixture
def page(server: Server, new_context: NewContext) -> Page:
    """Somebody new, signed in by password; browsers make passkeys at a host name only."""
    email = f"pia-{uuid4().hex[:8]}@example.com"
    address = f"http://localhost:{server.port}"
    password = server.add_user(email, "Pia", "candidate")
    page = new_context(base_url=address, storage_state=None).new_page()
    sign_in(page, email, password)
    return page


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/signin")


def test_a_passkey_is_made_used_and_removed(page: Page) -> None:
    device = Authenticator(page)
    page.goto("/account")
    page.get_by_label("What to call it").fill("Laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is ready")
    expect(page.get_by_role("heading", name="Laptop")).to_be_visible()
    sign_out(page)

    page.goto("/signin?next=/account")
    page.get_by_role("button", name=PASSKEY).click()
    page.wait_for_url("/account")
    expect(page.get_by_text("by passkey")).to_be_visible()
    used = device.credential()
    sign_out(page)

    device.verifies(verifies=False)
    page.get_by_role("button", name=PASSKEY).click()
    expect(page.locator("#passkey-fault")).to_contain_text("No passkey was given")
    device.verifies(verifies=True)

    device.replace({**used, "signCount": 0})  # a copy of the key, from before its last use
    page.get_by_role("button", name=PASSKEY).click()
    expect(page.locator("#passkey-fault")).to_contain_text("did not answer what it was asked")
    device.replace(used)
    page.get_by_role("button", name=PASSKEY).click()
    page.wait_for_url("**/practice")

    page.goto("/account")
    page.get_by_text("Remove…").click()
    page.get_by_role("button", name="Remove Laptop").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is removed")
    sign_out(page)
    page.get_by_role("button", name=PASSKEY).click()
    expect(page.locator("#passkey-fault")).to_contain_text("not known here")


def test_one_device_makes_one_passkey_for_a_person(page: Page) -> None:
    Authenticator(page)
    page.goto("/account")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is ready")
    page.wait_for_load_state()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator("#passkey-fault")).to_contain_text("has a passkey for you already")


@pytest.fixture
def strict() -> Iterator[Server]:
    """A server of its own, without problems, that demands passkeys of the staff."""
    folder, port = Path(tempfile.mkdtemp(prefix="holdout-browser-")), free_port()
    bank = folder / "bank"
    bank.mkdir()
    settings = {
        "HOLDOUT_STAFF_PASSKEYS": "true",
        "HOLDOUT_PUBLIC_URL": f"http://localhost:{port}",
        "HOLDOUT_PROBLEMS_DIR": str(bank),
    }
    server = Server(folder, port=port, **settings)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def come_in(page: Page, email: str, password: str) -> None:
    page.goto("/signin?next=/studio")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def test_staff_add_a_passkey_before_anything_else_and_show_it_after_a_password(
    strict: Server, new_context: NewContext
) -> None:
    password = strict.add_user("ann@example.com", "Ann", "author")
    page = new_context(base_url=f"http://localhost:{strict.port}", storage_state=None).new_page()
    device = Authenticator(page)
    come_in(page, "ann@example.com", password)
    expect(page.get_by_role("heading", name="Add a passkey first")).to_be_visible()
    expect(page.get_by_role("navigation", name="Sections")).to_have_count(0)
    page.goto("/studio")
    expect(page.get_by_role("heading", name="Add a passkey first")).to_be_visible()
    page.get_by_label("What to call it").fill("Laptop")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/studio")
    sign_out(page)

    come_in(page, "ann@example.com", password)
    expect(page.get_by_role("heading", name="Show your passkey")).to_be_visible()
    page.wait_for_load_state()
    device.verifies(verifies=False)
    page.get_by_role("button", name="Show my passkey").click()
    expect(page.locator("#passkey-fault")).to_contain_text("No passkey was given")
    device.verifies(verifies=True)
    page.get_by_role("button", name="Show my passkey").click()
    page.wait_for_url("**/studio")
