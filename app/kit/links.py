"""Addresses that people are sent: never made from a request's Host header where the operator has named the address."""

from fastapi import Request


def base_of(request: Request) -> str:
    """Where people reach this installation, without a slash at the end.

    Without `HOLDOUT_PUBLIC_URL` it is what the asking browser used, and nobody but its person is shown the link.
    """
    public: str | None = request.app.state.settings.public_url
    return (public or str(request.base_url)).rstrip("/")
