"""HTML to PDF. Nothing is fetched: a page for print carries its style, and has neither script nor picture."""

import sys

from app.errors import Unprintable
from app.kit import programs
from app.kit.waiting import Places

MOST_SECONDS = 20
PLACES = Places(2, waiting=8, retry_after=5)  # a report takes two seconds
# A process of its own: laying out a page holds the interpreter, and the libraries below are not ours.
_PRINT = """
import sys
from weasyprint import HTML
from weasyprint.urls import URLFetcher

page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=URLFetcher(allowed_protocols=()))
page.write_pdf(sys.stdout.buffer, pdf_tags=True)
"""


async def pdf(html: str) -> bytes:
    """The document as a tagged PDF.

    Raises:
        Unprintable (the system's libraries are missing, or it took too long), TooManyRequests (others are waiting)
    """
    async with PLACES.one():
        try:
            printed = await programs.answer([sys.executable, "-I", "-c", _PRINT], html.encode(), MOST_SECONDS)
        except (TimeoutError, OSError) as error:
            raise Unprintable from error
    if not printed.rstrip().endswith(b"%%EOF"):
        raise Unprintable
    return printed
