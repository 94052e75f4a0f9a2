"""`python -m tests.faults.system.listener URL` prints whatever it hears on the channel `told`, and when it connects."""

import asyncio
import sys

from app.kit import log
from app.kit.db import libpq_url
from app.kit.notify import listen


def heard(payload: str) -> None:
    sys.stdout.write(f"{payload or 'connected'}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    log.configure("console", "ERROR")
    asyncio.run(listen(libpq_url(sys.argv[1]), "told", heard, asyncio.Event()))
