"""Is the store whole? Copy it, bring a copy back, write it all out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
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
    source = _sqlite_path(store.engine.url)
    if target.exists() and target.samefile(source):
        msg = f"No backup was made: {target} is the store itself. Choose another file."
        raise StoreError(msg)
    partial = target.with_name(target.name + ".partial")
    try:
        partial.touch()  # says better than SQLite why it cannot be made
        _copy(source, partial)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        told = _cannot_write(target, error)
        msg = f"No backup was made: {told}"
        raise StoreError(msg) from error
    return target


def restore(copy: Path, url: str | None) -> Path | None:
    """Put a backup in the place of a SQLite store; the backup itself is only read.

    Returns
    -------
    Path or None
        Where what was there, damaged or not, is kept (``.before``); None when nothing was.

    Raises
    ------
    StoreError
        The copy is not a whole Dateline store, or the store is not SQLite; then nothing is touched.
    """
    target = _sqlite_path(schema.parsed_url(url))
    fresh = target.with_name(target.name + ".restoring")
    try:
        _look_at(copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        fresh.touch()
        _copy(copy, fresh)
        _check_whole(fresh, copy)
        before = _set_aside(target) if target.exists() else None
        _copy(fresh, target)
    except (sqlite3.Error, OSError) as error:
        msg = f"Nothing was restored: {_cannot_write(target, error)}"
        raise StoreError(msg) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return before


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _cannot_write(target: Path, error: Exception) -> str:
    """What went wrong, and what to do, where a copy of a store is made."""
    if isinstance(error, OSError):
        return f"{target} cannot be written ({error.strerror}). Choose another folder."
    return schema.reason(error)


def _look_at(copy: Path) -> None:
    """Raise for a file that is no store, without making one of it."""
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as old:
            found = old.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
    except sqlite3.Error as error:
        msg = f"{copy} cannot be read ({error}); nothing was restored. Choose another backup."
        raise StoreError(msg) from error
    if found is None:
        msg = f"{copy} is not a Dateline store; nothing was restored. Choose another file."
        raise StoreError(msg)


def _check_whole(fresh: Path, copy: Path) -> None:
    """Raise unless the new store opens (an older one is migrated) and is undamaged."""
    try:
        with closing(Store.open(f"sqlite:///{fresh}")) as opened:
            found = check(opened)["integrity"]
    except StoreError as error:
        msg = f"{copy} is no whole store, and nothing was restored. {error}"
        raise StoreError(msg) from error
    if found != "ok":
        msg = f"{copy} is damaged ({found}); nothing was restored. Choose another backup."
        raise StoreError(msg)


def _set_aside(target: Path) -> Path:
    """Keep what was there as ``.before``: a copy where others may hold it open, else the file itself."""
    before = target.with_name(target.name + ".before")
    try:
        existing = Store.open(f"sqlite:///{target}")
    except StoreError:  # damaged: it cannot be copied as a store, nor be written into
        for ending in ("", "-wal", "-shm"):
            part = target.with_name(target.name + ending)
            if part.exists():
                part.replace(before.with_name(before.name + ending))
        return before
    with closing(existing):
        return backup(existing, before)


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


def _sqlite_path(url: sa.URL) -> Path:
    if url.get_backend_name() != "sqlite" or not url.database:
        msg = "Only a SQLite store is copied as a file; for PostgreSQL use pg_dump and pg_restore."
        raise StoreError(msg)
    return Path(url.database)
