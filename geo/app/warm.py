"""What the first page needs, fetched while the reader's browser is still loading its scripts.

Tables, maps and the coded samples take about a second to load. The server is idle for as long
after it answers, because the browser has to read the page's own scripts first.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Final

from geo.settings import Settings

if TYPE_CHECKING:
    import streamlit as st

_LOG = logging.getLogger(__name__)
#: In the order in which the page comes to need them. Not streamlit_folium, nor what imports it: a
#: component that is declared outside a page's run is never served (404).
_ROOMS: Final = (
    "geo.app.page", "pandas", "geopandas", "folium.plugins", "geo.maps", "geo.app.inputs",
    "geo.app.side_panel",
)  # fmt: skip


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Begin to load when the server starts, in a thread that ends with it."""
    Thread(target=load, name="warm", daemon=True).start()
    yield


def load() -> None:
    """Import the rooms and lay the samples out; what fails here fails again where it is shown."""
    try:
        for room in _ROOMS:
            import_module(room)
        from geo.app.data import sample_dataset
        from geo.app.opened import opened_dataset

        opened_dataset() or sample_dataset(Settings.from_env())
    except Exception:  # noqa: BLE001 (the page says it to the reader; here nobody reads)
        _LOG.debug("could not load ahead", exc_info=True)
