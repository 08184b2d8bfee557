"""Any source to Articles: finds out what it is, reads its parts, says what was skipped."""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, TypedDict, Unpack, cast

from geo.articles.draft import Document, Draft, Part, Skipped, SkippedSourceWarning
from geo.articles.formats import HEAD_BYTES, Context, format_of, known_suffixes, reader_of
from geo.articles.isolation import parse_isolated, parsed_parts
from geo.articles.published import parse_published
from geo.articles.text import MAX_CHARS, to_article
from geo.errors import ArticleError, EmptyArticleError, FetchError
from geo.model import Article

OnSkip = Callable[[Skipped], None]
_MAX_NAME = 120
#: A path that was meant as an address: pathlib makes one slash of two.
_SCHEME = re.compile(r"[a-z]{2,9}:/", re.IGNORECASE)


class Said(TypedDict, total=False):
    """What a caller may say of a source; none of it is needed."""

    #: One of text, html, pdf, docx, csv, jsonl, parquet, feed, warc, zip; None finds out.
    format: str | None
    #: These stand in where the source itself gives none; a publication day given here counts as stated
    #: and overrules one that was guessed.
    published: date | datetime | str | None
    title: str | None
    source_name: str | None
    url: str | None
    #: Longest article accepted, in code points.
    max_chars: int
    #: The file name of an upload.
    name: str | None
    #: For tables: which column holds ``text``, ``title``, ``date``, ``url``, ``source``.
    columns: Mapping[str, str] | None
    #: Called with each part of the source that gave no article, and why. Without it a
    #: :class:`SkippedSourceWarning` is issued, so that nothing vanishes in silence.
    on_skip: OnSkip | None
    #: False refuses addresses (a public demonstration).
    allow_fetch: bool


def read_articles(source: str | Path | bytes, **said: Unpack[Said]) -> Iterator[Article]:
    """Read the articles of a source, one by one.

    Parameters
    ----------
    source
        A path, a folder, an ``http(s)`` address, ``-`` for standard input, or the bytes of an
        upload (with its file name in ``name``).
    said
        What is known of it: :class:`Said`.

    Raises
    ------
    ArticleError
        Nothing in the source could be read; the message says why.
    FetchError
        An address could not be, or must not be, fetched.
    """
    context, given, on_skip = _about(source, said)
    parts = parsed_parts(_parts(source, context, said), context.name)
    yield from cast("Iterator[Article]", _finish(parts, context, given, on_skip))


def read_documents(
    source: str | Path | bytes, **said: Unpack[Said]
) -> Iterator[Article | Document]:
    """The same with HTML, PDF, Word and feeds not parsed yet, for :func:`articles_of` to do elsewhere.

    Raises
    ------
    ArticleError, FetchError
        As ``read_articles``; what a document holds is not known yet.
    """
    context, given, on_skip = _about(source, said)
    yield from _finish(_parts(source, context, said), context, given, on_skip)


def articles_of(document: Document, *, on_skip: OnSkip | None = None) -> Iterator[Article]:
    """The articles of a document out of ``read_documents``.

    Raises
    ------
    ArticleError
        It cannot be parsed, or holds none.
    """
    given = document.given or Draft(text="")
    parts = parse_isolated(document)
    yield from cast("Iterator[Article]", _finish(parts, document.context, given, on_skip or _warn))


def _about(source: str | Path | bytes, said: Said) -> tuple[Context, Draft, OnSkip]:
    """What the readers are told, what stands in for what they do not find, who hears of the rest."""
    context = Context(
        name=_label(said.get("name") or _name_of(source)),
        max_chars=said.get("max_chars", MAX_CHARS),
        columns=said.get("columns"),
        url=said.get("url"),
    )
    given = Draft(
        text="",
        title=said.get("title"),
        url=said.get("url"),
        source=said.get("source_name"),
        published=parse_published(said.get("published")),
    )
    return context, given, said.get("on_skip") or _warn


def _parts(source: str | Path | bytes, context: Context, said: Said) -> Iterator[Part]:
    format_ = said.get("format")
    if isinstance(source, bytes):
        return _read_stream(io.BytesIO(source), context, format_)
    if source == "-":
        return _read_stream(sys.stdin.buffer, context, format_)
    if _is_address(source):
        allow_fetch = said.get("allow_fetch", True)
        return _read_address(str(source), context, format_, allow_fetch=allow_fetch)
    return _read_path(Path(source), context, format_)


def _is_address(source: str | Path | bytes) -> bool:
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def _name_of(source: str | Path | bytes) -> str:
    """What to call a source in messages."""
    if isinstance(source, bytes):
        return "the upload"
    if source == "-":
        return "standard input"
    # A query may hold a key or a person's name; messages end up in logs.
    return str(source).partition("?")[0] if _is_address(source) else str(source)


def _finish(
    parts: Iterable[Part], context: Context, given: Draft, on_skip: OnSkip
) -> Iterator[Article | Document]:
    """Make the articles; a part that fails is named and passed over, unless nothing is left."""
    read = skipped = 0
    first = ""
    for part in parts:
        skip = part if isinstance(part, Skipped) else None
        if isinstance(part, Document):
            read += 1
            yield replace(part, given=given)
        if isinstance(part, Draft):
            try:
                article = to_article(_with_defaults(part, given), max_chars=context.max_chars)
            except ArticleError as error:
                if part.name == context.name:
                    raise
                skip = Skipped.because(part.name, error)
            else:
                read += 1
                yield article
        if skip:
            skipped += 1
            first = first or f"{skip.name}: {skip.reason}"
            on_skip(skip)
    if not read:
        why = f"none of its {skipped} parts could be read ({first})" if skipped else "it is empty"
        msg = f"{context.name} holds no article: {why}."
        raise EmptyArticleError(msg)


def _with_defaults(draft: Draft, given: Draft) -> Draft:
    """What the source itself does not say, said by the caller."""
    published, basis = draft.published, draft.published_basis
    if given.published and (published is None or basis == "guessed"):
        published, basis = given.published, "stated"
    return replace(
        draft,
        title=draft.title or given.title,
        url=draft.url or given.url,
        source=draft.source or given.source,
        published=published,
        published_basis=basis,
    )


def _read_stream(stream: BinaryIO, context: Context, format_: str | None) -> Iterator[Part]:
    if stream.seekable():
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
    else:
        buffered = io.BufferedReader(cast("io.RawIOBase", stream))
        head = buffered.peek(HEAD_BYTES)[:HEAD_BYTES]
        stream = buffered
    if not head:
        msg = f"{context.name} is empty."
        raise EmptyArticleError(msg)
    chosen = format_ or format_of(context.name, head)
    yield from reader_of(chosen, context.name)(stream, context)


def _read_path(path: Path, context: Context, format_: str | None) -> Iterator[Part]:
    try:
        is_folder = path.is_dir()
        stream = None if is_folder else path.open("rb")
    except (OSError, ValueError) as error:
        if _SCHEME.match(str(path)):
            msg = (
                f"{context.name} is no file; of addresses, those with http:// or https:// are read."
            )
            raise FetchError(msg) from error
        reason = getattr(error, "strerror", None) or "not a file name"
        msg = f"Cannot open {context.name}: {reason}."
        raise ArticleError(msg) from error
    if stream is None:
        yield from _read_folder(path, context, format_)
        return
    with stream:
        yield from _read_stream(stream, context, format_)


def _read_folder(folder: Path, context: Context, format_: str | None) -> Iterator[Part]:
    """Every readable file of a folder and its folders, in the order of their names."""
    suffixes = known_suffixes()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        # A link may lead out of the folder that the user chose.
        if hidden or path.is_symlink() or not path.is_file():
            continue
        label = _label(str(relative))
        if path.suffix.lower() not in suffixes:
            yield Skipped(
                label, f"{path.suffix or 'files without an ending'}: not read", ignored=True
            )
            continue
        part = replace(context, name=label, depth=context.depth)
        yield from guarded(_read_path(path, part, format_), label)


def guarded(parts: Iterator[Part], name: str) -> Iterator[Part]:
    """The parts of one member of a container; its failure costs that member only."""
    try:
        yield from parts
    except ArticleError as error:
        yield Skipped.because(name, error)


def _read_address(
    address: str, context: Context, format_: str | None, *, allow_fetch: bool
) -> Iterator[Part]:
    if not allow_fetch:
        msg = "Reading addresses from the web is switched off here."
        raise FetchError(msg)
    from geo.articles.fetch import fetch

    answer = fetch(address)
    media_type = answer.media_type
    context = replace(context, url=answer.url, encoding=answer.encoding)
    chosen = format_ or format_of(context.name, answer.data[:HEAD_BYTES], media_type=media_type)
    yield from reader_of(chosen, context.name)(io.BytesIO(answer.data), context)


def _warn(skip: Skipped) -> None:
    warnings.warn(f"{skip.name}: {skip.reason}", SkippedSourceWarning, stacklevel=3)


def _label(name: str) -> str:
    """A stranger's file name, fit for a message: one line, no folders, not endless."""
    printable = "".join(c if c.isprintable() else "?" for c in name)
    return printable if len(printable) <= _MAX_NAME else printable[: _MAX_NAME - 1] + "…"
