"""Articles, events and the journal of corrections, in SQLite by default, PostgreSQL by URL.

``Store.open()`` opens the user's own file; ``Store.open("postgresql+psycopg://…")`` a team's server.
One code path serves both (SQLAlchemy Core). What the machine coded and what a person corrected are
kept apart, so a correction survives re-coding and re-import; every change is a row of an append-only
journal with who, when and why, and can be undone.
"""

from __future__ import annotations

from geo.store.store import Store

__all__ = ["Store"]
