"""`holdout user`: people with an account."""

import asyncio
import secrets
import sys
from typing import Annotated

import typer

from app.cli import work
from app.identity.actor import Role

users = typer.Typer(no_args_is_help=True, help="People with an account.")


@users.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    name: Annotated[str, typer.Option(help="How the person is called.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="Repeat for several; candidate when left out.")] = None,
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
) -> None:
    """Make an account; without --password-stdin a random password is made and printed once."""
    with work.explained():
        from app import serve as serving

        password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
        roles = role or [Role.CANDIDATE]
        with serving.migrated_database(work.settings(), work.say) as url:
            asyncio.run(serving.add_person(url, email=email, name=name, password=password, roles=roles))
        print(email if password_stdin else f"{email}   password: {password}   (shown only now)")


@users.command("forget-passkeys")
def forget_passkeys(email: Annotated[str, typer.Argument(help="The person's e-mail address.")]) -> None:
    """Take somebody's passkeys away, whose device is lost, and sign them out everywhere."""
    with work.explained():
        from app import serve as serving

        with serving.migrated_database(work.settings(), work.say) as url:
            gone = asyncio.run(serving.forget_passkeys(url, email))
        print(f"{email}   {gone} passkeys forgotten")
