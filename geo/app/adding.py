"""Reading and coding what a reader adds, article by article, each source with its result.

Each article is kept as soon as it is coded, so that stopping loses nothing. A source that fails
costs only itself, and says why.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from geo.app.said import said
from geo.app.session import Session
from geo.app.strings import Words
from geo.errors import DatelineError
from geo.model import Article, Event

if TYPE_CHECKING:
    from geo.articles import Skipped

_LOG = logging.getLogger(__name__)
#: Articles that were there before, among which a near copy's original is looked for (.5 ms each).
_LOOKED_BACK: Final = 500


@dataclass(frozen=True, slots=True)
class Coded:
    """An article that was coded and perhaps corrected before: its events are kept as they are."""

    article: Article
    events: tuple[Event, ...]


Found = Article | Coded
OnSkip = Callable[["Skipped"], None]
Reader = Callable[[OnSkip], Iterator[Found]]
Code = Callable[[Article], tuple[Event, ...]]
#: Why an article is not coded at all; "" when it is.
WhyNot = Callable[[Article], str]


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read articles from: its name for the reader, and how to read it."""

    name: str
    read: Reader


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article or source. ``text`` is a sentence for the reader.

    ``uncoded`` marks an article that was read and is in a language that is not coded.
    """

    name: str
    text: str
    events: int | None = None
    stopped: bool = False
    uncoded: bool = False


class Adding:
    """Sources on their way into a session, and how far they are.

    The page works in slices and looks at the reader in between: a dialog of Streamlit hears of a
    pressed button only when its run is over, so that one long run could not be stopped.
    """

    def __init__(
        self, state: Session, code: Code, words: Words, *, why_not: WhyNot = lambda _: ""
    ) -> None:
        self.sources: list[Source] = []
        self.done = 0
        self.articles = 0
        self._state, self._code, self._words = state, code, words
        self._why_not = why_not
        self._known = state.dataset.article_ids() if state.dataset else set()
        self._articles: Iterator[Found] | None = None
        self._next: Found | None = None
        self._begun = False
        for earlier in _before(state):
            state.copies.add(earlier)

    @property
    def waits(self) -> bool:
        """Whether anything is left to do."""
        return self.done < len(self.sources)

    @property
    def share(self) -> float:
        """How much is done, 0 to 1; how many articles a source holds is known at its end only."""
        return (self.done + self._begun / 2) / max(1, len(self.sources))

    def work(self, seconds: float) -> None:
        """Go on for so long, by one article at least."""
        end = time.monotonic() + seconds
        while self.waits:
            self._step()
            if time.monotonic() >= end:
                return

    def stop(self) -> None:
        """Leave the rest, and name it."""
        for i, source in enumerate(self.sources[self.done :]):
            if i == 0 and self._begun and self._next:
                text = self._words("add.stopped_within", name=_name(_article(self._next)))
            else:
                text = self._words("add.stopped")
            self._tell(Outcome(source.name, text, stopped=True))
        self.done = len(self.sources)

    def _step(self) -> None:
        """Code the next article, and read the one after it: only then is it known to be there."""
        source = self.sources[self.done]
        if self._next is None:
            self._next = self._read(source)
        if self._next is not None:
            one, self._begun = self._next, True
            name = _article(one).title or source.name
            self._attempt(name, lambda: self._keep(one))
            self._next = self._read(source)
        if self._next is None:
            self._articles, self._begun = None, False
            self.done += 1

    def _read(self, source: Source) -> Found | None:
        """The next article of the source; None at its end, or where it failed."""
        found: list[Found | None] = [None]

        def read() -> None:
            if self._articles is None:
                self._articles = iter(source.read(self._skip))
            found[0] = next(self._articles, None)

        self._attempt(source.name, read)
        return found[0]

    def _skip(self, part: Skipped) -> None:
        text = self._words("add.skipped", why=said(self._words, part.reason))
        self._tell(Outcome(part.name, text))

    def _attempt(self, name: str, act: Callable[[], None]) -> None:
        why = ""
        try:
            act()
        except DatelineError as error:
            why = said(self._words, str(error))
        except Exception:  # noqa: BLE001 (hostile bytes may fail in any way; it costs this source)
            _LOG.exception("could not read a source")
            why = self._words("add.unexpected")
        if why:
            self._tell(Outcome(name, self._words("add.failed", why=why)))

    def _keep(self, one: Found) -> None:
        state, words, article = self._state, self._words, _article(one)
        # Coded events stand in for those of the samples or of the open file, not for one's own.
        known = self._known if isinstance(one, Article) else state.corrections.article_ids()
        if article.id in known or article.id in state.own:
            self._tell(Outcome(_name(article), words("add.duplicate")))
            return
        events = self._code(one) if isinstance(one, Article) else one.events
        state.corrections.add(article, events)
        if not state.own:
            state.with_samples = False  # the reader wants to see what was added, not to search it
        state.own[article.id] = events
        state.select(None)  # what was open or listed is not what was added
        state.at_mark, state.fit = (), True
        why_not = said(words, self._why_not(article))
        told = words.plural("count.events", len(events))
        if isinstance(one, Coded):
            why_not, told = "", words("add.opened", events=told)
        elif not events:
            told = why_not or words("add.found_none")
        if original := state.copies.add(article):
            key = "add.signed" if original.source else "add.unsigned"
            named = words(key, title=original.title, source=original.source)
            told = words("add.copy", told=told, original=named)
        self._tell(Outcome(_name(article), told, len(events), uncoded=bool(why_not)))
        self.articles += 1

    def _tell(self, outcome: Outcome) -> None:
        self._state.report.append(outcome)


def _article(found: Found) -> Article:
    return found if isinstance(found, Article) else found.article


def _name(article: Article) -> str:
    return article.title or article.text.strip()[:80]


def _before(state: Session) -> Iterable[Article]:
    """The articles on the screen or last stored: what is added may be a copy of one of them."""
    if state.corrections.shared:
        stored: Iterable[Article] = state.corrections.newest(_LOOKED_BACK)
        return stored
    events = state.dataset.events.values() if state.dataset else ()
    return islice({e.article.id: e.article for e in events}.values(), _LOOKED_BACK)
