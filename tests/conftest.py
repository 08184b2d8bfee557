"""What every test gets: no network but loopback, and a loud word about what was skipped."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

#: A busy machine is no failure: no property test has a time limit of its own.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Only loopback may be reached; servers the tests start live there."""
    import pytest_socket

    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that measure on the corpora need ../shared; elsewhere they are skipped, and said."""
    if SHARED.is_dir():
        return
    reason = f"SKIPPED LOUDLY: {SHARED} is not beside the checkout, corpora tests did not run"
    for item in items:
        if "corpora" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def seed_article():
    """The founding article, dated; its text is not part of the repository."""
    path = SHARED / "seed" / "article.txt"
    if not path.exists():
        pytest.skip("SKIPPED LOUDLY: ../shared/seed/article.txt is not here")
    from datetime import date

    from geo.articles import article_from_text

    return article_from_text(path.read_text(encoding="utf-8"), published=date(2022, 1, 6))


#: The module that this process was started as.
_MAIN = sys.modules["__main__"]


def pytest_runtest_teardown() -> None:
    """Put the process's own ``__main__`` back: streamlit's runs leave theirs in its place.

    Workers that a later test spawns would run that script first, and fail.
    """
    sys.modules["__main__"] = _MAIN
