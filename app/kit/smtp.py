"""Handing one mail to a mail server. Knows no people and no queue."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Literal, Protocol

from app.kit.clock import Clock
from app.kit.text import plain

TIMEOUT_SECONDS = 20
SENDER = "Holdout"
_PERMANENT = 500


class NotSent(Exception):
    """The mail was not taken; `for_good` when trying again is of no use."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        self.reason, self.for_good = reason, for_good
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: plain text to one address."""

    to: str
    subject: str
    text: str


class Post(Protocol):
    """Takes mails on their way."""

    async def send(self, letter: Letter) -> None:
        """Hand it over; NotSent says why it was not taken."""
        ...

    async def greet(self) -> None:
        """Whether mails would be taken, as far as can be told without one; NotSent says why not."""
        ...


@dataclass(frozen=True, slots=True)
class SmtpPost:
    """The mail server of the settings."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str | None
    password: str | None
    sender: str
    clock: Clock

    async def send(self, letter: Letter) -> None:
        """Hand it over in a thread."""
        await asyncio.to_thread(self._speak, letter)

    async def greet(self) -> None:
        """Connect and sign in, in a thread."""
        await asyncio.to_thread(self._speak, None)

    def _speak(self, letter: Letter | None) -> None:
        try:
            message = self._message(letter) if letter else None
            with self._connect() as server:
                if self.user:
                    server.login(self.user, self.password or "")
                if letter and message:
                    server.send_message(message, from_addr=self.sender, to_addrs=[letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()), (0, b""))
            raise NotSent(_told(code, reason), for_good=code >= _PERMANENT) from error
        except smtplib.SMTPAuthenticationError as error:  # mended by whoever operates Holdout, not by the address
            raise NotSent(_told(error.smtp_code, error.smtp_error), for_good=False) from error
        except smtplib.SMTPResponseException as error:
            raise NotSent(_told(error.smtp_code, error.smtp_error), for_good=error.smtp_code >= _PERMANENT) from error
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            raise NotSent(f"The mail cannot be written for this server: {error}", for_good=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"{self.host}:{self.port} cannot be reached: {error}", for_good=False) from error

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        if self.security == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address(SENDER, addr_spec=self.sender)
        username, _, domain = letter.to.rpartition("@")
        message["To"] = Address(username=username, domain=domain)  # from a whole address it takes ASCII only
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(self.clock.now())
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message


def _told(code: int, reason: bytes | str) -> str:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return f"The mail server said {code}: {plain(text[:300])}"
