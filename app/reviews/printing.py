"""HTML to PDF. Nothing is fetched: a page for print carries its style, and has neither script nor picture."""

import asyncio
import subprocess
import sys

from app.errors import Unprintable

MOST_SECONDS = 20
# A process of its own: laying out a page holds the interpreter, and the libraries below are not ours.
_PRINT = """
import sys
from weasyprint import HTML
from weasyprint.urls import URLFetcher

page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=URLFetcher(allowed_protocols=()))
page.write_pdf(sys.stdout.buffer, pdf_tags=True)
"""


async def pdf(html: str) -> bytes:
    """The document as a tagged PDF. Unprintable when the system's libraries are missing, or it took too long."""
    return await asyncio.to_thread(_printed, html)


def _printed(html: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PRINT],
            input=html.encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as error:
        raise Unprintable from error
    return done.stdout
