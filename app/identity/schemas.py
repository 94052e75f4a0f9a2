"""Shapes identity takes from forms."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints

from app.kit.text import plain


class SignInForm(BaseModel):
    """What the sign-in page sends."""

    email: Annotated[str, StringConstraints(max_length=320), AfterValidator(plain)] = ""
    password: Annotated[str, StringConstraints(max_length=4096)] = ""
    next: Annotated[str, StringConstraints(max_length=2048)] = "/practice"
