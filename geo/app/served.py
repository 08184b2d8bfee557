"""What the page shows before anything is filtered, and what ``/api`` serves: one answer for both.

A file named on the command line, with what the store holds over it; without a file the store, or the
samples as long as the store holds nothing of anybody's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from geo.app import data, opened
from geo.app.data import Dataset
from geo.errors import DatelineError
from geo.events.merging.merge import merge_events

if TYPE_CHECKING:
    from geo.app.ledger import Ledger
    from geo.model import Event
    from geo.settings import Settings


def base(settings: Settings) -> Dataset:
    """The file named on the command line, else the samples.

    Raises
    ------
    DatelineError
        It cannot be read.
    """
    return opened.opened_dataset() or data.sample_dataset(settings)


def begins_with_base(settings: Settings, corrections: Ledger) -> bool:
    """Whether the base is shown at first: samples are not, beside a store with articles of its own."""
    if opened.opened_path() is not None or not corrections.shared:
        return True
    samples: set[str] = set()
    with suppress(DatelineError):  # said where they are to be shown
        samples = {article.id for article in data.sample_articles(settings.data_dir)}
    return corrections.article_ids() <= samples


def combined(base: Dataset, corrections: Ledger, own: Iterable[Event] = ()) -> Dataset:
    """The base with a reader's own events, the store's and the corrections; itself without any."""
    if isinstance(base, opened.RowsDataset):  # shown alone: rows cannot be merged with events
        return base
    own = list(own)
    stored = corrections.stored()
    if not (own or stored or corrections.changes()):
        return base
    kept = {e.id for e in stored}
    # A file of events may hold those of the samples as somebody corrected them.
    opened_again = {e.article.id for e in own}
    below = tuple(e for e in base.events.values() if e.article.id not in opened_again)
    told = data.combine(below, own)
    fresh = corrections.apply([e for e in told if e.id not in kept])
    fresh = tuple(e for e in fresh if e.id not in kept)
    if not stored:
        return data.make_dataset(fresh)
    # The store keeps events as each article tells them.
    return data.make_dataset(merge_events((*fresh, *stored), apart=corrections.apart()))
