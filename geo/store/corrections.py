"""What people do to events: correct, reject, merge, split, undo, redo.

Every function is one transaction and one batch of the journal. A correction names the revision it
was made against; when the event has changed since, it is refused instead of overwriting.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from geo.errors import StoreError
from geo.model import Event, Evidence, Toponym
from geo.records import article_from_record, plain
from geo.store.rules import key_of
from geo.store.schema import article, change, name_rule, stored_event
from geo.store.store import (
    CORRECTABLE,
    Store,
    current,
    fetch,
    insert,
    keep_article,
    now,
    set_state,
    state_of,
)

_STANDS_ON_IT = "A later change stands on this one. Undo that first."


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who makes a change, and why."""

    who: str
    why: str = ""


def correct(
    store: Store, event_id: str, field: str, value: object, by: By, *, rev: int | None = None
) -> str:
    """Set a field of an event to what a person says it is.

    Parameters
    ----------
    store
        The store.
    event_id
        Which event.
    field
        One of ``CORRECTABLE``.
    value
        A value of the model (a Toponym, a tuple of Actors, an EventDate …).
    by
        Who says so, and why.
    rev
        Revision the person saw; refused when the event has changed since. Not checked when None.

    Returns
    -------
    str
        The batch id, which ``undo`` takes.

    Raises
    ------
    StoreError
        The field cannot be corrected, the event is unknown, or it has changed since.
    """
    return correct_all(store, {event_id: {field: value}}, by, rev=rev)


def correct_all(
    store: Store,
    changes: Mapping[str, Mapping[str, object]],
    by: By,
    *,
    rev: int | None = None,
    everywhere: str = "",
) -> str:
    """Set fields of one or more events as one step, which one undo takes back.

    All of it happens or none. ``changes`` is event id -> field -> value; the rest, and what it raises, is as for ``correct``.
    ``everywhere`` is a name that shall mean the same place in articles saved later too.
    """
    unknown = sorted({f for fields in changes.values() for f in fields} - CORRECTABLE)
    if unknown:
        msg = f"{unknown[0]!r} cannot be corrected. What can: {', '.join(sorted(CORRECTABLE))}."
        raise StoreError(msg)
    batch = uuid.uuid4().hex
    with store.writing() as connection:
        if everywhere:
            _keep_rule(connection, everywhere, changes, batch, by)
        for event_id, values in changes.items():
            row = fetch(connection, event_id)
            if rev is not None and row.rev != rev:
                msg = "Someone has changed this event meanwhile. Look at it again, then correct it."
                raise StoreError(msg)
            overrides = {**row.overrides, **{f: plain(v) for f, v in values.items()}}
            if "review_status" not in values and overrides.get("review_status") != "rejected":
                overrides["review_status"] = "corrected"
            set_state(connection, event_id, {"overrides": overrides}, _entry("correct", batch, by))
    return batch


def _keep_rule(
    connection: sa.Connection,
    name: str,
    changes: Mapping[str, Mapping[str, object]],
    batch: str,
    by: By,
) -> None:
    told = next(iter(changes.values()))["toponym"]
    row = name_rule.insert().values(
        batch=batch, ts=now(), who=by.who, why=by.why, name=key_of(name),
        place=plain(told.place) if isinstance(told, Toponym) else None,
    )  # fmt: skip
    connection.execute(row)


def merge(store: Store, keep: str, absorb: str, by: By) -> str:
    """Say that two events are one: ``absorb`` goes into ``keep`` with its evidence.

    Raises
    ------
    StoreError
        They are the same one already, or one of them is unknown or not live.
    """
    batch = uuid.uuid4().hex
    with store.writing() as connection:
        one, other = fetch(connection, keep), fetch(connection, absorb)
        if keep == absorb or "merged" in {one.status, other.status}:
            msg = "These two are one event already."
            raise StoreError(msg)
        first, second = _event(connection, one), _event(connection, other)
        evidence = _unique((*first.more_evidence, second.evidence, *second.more_evidence))
        overrides = {**one.overrides, "more_evidence": plain(evidence)}
        entry = _entry("merge", batch, by)
        set_state(connection, keep, {"overrides": overrides}, entry)
        set_state(connection, absorb, {"status": "merged", "merged_into": keep}, entry)
    return batch


def split(store: Store, event_id: str, by: By) -> str:
    """Take an event out of the one it was merged into.

    Raises
    ------
    StoreError
        It was not merged.
    """
    batch = uuid.uuid4().hex
    with store.writing() as connection:
        row = fetch(connection, event_id)
        if row.status != "merged":
            msg = "This event was not merged into another."
            raise StoreError(msg)
        host_row = fetch(connection, row.merged_into)
        host, own = _event(connection, host_row), _event(connection, row)
        mine = {own.evidence, *own.more_evidence}
        rest = tuple(e for e in host.more_evidence if e not in mine)
        entry = _entry("split", batch, by)
        overrides = {**host_row.overrides, "more_evidence": plain(rest)}
        set_state(connection, host.id, {"overrides": overrides}, entry)
        set_state(connection, event_id, {"status": "live", "merged_into": None}, entry)
    return batch


def split_off(store: Store, host_id: str, telling: Event, by: By) -> str:
    """Say that a telling which the machine merged into an event is an event of its own.

    Parameters
    ----------
    store
        The store.
    host_id
        The event it was merged into.
    telling
        What is taken out, as it was coded before the merge; its evidence says which sentence.
    by
        Who says so, and why.

    Raises
    ------
    StoreError
        The host is unknown, does not hold the sentence, or the telling is in the store already.
    """
    batch = uuid.uuid4().hex
    with store.writing() as connection:
        host_row = fetch(connection, host_id)
        host = _event(connection, host_row)
        rest = tuple(e for e in host.more_evidence if not same_sentence(e, telling.evidence))
        known = sa.select(stored_event.c.id).where(stored_event.c.id == telling.id)
        if len(rest) == len(host.more_evidence) or connection.execute(known).first():
            msg = "This sentence was not merged into the event."
            raise StoreError(msg)
        entry = _entry("split", batch, by)
        overrides = {**host_row.overrides, "more_evidence": plain(rest)}
        set_state(connection, host_id, {"overrides": overrides}, entry)
        keep_article(connection, telling.article)
        insert(connection, telling, host_row.run_id, {**entry, "op": "add"})
        # A person's word: a re-run that merges the two again must not take it back.
        set_state(connection, telling.id, {"overrides": {"review_status": "corrected"}}, entry)
    return batch


def same_sentence(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of evidence are one sentence of one article."""
    return (one.article_id, one.start, one.end) == (other.article_id, other.start, other.end)


def absorbed(store: Store, event_id: str) -> tuple[Event, ...]:
    """The events that a person merged into this one, which ``split`` can take out again."""
    with store.reading() as connection:
        rows = connection.execute(
            sa.select(stored_event)
            .where(stored_event.c.merged_into == event_id, stored_event.c.status == "merged")
            .order_by(stored_event.c.day, stored_event.c.id)
        ).all()
        return tuple(_event(connection, row) for row in rows)


def undo(store: Store, batch: str, by: By) -> str:
    """Take a batch back: every event it touched is as before it.

    The batch of a run is the run's id: undone, the events are as the machine coded them before,
    with what people have corrected since. Undoing an undo is a redo. Refused when a later change has touched one of the events: that one
    has to be undone first, or its work would be lost without a word.

    Raises
    ------
    StoreError
        Unknown batch, or a later change stands on it.
    """
    new = uuid.uuid4().hex
    with store.writing() as connection:
        rows = connection.execute(
            sa.select(change).where(change.c.batch == batch).order_by(change.c.seq.desc())
        ).all()
        if not rows:
            msg = f"There is no change {batch} in the journal."
            raise StoreError(msg)
        for row in rows:
            entry = {**_entry("undo", new, by), "undoes": batch}
            _undo_one(connection, row, entry)
    return new


def _undo_one(connection: sa.Connection, row: sa.Row[Any], entry: dict[str, Any]) -> None:
    now = state_of(fetch(connection, row.event_id))
    if row.op in {"add", "recode"}:
        set_state(connection, row.event_id, _uncoded(row, now), entry)
        return
    # A re-coding since then changed the machine's part, which people's steps leave alone.
    parts = [p for p in row.after if p != "machine" or row.after[p] != row.before[p]]
    if any(now[part] != row.after[part] for part in parts):
        raise StoreError(_STANDS_ON_IT)
    set_state(connection, row.event_id, {part: row.before[part] for part in parts}, entry)


def _uncoded(row: sa.Row[Any], now: dict[str, Any]) -> dict[str, Any]:
    """What takes a coding back: the machine's part only, people's corrections stay over it."""
    if row.op == "add":
        if now["overrides"] or now["status"] == "merged":
            raise StoreError(_STANDS_ON_IT)
        return {"status": "gone"}
    if now["machine"] != row.after["machine"] or now["status"] != row.after["status"]:
        raise StoreError(_STANDS_ON_IT)
    return {"machine": row.before["machine"], "status": row.before["status"]}


def undoable(store: Store, who: str) -> str | None:
    """The last batch of this person that is not undone, for an undo button; None without one."""
    return _last_alive(store, who, ("correct", "merge", "split"))


def redoable(store: Store, who: str) -> str | None:
    """The last undo of this person, if nothing of theirs came after it, for a redo button."""
    alive = _last_alive(store, who, ("correct", "merge", "split", "undo"))
    undo_ = _last_alive(store, who, ("undo",))
    return undo_ if undo_ is not None and undo_ == alive else None


def _last_alive(store: Store, who: str, ops: tuple[str, ...]) -> str | None:
    """The last of this person's batches of these kinds that no undo, itself not undone, took back."""
    with store.reading() as connection:
        rows = connection.execute(
            sa.select(change.c.batch, change.c.op, change.c.undoes)
            .where(change.c.who == who, change.c.op != "add", change.c.op != "recode")
            .order_by(change.c.seq)
        ).all()
    batches = dict.fromkeys((r.batch, r.op, r.undoes) for r in rows)
    undone: set[str] = set()
    last = None
    for batch, op, undoes in reversed(batches):
        if batch in undone:
            continue
        if undoes:
            undone.add(undoes)
        if last is None and op in ops:
            last = batch
    return last


def _event(connection: sa.Connection, row: sa.Row[Any]) -> Event:
    record = connection.execute(
        sa.select(article.c.record).where(article.c.id == row.article_id)
    ).scalar_one()
    return current(row, article_from_record(record))


def _unique(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))


def _entry(op: str, batch: str, by: By) -> dict[str, Any]:
    return {"op": op, "batch": batch, "who": by.who, "why": by.why, "undoes": None}


def revision(store: Store, event_id: str) -> int:
    """The revision number of an event, to correct against."""
    with store.reading() as connection:
        number = connection.execute(
            sa.select(stored_event.c.rev).where(stored_event.c.id == event_id)
        ).scalar_one_or_none()
    if number is None:
        msg = f"There is no event {event_id} in the store."
        raise StoreError(msg)
    return int(number)
