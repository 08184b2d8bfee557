"""The store: save what was coded, keep what was corrected, say what changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor
from typing import Any

import sqlalchemy as sa

import geo
from geo.errors import StoreError
from geo.model import Article, Event
from geo.records import article_from_record, article_record, event_from_record, event_record
from geo.resources import digest
from geo.settings import Settings
from geo.store import rules, schema
from geo.store.schema import article, change, run, stored_event

#: Fields of an event that a person may correct.
CORRECTABLE = frozenset(
    {"event_type", "modes", "actors", "recipients", "event_date", "date_reason", "toponym", "geo_reason",
     "pin_doubt", "quantities", "review_status", "more_evidence"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaveReport:
    """What saving an article's events did, by event id."""

    run_id: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the journal."""

    seq: int
    batch: str
    ts: str
    who: str
    op: str
    event_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    why: str
    undoes: str | None


class Store:
    """An open store. Safe to share between threads; several processes may hold the same one."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str | None = None) -> Store:
        """Open (and create or migrate) the store at a SQLAlchemy URL; the user's own when None.

        Raises
        ------
        StoreError
            It cannot be opened; the message says what to do.
        """
        return cls(schema.open_engine(url))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A write transaction: all of it is stored, or none.

        Raises
        ------
        StoreError
            It could not be stored; nothing of it was.
        """
        try:
            with (
                self.engine.connect().execution_options(writes=True) as connection,
                connection.begin(),
            ):
                yield connection
        except sa.exc.SQLAlchemyError as error:
            msg = f"Nothing was saved: {schema.reason(error)}"
            raise StoreError(msg) from error

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A read transaction: one state of the store throughout.

        Raises
        ------
        StoreError
            The store cannot be read.
        """
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except sa.exc.SQLAlchemyError as error:
            msg = f"The store cannot be read: {schema.reason(error)}"
            raise StoreError(msg) from error

    # ---- what the machine coded ----------------------------------------------------------

    def begin_run(self, settings: Settings) -> str:
        """Note a run (version, settings, hash of the gazetteer) and return its id."""
        run_id = uuid.uuid4().hex
        with self.writing() as connection:
            connection.execute(
                run.insert().values(
                    id=run_id,
                    started=now(),
                    version=geo.__version__,
                    settings={k: str(v) for k, v in settings.noted().items()},
                    gazetteer=digest("gazetteer", override=settings.data_dir),
                )
            )
        return run_id

    def save(
        self, one: Article, events: Iterable[Event], *, run_id: str, fingerprint: str | None = None
    ) -> SaveReport:
        """Save an article with its events, in one transaction.

        Saved again, events keep their corrections; one that is no longer coded is kept as
        "gone", unless a person had corrected or accepted it. What a person said a name means
        everywhere (``geo.store.rules``) holds for them too.
        """
        coded = {event.id: event for event in events}
        with self.writing() as connection:
            keep_article(connection, one, fingerprint)
            known = {
                row.id: row
                for row in connection.execute(
                    sa.select(stored_event).where(stored_event.c.article_id == one.id)
                )
            }
            outcome: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
            said = rules.in_force(connection)
            for event in coded.values():
                outcome[self._put(connection, event, known.get(event.id), run_id)].append(event.id)
                _follow(connection, event, said)
            gone = [
                row.id
                for row in known.values()
                if row.id not in coded and row.status == "live" and not row.overrides
            ]
            for event_id in gone:
                set_state(connection, event_id, {"status": "gone"}, _entry("recode", run_id))
        ids = {name: tuple(found) for name, found in outcome.items()}
        return SaveReport(run_id, **ids, gone=tuple(gone))

    def _put(
        self, connection: sa.Connection, event: Event, row: sa.Row[Any] | None, run_id: str
    ) -> str:
        machine = event_record(event, with_text=False)
        if row is None:
            insert(connection, event, run_id, _entry("add", run_id))
            return "added"
        status = "live" if row.status == "gone" else row.status
        if row.machine == machine and status == row.status:
            return "unchanged"
        state = {"machine": machine, "status": status}
        set_state(connection, event.id, state, _entry("recode", run_id))
        return "changed"

    # ---- reading -------------------------------------------------------------------------

    def events(self) -> tuple[Event, ...]:
        """Every live event as corrected, ordered by day and id."""
        order = (stored_event.c.day, stored_event.c.id)
        with self.reading() as connection:
            rows = connection.execute(
                sa.select(stored_event).where(stored_event.c.status == "live").order_by(*order)
            ).all()
            texts = {
                r.id: article_from_record(r.record)
                for r in connection.execute(sa.select(article.c.id, article.c.record))
            }
        return tuple(current(row, texts[row.article_id]) for row in rows)

    def event(self, event_id: str) -> Event:
        """One event as corrected, whatever its status.

        Raises
        ------
        StoreError
            There is no such event.
        """
        with self.reading() as connection:
            row = fetch(connection, event_id)
            record = connection.execute(
                sa.select(article.c.record).where(article.c.id == row.article_id)
            ).scalar_one()
        return current(row, article_from_record(record))

    def articles(self, *, newest: int | None = None) -> tuple[Article, ...]:
        """Every article, or the last ones added, in the order they were added."""
        last_first = sa.select(article.c.record).order_by(
            article.c.added.desc(), article.c.id.desc()
        )
        with self.reading() as connection:
            rows = connection.execute(last_first.limit(newest)).all()
            return tuple(article_from_record(row.record) for row in reversed(rows))

    def article_ids(self) -> set[str]:
        """The id of every article."""
        with self.reading() as connection:
            return set(connection.execute(sa.select(article.c.id)).scalars())

    def last_change(self) -> int:
        """Number of the last row of the journal; it grows with every change, 0 when there is none."""
        with self.reading() as connection:
            return int(connection.execute(sa.select(sa.func.max(change.c.seq))).scalar() or 0)

    def journal(
        self, event_id: str | None = None, *, batch: str | None = None
    ) -> tuple[Change, ...]:
        """The journal, oldest first; of one event or one batch when its id is given."""
        query = sa.select(change).order_by(change.c.seq)
        if event_id:
            query = query.where(change.c.event_id == event_id)
        if batch:
            query = query.where(change.c.batch == batch)
        with self.reading() as connection:
            return tuple(Change(**row._mapping) for row in connection.execute(query))  # noqa: SLF001 (SQLAlchemy's public name)


def now() -> str:
    """The moment, UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _follow(connection: sa.Connection, event: Event, said: Mapping[str, rules.NameRule]) -> None:
    """Correct an event by what a person said its place's name means everywhere."""
    rule = said.get(rules.key_of(event.toponym.text)) if event.toponym else None
    if rule is None:
        return
    row = fetch(connection, event.id)
    if row.status == "live" and "toponym" not in row.overrides:
        values = rules.following(event, row.machine, row.overrides, rule)
        entry = {"op": "correct", "batch": rule.batch, "who": rule.who, "undoes": None}
        set_state(connection, event.id, {"overrides": values}, {**entry, "why": rule.why})


def _entry(op: str, batch: str) -> dict[str, Any]:
    return {"op": op, "batch": batch, "who": "machine", "why": "", "undoes": None}


def fetch(connection: sa.Connection, event_id: str) -> sa.Row[Any]:
    """The stored row of an event.

    Raises
    ------
    StoreError
        There is no such event.
    """
    row = connection.execute(sa.select(stored_event).where(stored_event.c.id == event_id)).first()
    if row is None:
        msg = f"There is no event {event_id} in the store. Save it first."
        raise StoreError(msg)
    return row


def current(row: sa.Row[Any], one: Article) -> Event:
    """The event as it stands: what the machine coded, with the corrections over it."""
    return event_from_record({**row.machine, **row.overrides}, article=one)


def state_of(row: sa.Row[Any]) -> dict[str, Any]:
    """The part of a stored event that may change, as the journal keeps it."""
    return {
        "machine": row.machine,
        "overrides": row.overrides,
        "status": row.status,
        "merged_into": row.merged_into,
    }


def set_state(
    connection: sa.Connection, event_id: str, values: dict[str, Any], entry: dict[str, Any]
) -> None:
    """Change an event and write the journal, in the caller's transaction."""
    row = fetch(connection, event_id)
    before = state_of(row)
    after = {**before, **values}
    text = connection.execute(
        sa.select(article.c.record).where(article.c.id == row.article_id)
    ).scalar_one()
    event = event_from_record(
        {**after["machine"], **after["overrides"]}, article=article_from_record(text)
    )
    connection.execute(
        stored_event.update()
        .where(stored_event.c.id == event_id)
        .values(**after, **_columns(event), rev=row.rev + 1)
    )
    log(connection, event_id, before, after, entry)


def log(
    connection: sa.Connection,
    event_id: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    entry: dict[str, Any],
) -> None:
    """Append a row to the journal."""
    connection.execute(
        change.insert().values(ts=now(), event_id=event_id, before=before, after=after, **entry)
    )


def insert(
    connection: sa.Connection,
    event: Event,
    run_id: str,
    entry: dict[str, Any],
) -> None:
    """Put a new event into the store and the journal, in the caller's transaction."""
    connection.execute(
        stored_event.insert().values(
            id=event.id,
            article_id=event.article.id,
            status="live",
            run_id=run_id,
            machine=event_record(event, with_text=False),
            overrides={},
            rev=1,
            **_columns(event),
        )
    )
    log(connection, event.id, None, None, entry)


def keep_article(connection: sa.Connection, one: Article, fingerprint: str | None = None) -> None:
    """Put an article into the store unless it is there."""
    if connection.execute(sa.select(article.c.id).where(article.c.id == one.id)).first():
        return
    row = article.insert().values(
        id=one.id,
        url=one.url,
        source=one.source,
        published=one.published.isoformat() if one.published else None,
        added=now(),
        fingerprint=fingerprint,
        record=article_record(one),
    )
    connection.execute(row)


def _columns(event: Event) -> dict[str, Any]:
    """The columns that queries use, derived from the event."""
    place, day = event.place, event.event_date
    return {
        "type": event.event_type,
        "day": day.start.isoformat() if day else None,
        "day_end": day.end.isoformat() if day else None,
        "place_id": place.id if place else None,
        "lon": place.longitude if place else None,
        "lat": place.latitude if place else None,
        "cell": cell(place.latitude, place.longitude) if place else None,
        "confidence": event.confidence,
    }


def cell(latitude: float, longitude: float) -> int:
    """Number of the 1-degree square that holds a point in degrees."""
    return (floor(latitude) + 90) * 360 + floor(longitude) + 180
