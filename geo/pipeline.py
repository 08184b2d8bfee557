"""The path on one screen: the only place that knows the order of the stages.

    article ─▶ sentences ─▶ toponyms ─▶ events ─▶ merged, with the ACLED view

A ``Pipeline`` opens the gazetteer, the models and the lexicons once and may then code any number of
articles; it keeps no state between them. The functions below it are the public interface.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, overload

from geo.errors import ArticleTooLargeError, GeocoderError
from geo.model import Article, Event, Place, Toponym
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.events.coder import Coder
    from geo.events.llm.coder import ModelCoder
    from geo.syntax import Syntax
    from geo.toponyms.gazetteer import Gazetteer
    from geo.toponyms.geoparser import Geoparser


#: So many new objects are tables that were read; a second pipeline finds them read.
_TABLES = 10_000


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """Leave what is read meanwhile out of the search for garbage: it stays as long as the process.

    Three hundred thousand objects of word lists were looked through again and again while they and
    the libraries behind them were loaded, which took a third of the time to start.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_count()[0] > _TABLES:  # what else is frozen is never given back
                gc.freeze()
            gc.enable()


class Pipeline:
    """Everything that is opened once.

    Parameters
    ----------
    settings
        How to read, geocode and code; the defaults when None.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @cached_property
    @_kept_for_good()
    def gazetteer(self) -> Gazetteer:
        """The embedded gazetteer, opened on first use."""
        from geo.toponyms.gazetteer import Gazetteer

        return Gazetteer.open(self.settings.data_dir)

    @cached_property
    @_kept_for_good()
    def syntax(self) -> Syntax:
        """Tagger and parser, loaded on first use."""
        from geo.syntax import Syntax

        return Syntax.load(self.settings.data_dir)

    @cached_property
    @_kept_for_good()
    def geoparser(self) -> Geoparser:
        """Finds and resolves toponyms."""
        from geo.toponyms.geoparser import Geoparser

        return Geoparser(self.gazetteer, self.syntax, self.settings)

    @cached_property
    @_kept_for_good()
    def coder(self) -> Coder | ModelCoder:
        """Codes events: by the bundled rules, or by the model whose endpoint the settings name."""
        from geo.events.ontology import Ontology

        ontology = Ontology.load(self.settings.data_dir)
        if self.settings.coder_endpoint:
            from geo.events.llm.coder import ModelCoder

            return ModelCoder(ontology, self.syntax, self.settings)
        from geo.events.coder import Coder

        return Coder(ontology, self.syntax, self.settings)

    def open(self) -> Pipeline:
        """Open everything now, so that what is missing is said before the first article.

        Raises
        ------
        DataError
            A file of ``data/`` is missing or damaged.
        """
        _ = self.coder, self.geoparser
        return self

    def geoparse(self, article: Article) -> tuple[Toponym, ...]:
        """The toponyms of one article, in the order of the text."""
        from geo.sentences import split

        self._check(article)
        return self.geoparser.parse(article, split(article))

    def code(self, article: Article) -> tuple[Event, ...]:
        """The events of one article, what it tells twice merged, in the order of the text.

        Raises
        ------
        ArticleTooLargeError
            The text is longer than ``Settings.max_chars``.
        """
        from geo.events.acled.scenes import add_acled
        from geo.events.merging.merge import merge_events

        return add_acled(merge_events(self.tellings(article)))

    def why_not(self, article: Article) -> str:
        """Why an article is not coded at all (it is in another language); "" when it is."""
        return self.coder.why_not(article)

    def tellings(self, article: Article) -> tuple[Event, ...]:
        """The events of one article before what it tells twice is merged.

        Raises
        ------
        ArticleTooLargeError
            As ``code``.
        """
        from geo.sentences import split

        self._check(article)
        sentences = split(article)
        toponyms = _Asked(lambda: self.geoparser.parse(article, sentences))
        return self.coder.code(article, sentences, toponyms)

    def code_many(self, articles: Iterable[Article]) -> tuple[Event, ...]:
        """The events of several articles; one event told by several is one, with its sources."""
        from geo.events.merging.merge import merge_events

        return merge_events(event for article in articles for event in self.code(article))

    def places(
        self, name: str, *, country: str | None = None, limit: int | None = None
    ) -> tuple[Place, ...]:
        """The places a name may mean, best first, by the embedded gazetteer.

        Raises
        ------
        GeocoderError
            The name is empty, or the country code unknown.
        """
        from geo.toponyms.geocoder import EmbeddedGeocoder

        try:
            found = EmbeddedGeocoder(self.gazetteer).places(name, country=country, limit=limit)
        except ValueError as error:  # geopy's query errors are ValueErrors
            raise GeocoderError(str(error)) from error
        return tuple(found)

    def _check(self, article: Article) -> None:
        if len(article.text) > self.settings.max_chars:
            msg = (
                f"The text has {len(article.text):,} characters, more than the"
                f" {self.settings.max_chars:,} that are coded at once. Split it into articles."
            )
            raise ArticleTooLargeError(msg)


class _Asked(Sequence[Toponym]):
    """Toponyms that are found when somebody asks for one: an article without an act never does."""

    def __init__(self, find: Callable[[], tuple[Toponym, ...]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> tuple[Toponym, ...]:
        return self._find()

    @overload
    def __getitem__(self, index: int) -> Toponym: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Toponym, ...]: ...
    def __getitem__(self, index: int | slice) -> Toponym | tuple[Toponym, ...]:
        return self._found[index]

    def __iter__(self) -> Iterator[Toponym]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@lru_cache(maxsize=4)
def pipeline(settings: Settings) -> Pipeline:
    """The pipeline for these settings; asked again, the same one, with its files still open."""
    return Pipeline(settings)


def read_articles(
    source: str | Path | bytes,
    *,
    format: str | None = None,  # noqa: A002 (the word users know)
    published: date | None = None,
    title: str | None = None,
    settings: Settings | None = None,
) -> Iterator[Article]:
    """Read a source as articles.

    Parameters
    ----------
    source
        A path, a folder, an http(s) address, ``-`` for standard input, or the bytes themselves.
    format
        "text", "html", "pdf", "docx", "csv", "jsonl", …; found out from name and content when None.
    published
        Day of publication, for sources that do not tell it themselves.
    title
        Headline, for sources that do not tell it themselves.
    settings
        ``allow_fetch`` and ``max_chars`` of these hold; the defaults when None. What else a table
        or an upload needs said (columns, file name) is said to ``geo.articles.read_articles``.

    Raises
    ------
    ArticleError
        Nothing could be read; the message says what to do.
    FetchError
        The address could not, or must not, be fetched.
    """
    from geo import articles

    limits = settings or Settings()
    yield from articles.read_articles(
        source,
        format=format,
        published=published,
        title=title,
        max_chars=limits.max_chars,
        allow_fetch=limits.allow_fetch,
    )


def geoparse(article: Article | str, *, settings: Settings | None = None) -> tuple[Toponym, ...]:
    """Find the toponyms of a text and what places they mean.

    Parameters
    ----------
    article
        An article, or plain text.
    settings
        The defaults when None.

    Returns
    -------
    tuple of Toponym
        In the order of the text, with every role; spans index the article's text. Plain text
        is used as it is given, so that the spans index it too.
    """
    if isinstance(article, str):
        article = _article(article)
    return pipeline(settings or Settings()).geoparse(article)


def geocode(
    name: str, *, country: str | None = None, settings: Settings | None = None
) -> Place | None:
    """The most likely place of a name, by the embedded gazetteer; None when there is none.

    Parameters
    ----------
    name
        A toponym in any script, or "City, Region, Country".
    country
        ISO 3166-1 alpha-2 or alpha-3 code that the place must lie in.
    settings
        The defaults when None.

    Raises
    ------
    GeocoderError
        The name is empty, or the country code unknown.
    """
    found = pipeline(settings or Settings()).places(name, country=country, limit=1)
    return found[0] if found else None


def code_events(
    articles: Article | str | Iterable[Article | str], *, settings: Settings | None = None
) -> tuple[Event, ...]:
    """Code the events that articles tell.

    Parameters
    ----------
    articles
        One article or several; plain texts are taken as articles without a date.
    settings
        The defaults when None.

    Returns
    -------
    tuple of Event
        Events told more than once are merged, their evidence kept.
    """
    given = [articles] if isinstance(articles, (Article, str)) else articles
    whole = [_article(a) if isinstance(a, str) else a for a in given]
    return pipeline(settings or Settings()).code_many(whole)


def _article(text: str) -> Article:
    from geo.articles import article_from_text

    article = article_from_text(text)
    return article if article.text == text else replace(article, text=text)
