"""Corrections of one reader: kept in the store when there is one, else in the memory of the session.

Both are a ``geo.store.Store``, so the journal, undo and redo are the same; a session's own lives in
a SQLite database in memory and ends with it.
"""

from __future__ import annotations

import json
import uuid
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import StoreError
from geo.model import Article, Event
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.store.rules import NameRule
    from geo.store.store import Change, Store

#: The name under which a reader without a login corrects.
READER = "reader"


@st.cache_resource(show_spinner=False)
def shared_store(url: str) -> Store:
    """The store that all sessions of this server share."""
    from geo.store import Store

    return Store.open(url)


class Ledger:
    """The corrections of one session, and the events with them applied."""

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        self.settings = settings
        self.shared = settings.store_url is not None
        self._store = store
        self._run: str | None = None

    @property
    def store(self) -> Store:
        """The store, opened when first needed."""
        if self._store is None:
            from geo.store import Store

            url = self.settings.store_url
            name = f"sqlite:///file:dateline-{uuid.uuid4().hex}?mode=memory&cache=shared&uri=true"
            self._store = shared_store(url) if url else Store.open(name)
            if not url:  # a session's own memory goes with the session
                weakref.finalize(self, self._store.close)
        return self._store

    @property
    def version(self) -> int:
        """Grows with every change; 0 before the first."""
        if self._store is None and not self.shared:
            return 0
        return self.store.last_change()

    def keep(self, events: Iterable[Event]) -> None:
        """Save events under their articles, so that they can be corrected."""
        groups: dict[str, list[Event]] = {}
        for event in events:
            groups.setdefault(event.article.id, []).append(event)
        if self._run is None:
            self._run = self.store.begin_run(self.settings)
        for group in groups.values():
            self.store.save(group[0].article, group, run_id=self._run)

    def add(self, article: Article, events: Iterable[Event]) -> None:
        """Keep an article that was read: in a store that outlives the session, or to follow its rules."""
        if not self.shared and not self.rules():
            return
        if self._run is None:
            self._run = self.store.begin_run(self.settings)
        self.store.save(article, events, run_id=self._run)

    def stored(self) -> tuple[Event, ...]:
        """What the shared store holds, as corrected; nothing without one."""
        return self.store.events() if self.shared else ()

    def article_ids(self) -> set[str]:
        """The articles of the shared store; none without one."""
        return self.store.article_ids() if self.shared else set()

    def newest(self, number: int) -> tuple[Article, ...]:
        """The articles last added to the shared store; none without one."""
        return self.store.articles(newest=number) if self.shared else ()

    def apply(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """The events as corrected; one merged into another is left out."""
        coded = tuple(events)
        touched = {c.event_id for c in self.changes()}
        if not touched:
            return coded
        live = {e.id: e for e in self.store.events()}
        kept = [
            live[e.id] if e.id in touched else e
            for e in coded
            if e.id not in touched or e.id in live
        ]
        known, articles = {e.id for e in coded}, _articles_of(coded)
        apart = [e for i, e in live.items() if i in touched - known and e.article.id in articles]
        return (*kept, *apart)

    def rules(self) -> tuple[NameRule, ...]:
        """What names mean everywhere by a person's word."""
        if self._store is None and not self.shared:
            return ()
        from geo.store.rules import rules

        return rules(self.store)

    def changes(self) -> tuple[Change, ...]:
        """What people changed, oldest first."""
        if self._store is None and not self.shared:
            return ()
        return tuple(c for c in self.store.journal() if c.who != "machine")

    def apart(self) -> set[frozenset[str]]:
        """Pairs of events that a person took apart, which no later merge may join."""
        batches: dict[str, set[str]] = {}
        for change in self.changes():
            if change.op in {"split", "add"}:
                batches.setdefault(change.batch, set()).add(change.event_id)
        return {frozenset(ids) for ids in batches.values()}

    def correct(
        self,
        siblings: Iterable[Event],
        changes: Mapping[str, Mapping[str, object]],
        why: str,
        *,
        everywhere: str = "",
    ) -> None:
        """Set fields of one or more events (id -> field -> value) as one step.

        ``everywhere`` is a name that shall mean the same place in articles added later too.

        Raises
        ------
        StoreError
            The correction was refused; the message says why, and nothing was changed.
        """
        from geo.store.corrections import By, correct_all

        events = tuple(siblings)
        for event_id in changes:
            self._ensure(events, event_id)
        correct_all(self.store, changes, By(who=READER, why=why), everywhere=everywhere)

    def merge(self, siblings: Iterable[Event], keep: str, absorb: str, why: str) -> None:
        """Say that two events are one."""
        from geo.store.corrections import By, merge

        events = tuple(siblings)
        self._ensure(events, keep)
        self._ensure(events, absorb)
        merge(self.store, keep, absorb, By(who=READER, why=why))

    def absorbed(self, event_id: str) -> tuple[Event, ...]:
        """The events that a person merged into this one."""
        if self._store is None and not self.shared:
            return ()
        from geo.store.corrections import absorbed

        return absorbed(self.store, event_id)

    def split(self, siblings: Iterable[Event], host: str, telling: Event, why: str) -> None:
        """Take out of an event what a person, or the machine, had merged into it.

        Raises
        ------
        StoreError
            It was not merged into it.
        """
        from geo.store.corrections import By, split, split_off

        by = By(who=READER, why=why)
        if telling.id in {e.id for e in self.absorbed(host)}:
            split(self.store, telling.id, by)
            return
        self._ensure(siblings, host)
        split_off(self.store, host, telling, by)

    def _ensure(self, siblings: Iterable[Event], event_id: str) -> None:
        try:
            self.store.event(event_id)
        except StoreError:
            events = tuple(siblings)
            article = next(e.article.id for e in events if e.id == event_id)
            self.keep([e for e in events if e.article.id == article])

    def undoable(self) -> str | None:
        """The batch that "undo" would take back."""
        return self._asked("undoable")

    def redoable(self) -> str | None:
        """The undo that "redo" would take back."""
        return self._asked("redoable")

    def _asked(self, name: str) -> str | None:
        if self._store is None and not self.shared:
            return None
        from geo.store import corrections

        ask: Callable[[Store, str], str | None] = getattr(corrections, name)
        return ask(self.store, READER)

    def take_back(self, batch: str) -> None:
        """Undo a batch (or an undo).

        Raises
        ------
        StoreError
            A later change stands on it.
        """
        from geo.store.corrections import By, undo

        undo(self.store, batch, By(who=READER))

    def as_json(self) -> str:
        """The journal of corrections for a download."""
        rows = [asdict(change) for change in self.changes()]
        told = {"corrections": rows, "rules": [asdict(rule) for rule in self.rules()]}
        return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def _articles_of(events: Iterable[Event]) -> set[str]:
    """The articles that tell of these events."""
    return {a for e in events for a in (e.article.id, *(m.article_id for m in e.more_evidence))}
