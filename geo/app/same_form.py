"""One event or several: join what is told twice, take apart what was joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.app import telling
from geo.app.controls import told_apart
from geo.app.data import Dataset
from geo.app.markup import plain_markdown
from geo.app.session import Session
from geo.app.strings import Words
from geo.errors import DatelineError
from geo.model import Article, Event, Evidence

if TYPE_CHECKING:
    from geo.app.ledger import Ledger
    from geo.settings import Settings

#: Two events further apart than this are not offered as one.
_SAME_DAYS: Final = 3
_MAX_CHOICES: Final = 12
_SHOWN: Final = 160
Step = Callable[[str], None]


def draw_merge(state: Session, dataset: Dataset, event: Event, words: Words) -> Step | None:
    """Choose the event that is the same; what saving would do."""
    near = {e.id: e for e in alike(dataset, event)}
    if not near:
        st.caption(words("correct.none_alike"))
        return None
    labels = told_apart(
        list(near),
        lambda i: plain_markdown(near[i].evidence.text[:_SHOWN]),
        lambda i: plain_markdown(telling.where(words, near[i].place)),
        lambda i: plain_markdown(telling.when(words, near[i].event_date)),
    )
    chosen = st.radio(
        words("correct.same_as"),
        list(near),
        index=None,
        format_func=labels.__getitem__,
        key=f"same-{event.id}",
    )
    if not chosen:
        return None
    ledger: Ledger = state.corrections
    pool = list(dataset.events.values())
    return lambda why: ledger.merge(pool, event.id, chosen, why)


def alike(dataset: Dataset, event: Event) -> list[Event]:
    """Events that may be this one told again: same type, same country, days that are near."""

    def near(other: Event) -> bool:
        if other.id == event.id or other.event_type != event.event_type:
            return False
        here, there = event.place, other.place
        if here and there and here.country != there.country:
            return False
        if event.event_date is None or other.event_date is None:
            return other.article.id == event.article.id
        early, late = sorted((event.event_date, other.event_date), key=lambda day: day.start)
        return (late.start - early.end).days <= _SAME_DAYS

    return [e for e in dataset.events.values() if near(e)][:_MAX_CHOICES]


def draw_split(
    state: Session, dataset: Dataset, event: Event, words: Words, settings: Settings
) -> Step | None:
    """Choose the sentence that tells of another event; what saving would do."""
    told = list(event.more_evidence)
    if not told:
        st.caption(words("correct.one_telling"))
        return None

    def label(i: int) -> str:
        source = told[i].source or told[i].title
        return plain_markdown(told[i].text[:_SHOWN] + (f" ({source})" if source else ""))

    labels = told_apart(range(len(told)), label)
    chosen = st.radio(
        words("correct.split_off"),
        range(len(told)),
        index=None,
        format_func=labels.__getitem__,
        key=f"split-{event.id}-{len(told)}",
    )
    if chosen is None:
        return None
    return lambda why: take_out(state, dataset, event, told[chosen], why, words, settings)


def take_out(
    state: Session, dataset: Dataset, event: Event, sentence: Evidence, why: str, words: Words,
    settings: Settings,
) -> None:  # fmt: skip
    """Make a sentence that was merged into an event an event of its own again.

    Raises
    ------
    DatelineError
        The sentence's article is not at hand, or nothing of this kind is coded in it.
    """
    ledger: Ledger = state.corrections
    pool = list(dataset.events.values())
    merged = next((e for e in ledger.absorbed(event.id) if _tells(e, sentence)), None)
    telling = merged or coded_again(event, sentence, _article(state, dataset, sentence), settings)
    if telling is None:
        raise DatelineError(words("correct.cannot_split"))
    ledger.split(pool, event.id, telling, why)
    state.select(telling.id)


def coded_again(
    event: Event, sentence: Evidence, article: Article | None, settings: Settings
) -> Event | None:
    """The telling as it was before the merge: the article is coded once more, deterministically."""
    if article is None:
        return None
    from geo.events.acled.scenes import add_acled
    from geo.events.merging.merge import merge_events
    from geo.pipeline import pipeline

    found = [
        e
        for e in pipeline(settings).tellings(article)
        if e.id != event.id and e.event_type == event.event_type and _tells(e, sentence)
    ]
    return add_acled(merge_events(found[:1]))[0] if found else None


def _tells(event: Event, sentence: Evidence) -> bool:
    at = event.evidence
    return (at.article_id, at.start, at.end) == (sentence.article_id, sentence.start, sentence.end)


def _article(state: Session, dataset: Dataset, sentence: Evidence) -> Article | None:
    """The article of a sentence, wherever this session has it."""
    from geo.app.data import sample_articles

    mine = (e for events in state.own.values() for e in events)
    known = (e.article for group in (dataset.events.values(), mine) for e in group)
    pool = (*known, *(sample_articles() if state.with_samples else ()))
    return next((a for a in pool if a.id == sentence.article_id and a.text), None)
