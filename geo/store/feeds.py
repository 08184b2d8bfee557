"""The feeds that are polled, and what is known of each between two polls.

The state is plain data of ``geo.articles``; the store keeps it and does not look inside.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from geo.errors import StoreError
from geo.store.schema import feed
from geo.store.store import Store, now


def add_feed(store: Store, url: str) -> bool:
    """Remember a feed; False when it is there already."""
    with store.writing() as connection:
        if connection.execute(sa.select(feed.c.url).where(feed.c.url == url)).first():
            return False
        connection.execute(feed.insert().values(url=url, added=now(), state={}))
    return True


def feeds(store: Store) -> dict[str, dict[str, Any]]:
    """Every feed with its state, in the order they were added."""
    with store.reading() as connection:
        rows = connection.execute(sa.select(feed).order_by(feed.c.added, feed.c.url))
        return {row.url: row.state for row in rows}


def keep_state(store: Store, url: str, state: dict[str, Any]) -> None:
    """Write down what a poll learnt.

    Raises
    ------
    StoreError
        There is no such feed.
    """
    with store.writing() as connection:
        done = connection.execute(feed.update().where(feed.c.url == url).values(state=state))
        if not done.rowcount:
            msg = f"{url} is not one of the feeds. Add it with `geo feed add`."
            raise StoreError(msg)


def remove_feed(store: Store, url: str) -> None:
    """Forget a feed and what was known of it.

    Raises
    ------
    StoreError
        There is no such feed.
    """
    with store.writing() as connection:
        if not connection.execute(feed.delete().where(feed.c.url == url)).rowcount:
            msg = f"{url} is not one of the feeds; `geo feed list` names them."
            raise StoreError(msg)
