"""The article with the evidence lit and the parts of the event marked in it, as inert HTML.

Marks differ by underline and carry a small label, so that they do not rest on colour. The text
between two marks is escaped piece by piece; nothing of it is ever interpreted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geo.app.looking import look
from geo.app.markup import esc
from geo.app.strings import Words
from geo.model import Article, Event, Place

#: Longest text shown whole; beyond it the part around the evidence, and a button for the rest.
SHOWN_CHARS: Final = 20_000
_CONTEXT: Final = 6_000
#: Where marks overlap the first of these wins.
_ORDER: Final = ("trigger", "date", "place", "number", "actor", "recipient", "elsewhere")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article's text with a meaning: one of ``_ORDER``, or "evidence".

    With a ``place`` it is a word that shows it on the map.
    """

    start: int
    end: int
    kind: str
    place: Place | None = None


def places_of(events: Iterable[Event], article: Article) -> list[Mark]:
    """The places of these events as the article names them."""
    return [
        Mark(e.toponym.start, e.toponym.end, "elsewhere", e.place)
        for e in events
        if e.toponym and e.place and e.article.id == article.id
    ]


def marks_of(event: Event, *, on_map: bool = False) -> list[Mark]:
    """What the event says of its article: evidence, trigger, place, date, actors and numbers.

    ``on_map``: there is a map beside the article, which its place can be shown on.
    """
    article = event.article.id
    found = [Mark(event.evidence.start, event.evidence.end, "evidence")]
    found += [
        Mark(e.start, e.end, "evidence") for e in event.more_evidence if e.article_id == article
    ]
    found.append(Mark(event.trigger.start, event.trigger.end, "trigger"))
    if event.toponym:
        place = event.place if on_map else None
        found.append(Mark(event.toponym.start, event.toponym.end, "place", place))
    day = event.event_date
    if day and day.start_offset is not None and day.end_offset is not None:
        found.append(Mark(day.start_offset, day.end_offset, "date"))
    found += [Mark(a.start, a.end, "actor") for a in event.actors if not a.implied]
    found += [Mark(a.start, a.end, "recipient") for a in event.recipients if not a.implied]
    found += [Mark(q.start, q.end, "number") for q in event.quantities]
    return found


def article_html(article: Article, marks: Iterable[Mark], words: Words, *, whole: bool) -> str:
    """The article as one line of HTML (line breaks as entities), marked.

    Parameters
    ----------
    article
        Its text is shown as it is, from the first character to the last.
    marks
        What to light; offsets of ``article.text``. Empty or impossible ones are left out.
    words
        The interface language, for the labels.
    whole
        Show all of a long text, not only the part around the evidence.
    """
    size = len(article.text)
    usable = [m for m in marks if 0 <= m.start < m.end <= size]
    first, last = (0, size) if whole else window(size, usable)
    bounds = {first, last}
    for mark in usable:
        bounds |= {min(max(mark.start, first), last), min(max(mark.end, first), last)}
    pieces = [
        _piece(article.text[a:b], _active(usable, a, b), usable, (a, b), words)
        for a, b in pairwise(sorted(bounds))
    ]
    body = "".join(pieces).replace('"dl-evidence"', '"dl-evidence dl-here"', 1)
    cut_before = "… " if first > 0 else ""
    cut_after = " …" if last < size else ""
    return (
        f'<div class="dl-article" dir="auto" lang="{esc(article.language or "")}" tabindex="0">'
        f"{cut_before}{body}{cut_after}</div>"
    )


def window(size: int, marks: list[Mark]) -> tuple[int, int]:
    """The part of a text of ``size`` characters to show: all of it unless it is long."""
    if size <= SHOWN_CHARS:
        return 0, size
    evidence = [m for m in marks if m.kind == "evidence"] or marks
    middle = evidence[0].start if evidence else 0
    first = max(0, min(middle - _CONTEXT, size - 2 * _CONTEXT))
    return first, min(size, first + 2 * _CONTEXT)


def _active(marks: list[Mark], start: int, end: int) -> set[str]:
    return {m.kind for m in marks if m.start <= start and end <= m.end}


def _piece(
    text: str, kinds: set[str], marks: list[Mark], span: tuple[int, int], words: Words
) -> str:
    inner = esc(text).replace("\r\n", "&#10;").replace("\n", "&#10;").replace("\r", "&#10;")
    kind = next((k for k in _ORDER if k in kinds), None)
    if kind:
        here = [m for m in marks if m.kind == kind and m.start <= span[0] and span[1] <= m.end]
        label, css = words(f"article.{kind}"), f"dl-mark dl-{kind}"
        if here[0].place:
            inner = look(here[0].place, inner, words, css=css, title=label)
        else:
            inner = f'<span class="{css}" title="{esc(label)}">{inner}</span>'
        if kind != "elsewhere" and any(m.end == span[1] for m in here):
            inner += f'<span class="dl-tag" aria-hidden="true">{esc(label)}</span>'
    if "evidence" in kinds:
        inner = f'<mark class="dl-evidence">{inner}</mark>'
    return inner
