"""The page with the interface for programs beside it; ``make run`` and ``geo app`` run this script."""

from __future__ import annotations

import streamlit as st

from geo.app.api import routes
from geo.app.warm import lifespan
from geo.resources import app_script

app = st.App(app_script(), routes=routes(), lifespan=lifespan)
