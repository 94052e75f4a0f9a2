"""Shapes identity takes from forms."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from app.kit.text import PlainText


class SignInForm(BaseModel):
    """What the sign-in page sends."""

    email: Annotated[PlainText, StringConstraints(max_length=320)] = ""
    password: Annotated[str, StringConstraints(max_length=4096)] = ""
    next: Annotated[str, StringConstraints(max_length=2048)] = "/practice"
