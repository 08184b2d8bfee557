"""Is the store whole? Copy it, bring a copy back, write it all out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from geo.errors import StoreError
from geo.records import article_record, event_record
from geo.store import schema
from geo.store.store import Store


def check(store: Store) -> dict[str, int | str]:
    """Look for damage, and count.

    Returns
    -------
    dict
        ``integrity`` ("ok" or what the database says), and numbers of articles, events, live
        events, changes, and of events that the journal does not know (must be 0).
    """
    counts: dict[str, int | str] = {"integrity": _integrity(store)}
    event, change = schema.stored_event, schema.change
    live = sa.select(sa.func.count()).select_from(event).where(event.c.status == "live")
    known = sa.select(change.c.event_id)
    orphans = sa.select(sa.func.count()).select_from(event).where(event.c.id.not_in(known))
    with store.reading() as connection:
        for name, table in (("articles", schema.article), ("events", event), ("changes", change)):
            counts[name] = connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
        counts["live events"] = connection.execute(live).scalar_one()
        counts["events without journal"] = connection.execute(orphans).scalar_one()
    return counts


def _integrity(store: Store) -> str:
    if store.engine.dialect.name != "sqlite":
        return "ok"
    with store.reading() as connection:
        return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar_one())


def backup(store: Store, target: Path) -> Path:
    """Copy a SQLite store to a file while others go on writing.

    Raises
    ------
    StoreError
        The store is not SQLite (use ``pg_dump``), or the file cannot be written.
    """
    source = _sqlite_path(store)
    partial = target.with_name(target.name + ".partial")
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(partial)) as new:
            old.backup(new)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        msg = f"No backup was made: {schema.reason(error)}"
        raise StoreError(msg) from error
    return target


def restore(copy: Path, url: str | None) -> None:
    """Put a backup in the place of a SQLite store; what was there is kept beside it as ``.before``.

    Raises
    ------
    StoreError
        The copy is not a whole Dateline store; then nothing is touched.
    """
    checked = Store.open(f"sqlite:///{copy}")
    try:
        found = check(checked)["integrity"]
    finally:
        checked.close()
    if found != "ok":
        msg = f"{copy} is damaged ({found}); nothing was restored."
        raise StoreError(msg)
    target = Path(sa.engine.make_url(url or schema.default_url()).database or "")
    if target.exists():
        existing = Store.open(f"sqlite:///{target}")
        backup(existing, target.with_name(target.name + ".before"))
        existing.close()
    with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def export(store: Store) -> Iterator[str]:
    """The whole store as JSON lines: articles, events as corrected, the journal."""
    for one in store.articles():
        yield _line("article", article_record(one))
    for event in store.events():
        yield _line("event", event_record(event, with_text=False))
    for row in store.journal():
        yield _line("change", {name: getattr(row, name) for name in row.__slots__})


def _line(kind: str, record: dict[str, object]) -> str:
    return json.dumps({"kind": kind, **record}, ensure_ascii=False) + "\n"


def _sqlite_path(store: Store) -> str:
    url = store.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        msg = "Only a SQLite store is copied as a file; for PostgreSQL use pg_dump and pg_restore."
        raise StoreError(msg)
    return url.database
