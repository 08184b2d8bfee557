"""Event ⇄ plain JSON record, without loss.

A record is what travels between the command-line verbs, into the store and through caches: every
field of the data classes by its name, dates as ISO strings. Unlike a row of the frame it keeps
offsets, candidates and all evidence. ``event_from_record(event_record(e)) == e`` for any event.

The article's text is part of the record only when asked for (``with_text``): a file of ten
thousand events from one article should not hold the article ten thousand times.
"""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from geo.errors import ArticleError
from geo.model import Article, Event


def event_record(event: Event, *, with_text: bool = True) -> dict[str, Any]:
    """An event as JSON-ready data.

    Parameters
    ----------
    event
        The event.
    with_text
        Keep the text of the article inside; without it the record can be read back only by
        giving the article again.
    """
    record: dict[str, Any] = plain(event)
    if not with_text:
        del record["article"]["text"]
    return record


def event_from_record(record: dict[str, Any], *, article: Article | None = None) -> Event:
    """Read a record back.

    Parameters
    ----------
    record
        What ``event_record`` made, perhaps after a trip through JSON.
    article
        The article, for records that do not carry its text.

    Raises
    ------
    ArticleError
        The record is not one, or has no text and no article was given.
    """
    try:
        if article is not None:
            record = {**record, "article": plain(article)}
        return typing.cast("Event", _build(Event, record))
    except (KeyError, TypeError, ValueError) as error:
        msg = f"This is not an event record of Dateline ({error}). Make it with `geo code`."
        raise ArticleError(msg) from error


def article_record(article: Article) -> dict[str, Any]:
    """An article as JSON-ready data."""
    record: dict[str, Any] = plain(article)
    return record


def article_from_record(record: dict[str, Any]) -> Article:
    """Read an article record back.

    Raises
    ------
    ArticleError
        The record is not one.
    """
    try:
        return typing.cast("Article", _build(Article, record))
    except (KeyError, TypeError, ValueError) as error:
        msg = f"This is not an article record of Dateline ({error})."
        raise ArticleError(msg) from error


def plain(value: Any) -> Any:  # noqa: ANN401 (any value of the model)
    """Any value of the model as JSON-ready data: dicts, lists, numbers, text, ISO days."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _build(kind: Any, value: Any) -> Any:  # noqa: ANN401 (whatever the annotation says)
    """Make a value of the annotated ``kind`` from plain data."""
    if get_origin(kind) is not None:
        return _build_generic(kind, value)
    if is_dataclass(kind):
        hints = _hints(typing.cast("type", kind))
        return kind(**{k: _build(hints[k], v) for k, v in value.items()})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(value)
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        msg = f"{value!r} is not {kind.__name__}"
        raise TypeError(msg)
    return value


def _build_generic(kind: Any, value: Any) -> Any:  # noqa: ANN401
    """The same for ``X | None``, ``Literal[...]`` and ``tuple[...]``."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        if value is None:
            return None
        return _build(next(a for a in args if a is not type(None)), value)
    if origin is Literal:
        if value not in args:
            msg = f"{value!r} is not one of {args}"
            raise ValueError(msg)
        return value
    if args[-1] is Ellipsis:
        return tuple(_build(args[0], item) for item in value)
    return tuple(_build(a, item) for a, item in zip(args, value, strict=True))
