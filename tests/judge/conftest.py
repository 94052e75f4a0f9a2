from collections.abc import Iterator

import pytest

from tests.judge.local import Zygotes


@pytest.fixture(scope="session")
def zygotes() -> Iterator[Zygotes]:
    with Zygotes() as started:
        yield started
