"""What the verbs share: read sources one by one, name those that fail, count, show progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from geo.errors import DatelineError, ExportError

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.articles import Document, Skipped
    from geo.articles.duplicates import Original
    from geo.model import Article, Event

T = TypeVar("T")
#: So many of a kind are named on the screen; of a batch, the quarantine has them all.
NAMED = 20
#: What a table of articles can hold.
FIELDS = ("text", "title", "date", "url", "source")


def day(text: str) -> date:
    """An argparse type: a calendar day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is not a day; write it as YYYY-MM-DD"
        raise argparse.ArgumentTypeError(msg) from error


def count(text: str) -> int:
    """An argparse type: a whole number of 1 or more."""
    if not text.isdecimal() or not int(text):
        msg = f"{text!r} is not a whole number of 1 or more"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def column(text: str) -> tuple[str, str]:
    """An argparse type: FIELD=NAME, a field of an article and the column that holds it."""
    field, equals, name = text.partition("=")
    if field not in FIELDS or not equals or not name:
        msg = f"{text!r} is not FIELD=NAME with a field of {', '.join(FIELDS)}"
        raise argparse.ArgumentTypeError(msg)
    return field, name


class Tally:
    """How many articles were read, which failed, are copies, or are in a language not coded yet."""

    def __init__(self, read: int = 0, failed: int = 0) -> None:
        self.read = read
        self.failed = failed
        self.copies = 0
        self.uncoded = 0

    def fail(self, source: object, error: Exception) -> None:
        """Name a failed source on standard error, on a line of its own."""
        self.failed += 1
        told = str(error)
        # Most messages name their source already.
        name = _shown(source)
        named = told if told.startswith(name) else f"{name}: {told}"
        print(f"geo: {named}", file=sys.stderr)

    def skip(self, part: Skipped) -> None:
        """Name a part of a source that gave no article; it counts unless it was never meant to."""
        self.failed += not part.ignored
        print(f"geo: {part.name}: {part.reason}", file=sys.stderr)

    def copy(self, article: Article, original: Original) -> None:
        """Name an article that says nearly what an earlier one said; the first few only."""
        self.copies += 1
        if self.copies <= NAMED:
            print(f"geo: {copy_told(article, original)}", file=sys.stderr)

    def leave(self, article: Article, why: str) -> None:
        """Name an article that is not coded, and why; the first few only."""
        self.uncoded += 1
        if self.uncoded <= NAMED:
            print(
                f"geo: {article.title or ' '.join(article.text[:60].split())}: {why}",
                file=sys.stderr,
            )

    @property
    def status(self) -> int:
        """The exit status the tally stands for."""
        if not self.failed:
            return 0
        return 3 if self.read else 1


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """Add SOURCE… and what may be said of the sources."""
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="file, folder, http(s) address, or - for standard input",
    )
    parser.add_argument(
        "--published",
        type=day,
        metavar="YYYY-MM-DD",
        help="day of publication, for sources that do not say; 'on Thursday' needs it",
    )
    parser.add_argument("--title", help="headline, for sources without one")
    parser.add_argument(
        "--format", help="txt, html, pdf, docx, csv, jsonl, …; guessed when not given"
    )
    parser.add_argument(
        "--column",
        type=column,
        action="append",
        metavar="FIELD=NAME",
        help="tables: the column of text, title, date, url or source, e.g. text=Body",
    )


def articles(arguments: argparse.Namespace, tally: Tally) -> Iterator[Article]:
    """Every article of every source; a source that fails is tallied and the next is read."""
    from geo.articles import read_articles

    return _each(arguments, tally, read_articles)


def copy_told(article: Article, original: Original) -> str:
    """That an article says nearly what an earlier one said, in words."""
    name = article.title or article.id
    where = article.source or (shown_address(article.url) if article.url else "")
    first = f"“{original.title}” ({original.source or original.id})"
    return f"{name}{f' ({where})' * bool(where)}: nearly the same text as {first}"


def copies_told(found: Iterable[Article], tally: Tally) -> Iterator[Article]:
    """The articles, all of them; near copies of earlier ones are named while they pass."""
    from geo.articles.duplicates import Copies

    copies = Copies()
    for article in found:
        if original := copies.add(article):
            tally.copy(article, original)
        yield article


def uncoded_told(
    found: Iterable[Article], tally: Tally, why_not: Callable[[Article], str]
) -> Iterator[Article]:
    """The articles, all of them; those in a language that is not coded are named while they pass."""
    for article in found:
        if why := why_not(article):
            tally.leave(article, why)
        yield article


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 article", "2 articles"."""
    return f"{number} {noun}{'s' * (number != 1)}"


class _LeftOut(Tally):
    """What could not be read, to be passed on."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[Skipped] = []

    def fail(self, source: object, error: Exception) -> None:
        from geo.articles import Skipped

        self._parts.append(Skipped.because(_shown(source), error))

    def skip(self, part: Skipped) -> None:
        if part.ignored:
            super().skip(part)
        else:
            self._parts.append(part)

    def taken(self) -> list[Skipped]:
        """What came since it was last asked."""
        taken, self._parts = self._parts, []
        return taken


def pieces(arguments: argparse.Namespace) -> Iterator[Article | Document | Skipped]:
    """Articles, pages and documents not parsed yet, and what of the sources could not be read."""
    from geo.articles import read_documents

    left_out = _LeftOut()
    for found in _each(arguments, left_out, read_documents):
        yield from left_out.taken()
        yield found
    yield from left_out.taken()


def said_of(arguments: argparse.Namespace) -> str:
    """The sources and what is said of them, in words: another word makes another run."""
    said = {name: getattr(arguments, name) for name in ("format", "published", "title", "column")}
    return " ".join(
        [*arguments.sources, *(f"{name}={told}" for name, told in said.items() if told)]
    )


def _shown(source: object) -> str:
    """A source's name in messages, which end up in logs: the query of an address may hold a key."""
    name = str(source)
    return shown_address(name) if "://" in name else name


def shown_address(url: str) -> str:
    """An address without a password and without its query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _each(
    arguments: argparse.Namespace, tally: Tally, read: Callable[..., Iterator[T]]
) -> Iterator[T]:
    for source in arguments.sources:
        try:
            for found in read(
                source,
                format=arguments.format,
                published=arguments.published,
                title=arguments.title,
                columns=dict(getattr(arguments, "column", None) or ()),
                on_skip=tally.skip,
            ):
                tally.read += 1
                yield found
        except (DatelineError, OSError) as error:
            tally.fail(source, error)


def frame(source: str) -> gpd.GeoDataFrame:
    """The events of a file made by ``geo code``: GeoJSON, or JSON lines of records.

    Raises
    ------
    ExportError
        The file is neither.
    """
    text = read_text(source)
    if _is_geojson(text):
        from geo.exports.geojson import from_geojson

        return from_geojson(text)
    from geo.frame import events_to_gdf

    return events_to_gdf(_records(text, source))


def whole_events(source: str) -> list[Event]:
    """The whole events of JSON lines made by ``geo code``.

    Raises
    ------
    ExportError
        The file holds rows (GeoJSON) or something else.
    """
    text = read_text(source)
    if _is_geojson(text):
        msg = f"{source}: this format needs whole events; give the JSON lines of `geo code`."
        raise ExportError(msg)
    return list(_records(text, source))


def _is_geojson(text: str) -> bool:
    return text.lstrip()[:200].startswith('{"type":"FeatureCollection"')


def _records(text: str, source: str) -> Iterator[Event]:
    from geo.records import event_from_record

    return (event_from_record(record) for record in _json_lines(text, source))


def read_text(source: str) -> str:
    """The text of a file or of standard input (``-``).

    Raises
    ------
    ExportError
        It cannot be read as UTF-8.
    """
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{source} cannot be read: {error}"
        raise ExportError(msg) from error


def _json_lines(text: str, source: str) -> Iterator[dict[str, object]]:
    import json

    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            msg = f"{source}, line {number} is not JSON ({error}). Make it with `geo code`."
            raise ExportError(msg) from error


def progress(items: Iterable[T], label: str, *, total: int | None = None) -> Iterator[T]:
    """Count items on standard error while they pass, if that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    number = 0
    for number, item in enumerate(items, 1):
        yield item
        of = f" of {total}" if total else ""
        print(f"\r{label}: {number}{of}", end="", file=sys.stderr, flush=True)
    if number:
        print(file=sys.stderr)
