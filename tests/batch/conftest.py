"""A batch in small parts, in this process or on workers."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from geo.batch import crew, parts, pieces
from geo.pipeline import Pipeline
from tests.batch.made_archive import archive, expected_of


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(pieces, "PART_SIZE", 2)
    monkeypatch.setattr(parts, "BUCKET_PARTS", 2)


@pytest.fixture
def worked(monkeypatch, small_parts):
    """The work is done in this process; gives the names of what was done."""
    names = []

    @contextmanager
    def alone(_workers, _scheduler):
        def work(function, todo, deaths=None, **given):
            for name in todo:
                names.append(name)
                yield function(name, **given)

        yield work

    monkeypatch.setattr(crew, "crew", alone)
    return names


@pytest.fixture(scope="session")
def expected():
    """What coding the whole archive at once finds."""
    return expected_of(Pipeline().code_many(archive()))
