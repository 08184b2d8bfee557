"""Frames for the map's tests."""

from __future__ import annotations

import pytest

from tests.map_frames import few_events, hostile_events


@pytest.fixture
def few():
    return few_events()


@pytest.fixture
def hostile():
    return hostile_events()
