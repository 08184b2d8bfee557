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
from collections.abc import Callable
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
        return typing.cast("Event", _maker(Event)(record))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
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
        return typing.cast("Article", _maker(Article)(record))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        msg = f"This is not an article record of Dateline ({error})."
        raise ArticleError(msg) from error


def plain(value: Any) -> Any:  # noqa: ANN401 (any value of the model)
    """Any value of the model as JSON-ready data: dicts, lists, numbers, text, ISO days."""
    if names := _names(value.__class__):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 (a class)
    """The fields of a data class; none of any other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 (whatever the annotation says)
    """The function that makes a value of the annotated ``kind`` from plain data.

    Annotations are read once and not for each value: an archive is read back by the million.
    """
    if get_origin(kind) is not None:
        return _generic_maker(kind)
    if is_dataclass(kind):
        return _dataclass_maker(typing.cast("type", kind))
    if kind is date:
        return date.fromisoformat

    def checked(value: Any) -> Any:  # noqa: ANN401
        if type(value) is kind or isinstance(value, kind):
            return value
        if kind is float and isinstance(value, int):
            return float(value)
        msg = f"{value!r} is not {kind.__name__}"
        raise TypeError(msg)

    return checked


def _dataclass_maker(kind: type) -> Callable[[Any], Any]:
    makers = {name: _maker(hint) for name, hint in typing.get_type_hints(kind).items()}
    return lambda value: kind(**{name: makers[name](v) for name, v in value.items()})


def _generic_maker(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    """The same for ``X | None``, ``Literal[...]`` and ``tuple[...]``."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        some = _maker(next(a for a in args if a is not type(None)))
        return lambda value: None if value is None else some(value)
    if origin is Literal:

        def one_of(value: Any) -> Any:  # noqa: ANN401
            if value not in args:
                msg = f"{value!r} is not one of {args}"
                raise ValueError(msg)
            return value

        return one_of
    if args[-1] is Ellipsis:
        each = _maker(args[0])
        return lambda value: tuple([each(item) for item in value])
    makers = [_maker(a) for a in args]
    return lambda value: tuple([m(item) for m, item in zip(makers, value, strict=True)])
