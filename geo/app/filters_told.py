"""The filters in the reader's words, for what is printed below a picture or in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any, Final

from geo.app import local_names, telling
from geo.app.strings import Words
from geo.filters import Filters

#: Field of ``Filters`` -> its name in the catalogue.
_NAMES: Final = {
    "date_from": "filter.date_from", "date_to": "filter.date_to", "actors": "filter.actor",
    "actor_role": "filter.role", "event_types": "filter.type", "modes": "card.modes",
    "acled_types": "filter.acled", "countries": "filter.country", "admin1": "filter.region",
    "precisions": "filter.precision", "min_confidence": "filter.confidence",
    "sources": "filter.source", "review": "filter.review", "text": "filter.text",
    "box": "filter.box",
}  # fmt: skip


def filters_told(words: Words, filters: Filters) -> str:
    """Every filter that is set, "Type: Protest, Assault; From: 6 Jan 2022"; "none" without any."""
    told = []
    for spec in fields(filters):
        value = getattr(filters, spec.name)
        if value == spec.default:
            continue
        several = value if isinstance(value, tuple) and spec.name != "box" else (value,)
        shown = ", ".join(_value(words, spec.name, one) for one in several)
        told.append(f"{words(_NAMES[spec.name])}: {shown}")
    return "; ".join(told) or words("picture.no_filters")


def _value(words: Words, name: str, value: Any) -> str:  # noqa: ANN401 (the type of the field)
    if isinstance(value, date):
        return words.day(value)
    if name == "box":
        return ", ".join(f"{x:g}°" for x in value)
    how = _WORDED.get(name)
    return how(words, value) if how else str(value)


def _region(words: Words, place_id: str) -> str:
    place = local_names.gazetteer().get(place_id)
    return local_names.named(words, place_id, place.name) if place else place_id


_WORDED: Final[dict[str, Callable[[Words, str], str]]] = {
    "event_types": telling.type_label,
    "acled_types": lambda words, name: words.label("acled", name),
    "modes": lambda words, name: words.label("mode", name),
    "precisions": lambda words, name: words(f"precision.{name}"),
    "review": lambda words, name: words.label("status", name),
    "actor_role": lambda words, name: words(f"filter.role_{name}"),
    "countries": local_names.nation_of,
    "admin1": _region,
}
