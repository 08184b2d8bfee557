"""Events over time as a small bar chart that is also the date filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from geo.app import telling
from geo.app.strings import Words
from geo.filters import Filters, filter_mask

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

#: Longest span, in days, for which bars are days, and weeks; beyond it they are months.
DAYS_SPAN, WEEKS_SPAN = 120, 900
_FREQUENCY: Final = {"day": "D", "week": "W-MON", "month": "MS"}


@dataclass(frozen=True, slots=True)
class Bins:
    """Counts by bin and quad class. ``unit`` is "day", "week" or "month"."""

    unit: str
    first: date
    last: date
    rows: list[dict[str, Any]]

    @property
    def peak(self) -> int:
        """The highest bar."""
        totals: dict[int, int] = {}
        for row in self.rows:
            totals[row["start"]] = totals.get(row["start"], 0) + row["n"]
        return max(totals.values(), default=0)


def unit_for(first: date, last: date) -> str:
    """The width of a bar for a span of days."""
    span = (last - first).days
    return "day" if span <= DAYS_SPAN else "week" if span <= WEEKS_SPAN else "month"


def bounds(frame: pd.DataFrame) -> tuple[date, date] | None:
    """First and last day of the data; None when no event has a date."""
    days = frame["event_date"].dropna()
    if days.empty:
        return None
    last = frame["date_end"].dropna().max()
    return days.min().date(), max(days.max().date(), last.date())


def bins(frame: gpd.GeoDataFrame, filters: Filters) -> Bins | None:
    """Count events by first day under all filters but the date; None when none has a date."""
    import pandas as pd

    span = bounds(frame)
    if span is None:
        return None
    unit = unit_for(*span)
    mask = filter_mask(frame, filters.without("date_from", "date_to"))
    columns = ["event_date", "quad_class"]
    rows = frame[columns] if mask is None else frame.loc[mask, columns]
    dated = rows[rows["event_date"].notna()]
    period = {"day": "D", "week": "W-SUN", "month": "M"}[unit]
    starts = dated["event_date"].dt.to_period(period).dt.start_time
    counts = dated.groupby([starts, dated["quad_class"].astype("int64")], observed=True).size()
    step = pd.tseries.frequencies.to_offset(_FREQUENCY[unit])
    out: list[dict[str, Any]] = []
    tops: dict[int, int] = {}
    for (start, quad), n in counts.items():  # sorted: the quad classes of a bin lie on each other
        at = _stamp(start.date())
        low = tops.get(at, 0)
        tops[at] = low + int(n)
        end = _stamp((start + step).date())
        out.append({"start": at, "end": end, "quad": int(quad), "n": int(n), "low": low})
    return Bins(unit, span[0], span[1], out)


def spec(found: Bins, filters: Filters, words: Words) -> dict[str, Any]:
    """The Vega-Lite drawing; bars outside the chosen days are pale."""
    quads = sorted(telling.ontology().quads)
    labels = [telling.quad_label(words, q) for q in quads]
    colours = [telling.ontology().quads[q].colour for q in quads]
    values = [
        {
            **row,
            "top": row["low"] + row["n"],
            "kind": telling.quad_label(words, row["quad"]),
            "on": _chosen(row, filters),
            "label": words.day(_day(row["start"])),
        }
        for row in found.rows
    ]
    domain = [
        min([_stamp(found.first), *(row["start"] for row in found.rows)]),
        max([_stamp(found.last + timedelta(days=1)), *(row["end"] for row in found.rows)]),
    ]
    axis = {"title": None, "grid": False, "tickCount": 4, "labelFlush": True, "format": "%b %Y"}
    if found.unit == "day":
        axis["format"] = "%-d %b"
    return {
        "height": 64,
        "data": {"values": values},
        "params": [{"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}],
        "mark": {"type": "rect", "tooltip": True},
        "encoding": {
            "x": {"field": "start", "type": "temporal", "scale": {"domain": domain, "type": "utc"},
                  "axis": axis, "title": ""},
            "x2": {"field": "end"},
            "y": {"field": "low", "type": "quantitative", "axis": None, "scale": {"zero": True}},
            "y2": {"field": "top"},
            "color": {"field": "kind", "type": "nominal", "legend": None,
                      "scale": {"domain": labels, "range": colours}},
            "opacity": {"condition": {"test": "datum.on", "value": 1}, "value": 0.25},
            "tooltip": [
                {"field": "label", "title": words("table.date")},
                {"field": "kind", "title": words("table.type")},
                {"field": "n", "title": words(f"filter.per_{found.unit}")},
            ],
        },
        "config": {"view": {"stroke": None}},
    }  # fmt: skip


def days_of(selection: Any) -> tuple[date, date] | None:  # noqa: ANN401 (what the browser sends)
    """The days under the brush; None when it was cleared."""
    brush = (selection or {}).get("selection", {}).get("brush") or {}
    ends = brush.get("start")
    if not isinstance(ends, list) or len(ends) != 2:  # noqa: PLR2004 (an interval)
        return None
    first, last = sorted(_day(ms) for ms in ends)
    return first, last


def _day(ms: float) -> date:
    return datetime.fromtimestamp(ms / 1000, tz=UTC).date()


def _chosen(row: dict[str, Any], filters: Filters) -> bool:
    first, end = _day(row["start"]), _day(row["end"])
    after = filters.date_from is None or end > filters.date_from
    before = filters.date_to is None or first <= filters.date_to
    return after and before


def _stamp(day: date) -> int:
    """Milliseconds since 1970, which no time zone of a browser can shift."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
