"""What a person said that a name means everywhere, kept for articles yet to come.

A rule belongs to the correction that made it. It is in force while that batch of the journal is not
undone; what it later corrects is written under the same batch, so that one undo takes all of it back.
An event whose place a person has corrected by itself is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from geo.model import PLACE_UNSURE, Event
from geo.store.schema import change, name_rule

if TYPE_CHECKING:
    from geo.store.store import Store


@dataclass(frozen=True, slots=True)
class NameRule:
    """A name, and the place (as a record; None: no known place) that it means by a person's word."""

    batch: str
    ts: str
    who: str
    why: str
    name: str
    place: dict[str, Any] | None


def key_of(name: str) -> str:
    """A name without the difference of case and spaces, as rules compare it."""
    return " ".join(name.casefold().split())


def rules(store: Store) -> tuple[NameRule, ...]:
    """The rules in force, by name."""
    with store.reading() as connection:
        return tuple(sorted(in_force(connection).values(), key=lambda rule: rule.name))


def in_force(connection: sa.Connection) -> dict[str, NameRule]:
    """Name -> the last rule about it that is not undone."""
    rows = connection.execute(sa.select(name_rule).order_by(name_rule.c.ts)).all()
    found = (NameRule(**row._mapping) for row in rows)  # noqa: SLF001 (SQLAlchemy's public name)
    return {rule.name: rule for rule in found if not _undone(connection, rule.batch)}


def _undone(connection: sa.Connection, batch: str) -> bool:
    """Whether a batch is taken back by one that is not itself taken back."""
    by = sa.select(change.c.batch).where(change.c.undoes == batch).distinct()
    return any(not _undone(connection, one) for one in connection.execute(by).scalars().all())


def following(
    event: Event, machine: Mapping[str, Any], overrides: Mapping[str, Any], rule: NameRule
) -> dict[str, Any]:
    """The corrections that an event has with the rule over what the machine coded."""
    given = dict(machine["toponym"])
    place = rule.place
    told = _said(event.toponym.text if event.toponym else rule.name, rule)
    named = {**given, "place": place, "score": None, "reason": told} if place else None
    doubt = {"pin_doubt": ""} if machine.get("pin_doubt") == PLACE_UNSURE else {}
    return {**overrides, "toponym": named, "geo_reason": told, **doubt}


def _said(name: str, rule: NameRule) -> str:
    place = rule.place or {}
    parts = [place.get(part) for part in ("admin1", "country_name")]
    within = ", ".join(dict.fromkeys(p for p in parts if p and p != place.get("name")))
    where = f"{place.get('name', 'no known place')}{f' ({within})' if within else ''}"
    return f"“{name}” is {where} by a person's rule" + (f": {rule.why}" if rule.why else "")
