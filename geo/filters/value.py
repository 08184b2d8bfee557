"""One ``Filters`` value: what to show, and how it is written in an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, get_args
from urllib.parse import parse_qs, urlencode

from geo.errors import FilterError
from geo.model import PRECISIONS, QUAD_CLASS, ReviewStatus

ActorRole = Literal["either", "actor", "recipient"]
_BOX_ENDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show.

    Attributes
    ----------
    date_from, date_to
        First and last day, both included. An event passes when its interval overlaps them, one of
        which no day is said when its day of publication does (it is counted under that, see
        ``geo.frame.counted_days``); an undated event passes only when both are None.
    actors, actor_role
        Actor names, exact; looked for as actor, as recipient or as either.
    event_types
        PLOVER types. ``acled_types`` are ACLED event types; ``modes`` PLOVER modes.
    countries, admin1
        ISO 3166-1 alpha-3 codes; ids of first-level regions (``admin1_id`` of the frame).
    precisions
        Of ``geo.model.PRECISIONS``; "none" stands for the unlocated.
    min_confidence
        0 to 1.
    sources, review
        Source names; review statuses.
    text
        Words that must all occur in evidence, title, actors or place, whatever their case.
    box
        (west, south, east, north) in degrees; west > east crosses the antimeridian.
    """

    date_from: date | None = None
    date_to: date | None = None
    actors: tuple[str, ...] = ()
    actor_role: ActorRole = "either"
    event_types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    acled_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    min_confidence: float = 0.0
    sources: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    text: str = ""
    box: tuple[float, float, float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse what can never be meant."""
        if self.date_from and self.date_to and self.date_from > self.date_to:
            msg = f"The first day ({self.date_from}) is after the last ({self.date_to}): swap them."
            raise FilterError(msg)
        if not 0 <= self.min_confidence <= 1:
            msg = f"min_confidence is {self.min_confidence}; it runs from 0 to 1."
            raise FilterError(msg)
        _check("event type", self.event_types, QUAD_CLASS)
        _check("precision", self.precisions, PRECISIONS)
        _check("review status", self.review, get_args(ReviewStatus))
        _check("actor role", (self.actor_role,), get_args(ActorRole))
        if self.box is not None:
            _check_box(self.box)

    def to_query(self) -> str:
        """The filters as a URL query, without a leading "?"; defaults are left out."""
        pairs: list[tuple[str, str]] = []
        for spec in fields(self):
            value = getattr(self, spec.name)
            if value == spec.default:
                continue
            if spec.name == "box":
                pairs.append(("box", ",".join(f"{x:g}" for x in value)))
            elif isinstance(value, tuple):
                pairs += [(spec.name, str(v)) for v in value]
            else:
                pairs.append((spec.name, str(value)))
        return urlencode(pairs)

    @classmethod
    def from_query(cls, query: str | Mapping[str, Iterable[str] | str]) -> Filters:
        """Read what ``to_query`` wrote; names that are not filters are ignored.

        Raises
        ------
        FilterError
            A value cannot be understood; the message names it and says what is expected.
        """
        given: Mapping[str, Any] = (
            parse_qs(query.removeprefix("?")) if isinstance(query, str) else query
        )
        values: dict[str, Any] = {}
        for spec in fields(cls):
            if spec.name not in given:
                continue
            raw = given[spec.name]
            items = [raw] if isinstance(raw, str) else list(raw)
            if items:
                values[spec.name] = _parse(spec.name, items)
        return cls(**values)

    @property
    def is_empty(self) -> bool:
        """True when nothing is filtered out."""
        return self == Filters()

    def without(self, *names: str) -> Filters:
        """The same filters with the named fields back at their defaults."""
        defaults: dict[str, Any] = {f.name: f.default for f in fields(self) if f.name in names}
        return replace(self, **defaults)


def _check(what: str, values: Iterable[str], allowed: Iterable[str]) -> None:
    known = tuple(allowed)
    for value in values:
        if value not in known:
            msg = f"{value!r} is not a known {what}. Known: {', '.join(known)}."
            raise FilterError(msg)


def _check_box(box: tuple[float, ...]) -> None:
    ok = (
        len(box) == _BOX_ENDS
        and all(-180 <= x <= 180 for x in box[::2])  # noqa: PLR2004 (degrees)
        and -90 <= box[1] <= box[3] <= 90  # noqa: PLR2004
    )
    if not ok:
        msg = f"box is {box}; it is west,south,east,north in degrees, south not above north."
        raise FilterError(msg)


def _day(text: str) -> date:
    """A day as YYYY-MM-DD and nothing else: Python reads weeks and bare digits as well."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def _parse(name: str, items: list[str]) -> Any:  # noqa: ANN401 (the type of the named field)
    last = items[-1]
    try:
        match name:
            case "date_from" | "date_to":
                return _day(last)
            case "min_confidence":
                return float(last)
            case "box":
                return tuple(float(x) for x in last.split(","))
            case "text" | "actor_role":
                return last
            case _:
                return tuple(dict.fromkeys(items))
    except ValueError as error:
        expected = {"box": "west,south,east,north", "min_confidence": "a number from 0 to 1"}
        msg = f"{name}={last!r} cannot be read; expected {expected.get(name, 'YYYY-MM-DD')}."
        raise FilterError(msg) from error
