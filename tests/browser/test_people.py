"""Inviting people by mail, coming in by a provider, and leaving: with a mail server and a provider of its own."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from serving import Server, free_port
from workspace import NewContext, sign_in, violations

from tests.app.mailing import Postbox, mail_server
from tests.providing import provider

PASSWORD = "correct horse battery"  # noqa: S105 - of people who live for one test
PATIENCE = 30.0
NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def box() -> Iterator[Postbox]:
    with mail_server(free_port()) as box:
        yield box


@pytest.fixture(scope="module")
def company(box: Postbox) -> Iterator[Server]:
    """A server with mail and a provider."""
    port = free_port()
    address = f"http://localhost:{port}"
    folder = Path(tempfile.mkdtemp(prefix="holdout-people-"))
    with provider(free_port(), f"{address}/signin/provider/callback") as issuer:
        serving = Server(
            folder,
            port=port,
            HOLDOUT_PUBLIC_URL=address,
            HOLDOUT_SMTP_HOST="127.0.0.1",
            HOLDOUT_SMTP_PORT=str(box.port),
            HOLDOUT_SMTP_SECURITY="none",
            HOLDOUT_OIDC_ISSUER=issuer,
            HOLDOUT_OIDC_CLIENT_ID="holdout",
            HOLDOUT_OIDC_CLIENT_SECRET="secret of holdout",  # noqa: S106 - the test's provider knows it too
            HOLDOUT_OIDC_NAME="Example SSO",
        )
        serving.url = address
        serving.start()
        yield serving
        serving.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def administrator(company: Server, browser: Browser) -> object:
    email, password = company.first_sign_in()
    page = browser.new_page(base_url=company.url)
    sign_in(page, email, password)
    state = page.context.storage_state()
    page.context.close()
    return state


@pytest.fixture
def admin(company: Server, new_context: NewContext, administrator: object) -> Page:
    return new_context(base_url=company.url, storage_state=administrator).new_page()


@pytest.fixture
def visitor(company: Server, new_context: NewContext) -> Page:
    return new_context(base_url=company.url, storage_state=None).new_page()


def mailed(box: Postbox, to: str) -> str:
    """The link of the newest mail to somebody, once it is there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for letter, recipients in zip(reversed(box.letters), reversed(box.recipients), strict=True):
            if recipients == [to]:
                return str(re.search(r"http://localhost\S+", letter.get_content())[0])  # type: ignore[index]  # there is one
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to}")


def invite(admin: Page, email: str, name: str, role: str) -> None:
    admin.goto("/people")
    admin.get_by_role("link", name="Invite somebody").click()
    admin.get_by_label("E-mail address").fill(email)
    admin.get_by_label("Name", exact=True).fill(name)
    admin.get_by_role("checkbox", name="Candidate").uncheck()
    admin.get_by_role("checkbox", name=role).check()
    admin.get_by_role("button", name="Invite").click()
    expect(admin.get_by_role("heading", name=f"{name} is invited")).to_be_visible()


def clean(page: Page) -> None:
    """No fault that axe knows, wide and narrow, and nothing that has to be scrolled for sideways."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert [] == violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_somebody_is_invited_by_mail_and_comes_in_by_the_provider_later(
    admin: Page, visitor: Page, box: Postbox
) -> None:
    invite(admin, "ines@example.com", "Ines", "Interviewer")
    visitor.goto(mailed(box, "ines@example.com"))
    visitor.get_by_label("Password").fill(PASSWORD)
    clean(visitor)
    visitor.get_by_role("button", name="Make the account").click()
    visitor.wait_for_url("**/practice")
    expect(visitor.get_by_role("link", name="Interviews")).to_be_visible()
    visitor.get_by_role("button", name="Sign out", exact=True).click()

    visitor.get_by_role("link", name="Continue with Example SSO").click()
    visitor.locator("input[name=login]").fill("ines")
    visitor.locator("input[name=password]").fill("any")
    visitor.locator("button[type=submit]").click()
    visitor.wait_for_url("**/practice")
    visitor.goto("/account")
    expect(visitor.get_by_text("by single sign-on")).to_be_visible()
    clean(visitor)


def test_a_lost_password_is_replaced_by_mail(company: Server, visitor: Page, box: Postbox) -> None:
    company.add_user("paul@example.com", "Paul", "reviewer")
    visitor.goto("/signin")
    clean(visitor)
    visitor.get_by_role("link", name="Password forgotten?").click()
    visitor.get_by_label("E-mail address").fill("paul@example.com")
    visitor.get_by_role("button", name="Mail me a link").click()
    expect(visitor.get_by_role("status")).to_contain_text("If paul@example.com has an account")
    clean(visitor)
    visitor.goto(mailed(box, "paul@example.com"))
    clean(visitor)
    visitor.get_by_label("Password").fill("quite another one")
    visitor.get_by_role("button", name="Save and come in").click()
    visitor.wait_for_url("**/practice")


def test_an_administrator_looks_after_people(company: Server, admin: Page, visitor: Page, box: Postbox) -> None:
    password = company.add_user("lea@example.com", "Lea", "interviewer")
    sign_in(visitor, "lea@example.com", password)

    admin.goto("/people?q=lea")
    clean(admin)
    admin.get_by_role("link", name="Lea", exact=True).click()
    admin.get_by_role("checkbox", name="Author").check()
    with admin.expect_navigation():
        admin.get_by_role("button", name="Save roles").click()
    expect(admin.get_by_role("checkbox", name="Author")).to_be_checked()
    clean(admin)
    visitor.reload()
    visitor.get_by_role("navigation", name="Sections").get_by_role("button", name="Problems").click()
    expect(visitor.get_by_role("link", name="Statistics")).to_be_visible()

    admin.get_by_text("Deactivate…").click()
    clean(admin)
    admin.get_by_role("button", name="Deactivate Lea").click()
    expect(admin.get_by_role("button", name="Activate")).to_be_visible()
    visitor.reload()
    expect(visitor).to_have_url(re.compile("/signin"))

    invite(admin, "waits@example.com", "Wim", "Reviewer")
    clean(admin)
    mailed(box, "waits@example.com")
    for page in (
        "/people/invitations",
        "/people/mail",
        "/people/mail?state=failed",
        "/people?state=guest",
        "/people/invite",
    ):
        admin.goto(page)
        clean(admin)
    admin.goto("/people/invitations")
    admin.get_by_text("Withdraw…").first.click()
    admin.get_by_role("button", name="Withdraw it").first.click()
    expect(admin.get_by_text("waits@example.com")).to_have_count(0)


def test_the_only_administrator_is_told_why_they_stay(admin: Page) -> None:
    admin.goto("/people?role=admin")
    admin.get_by_role("main").get_by_role("link", name="Administrator").click()
    admin.get_by_text("Deactivate…").click()
    admin.get_by_role("button", name="Deactivate Administrator").click()
    expect(admin.get_by_text("An installation needs an administrator")).to_be_visible()
