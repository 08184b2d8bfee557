"""When two records tell of one event, and when they must not be merged.

Inside an article a second mention is usually poorer than the first ("the attack", "the killings"),
so what is merely not repeated speaks against nothing; only what both *say* and say differently
does. Across articles both must say enough: the same place below the country and the same days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Final

from geo import grammar
from geo.events.actors.harmed import BESIDE
from geo.events.dates.belonging import opens
from geo.events.places.locate import BORROWED, LISTED
from geo.events.places.named import NAMED
from geo.events.quantities.totals import tells_total
from geo.model import Actor, Event, Place, Quantity

__all__ = [
    "has_own_day",
    "has_own_place",
    "is_at",
    "is_bare",
    "is_history",
    "own_country",
    "same_across",
    "same_inside",
    "specific",
]

#: Opens the reason of a known act of the past, which ends in its first and last day: "(2015-06 – 2015-07)".
_HISTORY: Final = "told as history"
_ISO: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
#: Modes that cannot be two sides of one act; a mode in no group goes with any.
_MODE_GROUPS: Final = (
    frozenset({"abduct"}),
    frozenset({"explosives", "suicide-attack", "heavy-weapons", "destroy"}),
    frozenset({"aerial", "drone"}),
    frozenset({"firearms", "primitive", "beat", "torture"}),
    frozenset({"sexual"}),
    frozenset({"crowd-control"}),
    frozenset({"arrest"}),
    frozenset({"curfew", "martial-law"}),
    frozenset({"withhold", "censor"}),
    frozenset({"seize"}),
    frozenset({"deport"}),
    frozenset({"resign"}),
    frozenset({"release"}),
    frozenset({"withdraw", "ceasefire", "disarm"}),
    frozenset({"demo", "riot", "obstruct"}),
    frozenset({"strike"}),
    frozenset({"hunger"}),
)
#: Figures so close are one figure told twice ("at least 26", "about 30").
_SAME_FIGURE: Final = 1.5
#: Two dates so close may be one event across articles (time zones, nights).
_SAME_DAYS: Final = timedelta(days=2)
#: An undated mention is not taken for an event so many days before publication.
_STORY_DAYS: Final = 45
#: From so many days on it is taken for it only with the same figures, if both give any.
_NEWS_DAYS: Final = 10
GENERIC: Final = grammar.words("merging.sameness.generic")
#: Acts that everybody does for himself: two ministers who condemn, two states that send help.
_EACH: Final = frozenset({
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "SANCTION", "AID", "COOPERATE",
})  # fmt: skip
#: Acts that go on in many places at once.
_WIDESPREAD: Final = frozenset({"PROTEST", "COERCE", "MOBILIZE", "AID"})
#: Sectors that do not tell one victim from another.
_NOBODYS: Final = frozenset({"CVL", "UNK"})
_TITLES: Final = grammar.words("merging.sameness.titles")


def same_inside(a: Event, b: Event) -> bool:
    """Whether two records of one article tell of one event."""
    facts = _modes_agree(a.modes, b.modes) and _days_agree(a, b) and _places_agree(a, b)
    if not facts or not _history_agrees(a, b):
        return False
    if tells_total(a.evidence.text) != tells_total(b.evidence.text):
        return False
    if _told_together(a, b):
        return True
    agree = _figures_equal if _is_far(a, b) else _figures_agree
    if not agree(a.quantities, b.quantities):
        return False
    each = a.event_type in _EACH
    if is_headline(a) != is_headline(b):  # a headline names one side and cuts the other short
        return _people_agree(a.actors, b.actors, each=each)
    return _people_agree(a.recipients, b.recipients, each=each) and _people_agree(
        a.actors, b.actors, each=each
    )


def _told_together(a: Event, b: Event) -> bool:
    """Whether one sentence tells both: an attack with what it did to people and to things."""
    if a.event_type != "ASSAULT" or a.article.id != b.article.id:
        return False
    return a.evidence.start == b.evidence.start


def same_across(a: Event, b: Event) -> bool:
    """Whether two records of different articles tell of one event."""
    x, y = a.event_date, b.event_date
    if x is None or y is None or a.place is None or b.place is None:
        return False
    if a.place.id != b.place.id or a.precision == "country":
        return False
    exact = max(x.end - x.start, y.end - y.start) <= _SAME_DAYS
    meet = x.start <= y.end and y.start <= x.end
    if not meet or not (exact or (x.start, x.end) == (y.start, y.end)):
        return False
    return same_inside(a, b)


def is_history(event: Event) -> bool:
    """Whether an event is a known act of the past, told without its day (geo/events/known/history.py)."""
    return event.date_reason.startswith(_HISTORY)


def is_bare(event: Event) -> bool:
    """Whether a mention says nothing of its own: no one, no day, no place ("the attack")."""
    dated = has_own_day(event)
    people = [*specific(event.recipients), *specific(event.actors)]
    return not (dated or has_own_place(event) or people)


def is_headline(event: Event) -> bool:
    """Whether a mention stands in a headline or a heading: a line without a final stop."""
    return event.evidence.text.rstrip("\"'”’»)")[-1:] not in {".", "!", "?", "…", ":", ";"}


def has_own_place(event: Event) -> bool:
    """Whether a place below the country is said of the event itself, and not taken from around it."""
    if event.toponym is None or event.precision == "country":
        return False
    return not event.geo_reason.endswith(BORROWED)


def is_at(event: Event, place: Place | None) -> bool:
    """Whether nothing said of an event itself, not even its country, puts it at another place."""
    said = has_own_place(event) or event.geo_reason.endswith(NAMED)
    if place is None or event.place is None or not said:
        return True
    province = event.place.country == place.country and event.place.name == place.admin1
    return event.place.id == place.id or province


def own_country(event: Event) -> str | None:
    """The country that is said of the event itself, by name or as that of a place of its own."""
    if event.place is None or not (event.geo_reason.endswith(NAMED) or has_own_place(event)):
        return None
    return event.place.country


def has_own_day(event: Event) -> bool:
    """Whether a day is said in one of the event's sentences, and not taken from around it."""
    day = event.event_date
    if day is None or day.start_offset is None:
        return day is not None and day.basis != "publication"
    return any(e.start <= day.start_offset < e.end for e in (event.evidence, *event.more_evidence))


def _modes_agree(a: Sequence[str], b: Sequence[str]) -> bool:
    groups_a, groups_b = _groups(a), _groups(b)
    return not groups_a or not groups_b or bool(groups_a & groups_b)


def _groups(modes: Iterable[str]) -> set[int]:
    return {i for i, group in enumerate(_MODE_GROUPS) for m in modes if m in group}


def _days_agree(a: Event, b: Event) -> bool:
    """Days that both say must meet; an undated mention joins a dated one that is not far back."""
    x, y = a.event_date, b.event_date
    own_a, own_b = has_own_day(a), has_own_day(b)
    if x is None or y is None or not (own_a or own_b):
        return True
    if own_a and own_b:
        return x.start <= y.end and y.start <= x.end
    stated, other = (a, b) if own_a else (b, a)
    if _turns_to_another(stated, other):
        return False
    return ((y if own_a else x).end - (x if own_a else y).end).days <= _STORY_DAYS


def _turns_to_another(stated: Event, other: Event) -> bool:
    """Whether a story turns to an earlier act: it was telling of one, and "On Thursday, a bomb …".

    A day that opens its sentence sets a new scene; if it lies before the days that the act told so far
    can have been on, that scene is another.
    """
    x, y = stated.event_date, other.event_date
    if x is None or y is None or x.start_offset is None or stated.article.id != other.article.id:
        return False
    if other.trigger.start >= stated.evidence.start or x.end >= y.start:
        return False
    return opens(stated.evidence.text[: max(0, x.start_offset - stated.evidence.start)])


def _history_agrees(a: Event, b: Event) -> bool:
    """Whether one known act of the past goes with the other: itself, its days, or what is undated and not drawn."""
    if is_history(a) and is_history(b):
        return a.date_reason == b.date_reason
    if is_history(b):
        a, b = b, a
    if not is_history(a) or not (b.pinned or has_own_day(b)):
        return True
    days: list[str] = _ISO.findall(a.date_reason.rpartition("(")[2])
    own = b.event_date
    if not days or own is None:
        return False
    first, last = days[0], days[-1]
    return str(own.start)[: len(last)] <= last and first <= str(own.end)[: len(first)]


def _is_far(a: Event, b: Event) -> bool:
    """Whether an undated mention stands for another day than that of a dated one, weeks before."""
    x, y = a.event_date, b.event_date
    if x is None or y is None or has_own_day(a) == has_own_day(b):
        return False
    return abs((x.end - y.start).days) > _NEWS_DAYS


def _places_agree(a: Event, b: Event) -> bool:
    x, y = a.place, b.place
    if any(e.geo_reason.endswith(LISTED) for e in (a, b)):  # one of many: only what is told there
        return x is not None and y is not None and x.id == y.id
    if x is None or y is None or x.id == y.id:
        return True
    own_a, own_b = has_own_place(a), has_own_place(b)
    if x.country != y.country:
        return not (own_a and own_b)
    if "country" in {x.kind, y.kind}:
        # A protest in one town is not the unrest of a whole country; a bomb is one bomb.
        return a.event_type not in _WIDESPREAD or not (own_a or own_b)
    if not (own_a and own_b):
        return True
    return x.admin1 == y.name or y.admin1 == x.name


def _people_agree(a: Sequence[Actor], b: Sequence[Actor], *, each: bool) -> bool:
    """Whether nobody named on one side is somebody else on the other.

    Things ("the office") are no one: an attack on a house and on those in it is one attack.
    ``each`` says that people of one kind do not act as one ("two ministers condemned it"). Who only
    stands beside an act tells it from no other.
    """
    a, b = _somebody(a, each=each), _somebody(b, each=each)
    named_a, named_b = specific(a), specific(b)
    if not named_a or not named_b:
        return True
    if frozenset().union(*named_a) & frozenset().union(*named_b):
        return True
    if each or (any(map(_is_name, a)) and any(map(_is_name, b))):
        return False
    sectors_a = {s for x in a for s in x.sectors[:1]}
    return bool(sectors_a & {s for x in b for s in x.sectors[:1]} - _NOBODYS)


def _somebody(actors: Sequence[Actor], *, each: bool) -> list[Actor]:
    said = [a for a in actors if not a.implied and a.rule != BESIDE]
    return [a for a in said if a.sectors or (each and a.country)]


def _is_name(actor: Actor) -> bool:
    """Whether a mention holds a proper name; text printed in capitals does not show it."""
    words = actor.text.split()
    return not actor.text.isupper() and any(w[:1].isupper() for w in words[1:] or words)


def specific(actors: Sequence[Actor]) -> list[frozenset[str]]:
    """The telling words of each actor that is somebody in particular."""
    told = [_telling(f"{a.name} {a.text}") for a in actors if not a.implied]
    return [words for words in told if words]


@lru_cache(maxsize=2048)  # every event is compared with many
def _telling(text: str) -> frozenset[str]:
    words = [w.strip(".,'’\"()").casefold() for w in text.split()]
    return frozenset([
        w for w in words
        if len(w) > 1 and w not in GENERIC and w not in _TITLES and not w.isdigit()
    ])  # fmt: skip


def _figures_agree(a: Sequence[Quantity], b: Sequence[Quantity]) -> bool:
    """No kind of number is far apart on the two sides."""
    return all(
        any(_close(x, y) for y in b if y.kind == x.kind)
        for x in a
        if any(y.kind == x.kind for y in b)
    )


def _figures_equal(a: Sequence[Quantity], b: Sequence[Quantity]) -> bool:
    """Whether nothing is counted on both sides with another figure."""
    return not any(x.kind == y.kind and (x.low, x.high) != (y.low, y.high) for x in a for y in b)


def _close(x: Quantity, y: Quantity) -> bool:
    low = max(x.low or 0, y.low or 0)
    high = min(_high(x), _high(y))
    return low <= high * _SAME_FIGURE


def _high(quantity: Quantity) -> int:
    return 10**12 if quantity.high is None else quantity.high
