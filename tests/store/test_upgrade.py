"""A store that an older Dateline made, and one that a newer one did."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace

import pytest
import sqlalchemy as sa

from geo.errors import StoreError
from geo.records import article_record, event_record
from geo.settings import Settings
from geo.store import Store
from geo.store.corrections import By, correct, undoable
from geo.store.maintenance import add_geometry, check
from geo.store.schema import SCHEMA_VERSION, metadata
from tests.builders import KAZAKHSTAN, make_event

#: The tables of schema 1, as its release made them. Never to be changed.
SCHEMA_1 = (
    "CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name))",
    ("CREATE TABLE article (id TEXT NOT NULL, url TEXT, source TEXT, published TEXT, added TEXT NOT NULL,"
    " fingerprint TEXT, record JSON NOT NULL, PRIMARY KEY (id))"),
    "CREATE INDEX ix_article_url ON article (url)",
    "CREATE INDEX ix_article_published ON article (published)",
    "CREATE INDEX ix_article_fingerprint ON article (fingerprint)",
    ("CREATE TABLE run (id TEXT NOT NULL, started TEXT NOT NULL, version TEXT NOT NULL, settings JSON NOT NULL,"
    " gazetteer TEXT, PRIMARY KEY (id))"),
    ("CREATE TABLE event (id TEXT NOT NULL, rev INTEGER NOT NULL, status TEXT NOT NULL, merged_into TEXT,"
    " article_id TEXT NOT NULL, run_id TEXT, type TEXT NOT NULL, day TEXT, day_end TEXT, place_id TEXT,"
    " lon FLOAT, lat FLOAT, cell INTEGER, confidence FLOAT, machine JSON NOT NULL, overrides JSON NOT NULL,"
    " PRIMARY KEY (id), FOREIGN KEY(article_id) REFERENCES article (id),"
    " FOREIGN KEY(run_id) REFERENCES run (id))"),
    "CREATE INDEX event_day_type ON event (day, type)",
    "CREATE INDEX event_cell_day ON event (cell, day)",
    "CREATE INDEX ix_event_article_id ON event (article_id)",
    ("CREATE TABLE change (seq {serial}, batch TEXT NOT NULL, ts TEXT NOT NULL, who TEXT NOT NULL,"
    " op TEXT NOT NULL, event_id TEXT NOT NULL, before JSON, after JSON, why TEXT NOT NULL, undoes TEXT)"),
    "CREATE INDEX ix_change_batch ON change (batch)",
    "CREATE INDEX ix_change_event_id ON change (event_id)",
    "CREATE INDEX ix_change_undoes ON change (undoes)",
    "CREATE TABLE feed (url TEXT NOT NULL, added TEXT NOT NULL, state JSON NOT NULL, PRIMARY KEY (url))",
    "INSERT INTO meta VALUES ('schema', '1')",
)  # fmt: skip
SERIAL = {"sqlite": "INTEGER NOT NULL PRIMARY KEY", "postgresql": "SERIAL NOT NULL PRIMARY KEY"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old_url(request, tmp_path):
    """A store of schema 1 with one event that was corrected."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'events.db'}"
    else:
        url = request.getfixturevalue("empty_postgres")
    engine = sa.create_engine(url)
    event = make_event()
    before = {"machine": event_record(event, with_text=False), "overrides": {}, "status": "live",
              "merged_into": None}  # fmt: skip
    overrides = {"event_type": "ASSAULT", "review_status": "corrected"}
    text = {name: json.dumps(value) for name, value in {
        "record": article_record(event.article), "machine": before["machine"], "overrides": overrides,
        "before": before, "after": {**before, "overrides": overrides}}.items()}  # fmt: skip
    ids = {"id": event.id, "article": event.article.id}
    with engine.begin() as connection:
        metadata.drop_all(connection)
        for statement in SCHEMA_1:
            connection.exec_driver_sql(statement.format(serial=SERIAL[request.param]))
        for statement in (
            "INSERT INTO article (id, added, record) VALUES (:article, '2026-01-01', :record)",
            "INSERT INTO run VALUES ('r1', '2026-01-01', '0.1.0', '{}', NULL)",
            (
                "INSERT INTO event (id, rev, status, article_id, run_id, type, machine, overrides)"
                " VALUES (:id, 2, 'live', :article, 'r1', 'ASSAULT', :machine, :overrides)"
            ),
            (
                "INSERT INTO change (batch, ts, who, op, event_id, why)"
                " VALUES ('r1', '2026-01-01', 'machine', 'add', :id, '')"
            ),
            (
                "INSERT INTO change (batch, ts, who, op, event_id, before, after, why)"
                " VALUES ('c1', '2026-01-02', 'ana', 'correct', :id, :before, :after, 'read it')"
            ),
        ):
            connection.execute(sa.text(statement), {**ids, **text})
    engine.dispose()
    return url


def test_a_store_of_the_first_schema_is_upgraded_with_all_it_holds(old_url):
    for _ in range(2):  # opened again, it is as it is
        with closing(Store.open(old_url)) as store:
            (event,) = store.events()
            assert (event.event_type, event.review_status) == ("ASSAULT", "corrected")
            assert event.article.text == make_event().article.text
            assert undoable(store, "ana") == "c1"
            found = check(store)
            assert (found["integrity"], found["events without journal"]) == ("ok", 0)
    with closing(Store.open(old_url)) as store:
        correct(store, event.id, "event_type", "PROTEST", By(who="ana"))
        assert store.events()[0].event_type == "PROTEST"


def test_an_upgraded_store_has_the_tables_and_indices_of_a_new_one(old_url):
    with closing(Store.open(old_url)) as store, store.reading() as connection:
        found = sa.inspect(connection)
        for table in metadata.sorted_tables:
            assert {c["name"] for c in found.get_columns(table.name)} == set(table.columns.keys())
            indices = {i["name"] for i in found.get_indexes(table.name)}
            assert indices == {i.name for i in table.indexes}
        version = connection.exec_driver_sql("SELECT value FROM meta WHERE name='schema'").scalar()
    assert version == str(SCHEMA_VERSION)


def test_a_newer_store_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "events.db"
    url = f"sqlite:///{path}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:  # what a later version might make: other tables altogether
        connection.exec_driver_sql("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)")
        connection.exec_driver_sql("INSERT INTO meta VALUES ('schema', '99')")
    with pytest.raises(StoreError, match="newer Dateline"):
        Store.open(url)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["meta"]
    engine.dispose()


@pytest.mark.postgres
def test_a_geometry_column_for_qgis_follows_the_place(empty_postgres):
    with closing(Store.open(empty_postgres)) as store:
        with store.reading() as connection:
            there = "SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'"
            if not connection.exec_driver_sql(there).scalar():
                pytest.skip("SKIPPED LOUDLY: no PostGIS (Debian: postgresql-15-postgis-3)")
        event = make_event()
        store.save(event.article, [event], run_id=store.begin_run(Settings()))
        add_geometry(store)
        add_geometry(store)
        where = "SELECT ST_AsText(geom, 2), ST_SRID(geom) FROM event"
        with store.reading() as connection:
            assert tuple(connection.exec_driver_sql(where).one()) == ("POINT(76.91 43.25)", 4326)
        right = replace(event.toponym, place=KAZAKHSTAN)
        correct(store, event.id, "toponym", right, By(who="ana"))
        with store.reading() as connection:
            assert connection.exec_driver_sql(where).scalar() == "POINT(68 48)"


def test_a_geometry_column_is_refused_where_there_is_none(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path / 'events.db'}")
    with closing(store), pytest.raises(StoreError, match="GeoPackage"):
        add_geometry(store)
