"""Is the store whole? Copy it, bring a copy back, write it all out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa

from geo.errors import StoreError
from geo.records import article_record, event_record
from geo.store import schema
from geo.store.rules import rules
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
    """Put a backup in the place of a SQLite store; what was there, damaged or not, is kept as ``.before``.

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
        _set_aside(target)
    with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _set_aside(target: Path) -> None:
    """Keep what was there as ``.before``: a copy where others may hold it open, else the file itself."""
    before = target.with_name(target.name + ".before")
    try:
        existing = Store.open(f"sqlite:///{target}")
    except StoreError:  # damaged: it cannot be copied as a store, nor be written into
        for ending in ("", "-wal", "-shm"):
            part = target.with_name(target.name + ending)
            if part.exists():
                part.replace(before.with_name(before.name + ending))
        return
    try:
        backup(existing, before)
    finally:
        existing.close()


def export(store: Store) -> Iterator[str]:
    """The whole store as JSON lines: articles, events as corrected, the journal."""
    for one in store.articles():
        yield _line("article", article_record(one))
    for event in store.events():
        yield _line("event", event_record(event, with_text=False))
    for rule in rules(store):
        yield _line("rule", asdict(rule))
    for row in store.journal():
        yield _line("change", {name: getattr(row, name) for name in row.__slots__})


def changes_of(store: Store, run_id: str) -> Iterator[str]:
    """What a run coded otherwise than the one before: a line of text for each event."""
    for row in store.journal(batch=run_id):
        event = store.event(row.event_id)
        told = f"{event.id}\t{event.event_type}\t{event.place.name if event.place else '-'}"
        if row.before is None or row.after is None:
            yield f"new\t{told}"
        elif row.after["status"] == "gone":
            yield f"gone\t{told}"
        else:
            old, new = row.before["machine"], row.after["machine"]
            names = [name for name in new if old.get(name) != new[name]] or ["coded again"]
            kept = sorted(set(row.after["overrides"]) & set(names))
            corrected = f"\tcorrected by hand, kept: {', '.join(kept)}" if kept else ""
            yield f"changed\t{told}\t{', '.join(names)}{corrected}"


def add_geometry(store: Store) -> None:
    """Give the events of a PostgreSQL store a geometry column, for those who open it in QGIS.

    The column ``geom`` is generated from ``lon`` and ``lat`` by the server, so nothing else of
    Dateline knows of it. Done again, it changes nothing.

    Raises
    ------
    StoreError
        The store is not PostgreSQL, or the server has no PostGIS.
    """
    if store.engine.dialect.name != "postgresql":
        msg = "A geometry column is for PostgreSQL; a SQLite store is exported as GeoPackage."
        raise StoreError(msg)
    with store.writing() as connection:
        for statement in (
            "CREATE EXTENSION IF NOT EXISTS postgis",
            (
                "ALTER TABLE event ADD COLUMN IF NOT EXISTS geom geometry(Point, 4326) GENERATED"
                " ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED"
            ),
            "CREATE INDEX IF NOT EXISTS event_geom ON event USING gist (geom)",
        ):
            connection.exec_driver_sql(statement)


def _line(kind: str, record: dict[str, object]) -> str:
    return json.dumps({"kind": kind, **record}, ensure_ascii=False) + "\n"


def _sqlite_path(store: Store) -> str:
    url = store.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        msg = "Only a SQLite store is copied as a file; for PostgreSQL use pg_dump and pg_restore."
        raise StoreError(msg)
    return url.database
