"""Tables, and how a database file is opened so that nothing acknowledged is lost.

SQLite is run with a write-ahead log, full synchronisation and BEGIN IMMEDIATE: with its defaults it
made no write at all under the load of readers, and in these settings it lost none to ``kill -9``
(docs/data.md has the command). ``cell`` is the 1-degree square of a place,
``(floor(lat) + 90) * 360 + floor(lon) + 180``: an integer index that serves boxes about as fast as a
spatial one and needs no extension.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from geo.errors import StoreError

#: Raise by one with every change of a table, and add the step to ``MIGRATIONS``.
SCHEMA_VERSION = 3
#: Version reached -> statements that lead there from the one before.
MIGRATIONS: dict[int, tuple[str, ...]] = {
    # A few corrections among millions of rows of the machine are found by who made them.
    2: ("CREATE INDEX change_who ON change (who, seq)",),
    3: (),  # the table name_rule, which is made like any that is missing
}

#: Name of the lock by which writers take turns; any number that nobody else uses.
_TURN = 0x64617465

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
article = sa.Table(
    "article",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, index=True),
    sa.Column("source", sa.Text),
    sa.Column("published", sa.Text, index=True),
    sa.Column("added", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, index=True),
    sa.Column("record", sa.JSON, nullable=False),
)
run = sa.Table(
    "run",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("gazetteer", sa.Text),
)
stored_event = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("rev", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # live, merged, gone
    sa.Column("merged_into", sa.Text),
    sa.Column("article_id", sa.Text, sa.ForeignKey("article.id"), nullable=False, index=True),
    sa.Column("run_id", sa.Text, sa.ForeignKey("run.id")),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("day", sa.Text),
    sa.Column("day_end", sa.Text),
    sa.Column("place_id", sa.Text),
    sa.Column("lon", sa.Float),
    sa.Column("lat", sa.Float),
    sa.Column("cell", sa.Integer),
    sa.Column("confidence", sa.Float),
    sa.Column("machine", sa.JSON, nullable=False),
    sa.Column("overrides", sa.JSON, nullable=False),
    sa.Index("event_day_type", "day", "type"),
    sa.Index("event_cell_day", "cell", "day"),
)
change = sa.Table(
    "change",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("batch", sa.Text, nullable=False, index=True),
    sa.Column("ts", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("op", sa.Text, nullable=False),
    sa.Column("event_id", sa.Text, nullable=False, index=True),
    sa.Column("before", sa.JSON),
    sa.Column("after", sa.JSON),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("undoes", sa.Text, index=True),
    sa.Index("change_who", "who", "seq"),
)
name_rule = sa.Table(
    "name_rule",
    metadata,
    sa.Column("batch", sa.Text, primary_key=True),  # of the correction that made it
    sa.Column("ts", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("place", sa.JSON),
)
feed = sa.Table(
    "feed",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("added", sa.Text, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),
)


def default_url() -> str:
    """Address of the user's own store, under the platform's folder for application data."""
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('dateline') / 'events.db'}"


def parsed_url(url: str | None) -> sa.URL:
    """The address of a store, the user's own when None, taken apart.

    Raises
    ------
    StoreError
        It is no address, or one of a database that stores are not kept in.
    """
    told = url or default_url()
    advice = "Write sqlite:///PATH for a file, or postgresql+psycopg://USER@HOST/NAME for a server."
    if "://" not in told:
        msg = f"{told!r} is no address of a store. {advice} A file: sqlite:///{told}"
        raise StoreError(msg)
    try:
        parsed = make_url(told)
    except (sa.exc.ArgumentError, ValueError) as error:  # its text may hold a password
        msg = f"This address of a store cannot be read. {advice}"
        raise StoreError(msg) from error
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")  # the driver that the extra brings
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        msg = f"No store is kept in {parsed.get_backend_name()}. {advice}"
        raise StoreError(msg)
    return parsed


def open_engine(url: str | None) -> Engine:
    """Connect, create what is missing, and migrate an older store.

    Raises
    ------
    StoreError
        The store cannot be opened, is damaged, or was made by a newer version.
    """
    parsed = parsed_url(url)
    try:
        if parsed.get_backend_name() == "sqlite":
            _prepare_folder(parsed.database)
        options: dict[str, Any] = {"pool_pre_ping": True}
        if parsed.query.get("mode") == "memory":
            # One database in memory for all threads; it lives as long as the pool holds a connection.
            options |= {
                "poolclass": sa.QueuePool, "connect_args": {"check_same_thread": False}
            }  # fmt: skip
        engine = sa.create_engine(parsed, **options)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _pragmas)
            sa.event.listen(engine, "begin", _begin)
        else:
            sa.event.listen(engine, "begin", _take_turn)
        try:
            _migrate(engine)
        except BaseException:
            engine.dispose()  # who is refused leaves no connection behind
            raise
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
        msg = f"The store {parsed.render_as_string()} cannot be opened: {reason(error)}"
        raise StoreError(msg) from error
    return engine


def reason(error: Exception) -> str:
    """One line of what went wrong and what to do, for the person at the screen."""
    text = str(getattr(error, "orig", None) or error).splitlines()[0]
    advice = {
        "disk is full": "The disk is full: free some space; nothing saved before is lost.",
        "disk I/O": "The disk does not take it: is it full, or gone? Nothing saved before is lost.",
        "readonly": "The folder is read-only: choose another with DATELINE_STORE=sqlite:///PATH.",
        "unable to open": "The folder cannot be written: choose another with DATELINE_STORE=sqlite:///PATH.",
        "Permission denied": "The folder cannot be written: choose another with DATELINE_STORE=sqlite:///PATH.",
        "No such file": "The folder cannot be made: choose another with DATELINE_STORE=sqlite:///PATH.",
        "malformed": "The file is damaged: restore a backup with `geo store restore`.",
        "not a database": "This is not a Dateline store: choose another file.",
        "locked": "Another program holds the store: try again, or close it.",
        "connection failed": "Does the server run, and are host, port, name and password right?",
        "No module named": "PostgreSQL needs the extra: pip install 'dateline[postgres]'.",
    }
    return next((f"{text}. {a}" for key, a in advice.items() if key in text), text)


def _prepare_folder(database: str | None) -> None:
    if database and database != ":memory:" and not database.startswith("file:"):
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 (a DBAPI connection)
    connection.isolation_level = None  # BEGIN is ours, see _begin
    try:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=30000",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:  # a damaged file: the pool does not know this connection yet
        connection.close()
        raise


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _take_turn(connection: sa.Connection) -> None:
    """Writers of a PostgreSQL store take turns, as those of SQLite do.

    What is read in a write transaction then still holds when it is written: two who save one
    article save it once, and a re-coding does not write over a correction made meanwhile.
    """
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _migrate(engine: Engine) -> None:
    """Make what is missing, or lead an older store to this schema; all of it or nothing."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        there = set(sa.inspect(connection).get_table_names())
        if there and meta.name not in there and engine.dialect.name == "sqlite":
            msg = "This is not a Dateline store: it holds other tables. Choose another file."
            raise StoreError(msg)
        found = _version(connection) if meta.name in there else None
        if found is not None and found > SCHEMA_VERSION:
            msg = f"The store was made by a newer Dateline (schema {found}). Update Dateline."
            raise StoreError(msg)
        metadata.create_all(connection)
        if found is None:
            connection.execute(meta.insert().values(name="schema", value=str(SCHEMA_VERSION)))
            return
        for version in range(found + 1, SCHEMA_VERSION + 1):
            for statement in MIGRATIONS[version]:
                connection.exec_driver_sql(statement)
        if found < SCHEMA_VERSION:
            connection.execute(
                meta.update().where(meta.c.name == "schema").values(value=str(SCHEMA_VERSION))
            )


def _version(connection: sa.Connection) -> int | None:
    found = connection.execute(sa.select(meta.c.value).where(meta.c.name == "schema")).scalar()
    return None if found is None else int(found)
