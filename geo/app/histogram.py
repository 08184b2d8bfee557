"""Events over time as a small bar chart that is also the date filter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from geo.app import style, telling
from geo.app.strings import Words
from geo.filters import Filters
from geo.frame import counted_days

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

#: Longest span, in days, for which bars are days, and weeks; beyond it they are months.
DAYS_SPAN, WEEKS_SPAN = 120, 900
#: Unit -> pandas' name of the period that a day lies in.
PERIODS: Final = {"day": "D", "week": "W-SUN", "month": "M"}


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
    """First day that is counted and last day of the data; None when no event has a date."""
    import numpy as np

    days = counted_days(frame)
    days = days[~np.isnat(days)]
    if not len(days):
        return None
    end = frame["date_end"].max()  # the missing are passed over
    first, last = days.min().item(), days.max().item()
    return first, last if end != end else max(last, end.date())  # noqa: PLR0124 (NaT)


def bins(frame: gpd.GeoDataFrame, mask: NDArray[np.bool_] | None = None) -> Bins | None:
    """Count events of the marked rows by ``counted_days``; None when no row has a date."""
    span = bounds(frame)
    if span is None:
        return None
    unit = unit_for(*span)
    dated = _by_day(frame, mask)
    starts = starts_of(dated["day"], unit)
    counts = dated.groupby([starts, dated["quad"]], observed=True)["n"].sum().reset_index()
    out: list[dict[str, Any]] = []
    tops: dict[int, int] = {}
    for start, quad, n in zip(
        counts["day"], counts["quad"], counts["n"], strict=True
    ):  # sorted: the quad classes of a bin lie on each other
        at = stamp(start.date())
        low = tops.get(at, 0)
        tops[at] = low + int(n)
        end = stamp(end_of(start.date(), unit))
        out.append({"start": at, "end": end, "quad": int(quad), "n": int(n), "low": low})
    return Bins(unit, span[0], span[1], out)


def left_out(frame: pd.DataFrame, words: Words, mask: NDArray[np.bool_] | None = None) -> str:
    """How many of the marked rows no chart over time can hold; "" where each has a date."""
    import numpy as np

    undated = np.isnat(counted_days(frame))
    n = int(undated.sum() if mask is None else (undated & mask).sum())
    return words.plural("count.undated", n) if n else ""


def starts_of(days: pd.Series[Any], unit: str) -> pd.Series[Any]:
    """The first moment of the day, week or month that each day lies in."""
    starts: pd.Series[Any] = days.dt.to_period(PERIODS[unit]).dt.start_time
    return starts


def end_of(day: date, unit: str) -> date:
    """The first day after the day, week or month that begins on one."""
    if unit == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + timedelta(days=7 if unit == "week" else 1)


def _by_day(frame: pd.DataFrame, mask: NDArray[np.bool_] | None) -> pd.DataFrame:
    """``day quad n``: a row a day and quad class, so that few rows are grouped by period."""
    import numpy as np
    import pandas as pd

    days = counted_days(frame)
    known = ~np.isnat(days) if mask is None else mask & ~np.isnat(days)
    quads = frame["quad_class"].to_numpy(dtype="int64", na_value=0)[known]
    days = days[known]
    first = days.min() if len(days) else np.datetime64(0, "D")
    width = len(telling.ontology().quads) + 1
    table = np.bincount((days - first).astype(np.int64) * width + quads)
    used = np.flatnonzero(table)
    return pd.DataFrame(
        {
            "day": (first + used // width).astype("datetime64[s]"),
            "quad": used % width,
            "n": table[used],
        }
    )


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
            "label": words.day(day_of(row["start"])),
        }
        for row in found.rows
    ]
    domain = [
        min([stamp(found.first), *(row["start"] for row in found.rows)]),
        max([stamp(found.last + timedelta(days=1)), *(row["end"] for row in found.rows)]),
    ]
    axis: dict[str, Any] = {"title": None, "grid": False, "tickCount": 4, "labelFlush": True}
    axis["labelExpr"] = month_label(words, with_day=found.unit == "day")
    return {
        "height": 64,
        "padding": {"left": 0, "right": 0, "top": 2, "bottom": 0},
        "data": {"values": values},
        "params": [{"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}],
        "mark": {"type": "rect", "tooltip": True},
        "encoding": {
            "x": {"field": "start", "type": "temporal", "scale": {"domain": domain, "type": "utc"},
                  "axis": axis, "title": None},
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
        "config": style.chart_config(),
    }  # fmt: skip


def month_label(words: Words, *, with_day: bool) -> str:
    """A Vega expression for the label of a day on an axis, in the reader's language."""
    months = json.dumps(list(words.listed("language.months")), ensure_ascii=False)
    month = f"{months}[utcmonth(datum.value)]"
    if with_day:
        return f"utcdate(datum.value) + ' ' + {month}"
    return f"{month} + ' ' + utcyear(datum.value)"


def named(day: date, words: Words, *, with_day: bool) -> str:
    """The same label as text."""
    month = words.listed("language.months")[day.month - 1]
    return f"{day.day} {month}" if with_day else f"{month} {day.year}"


def days_of(selection: Any) -> tuple[date, date] | None:  # noqa: ANN401 (what the browser sends)
    """The days under the brush; None when it was cleared."""
    brush = (selection or {}).get("selection", {}).get("brush") or {}
    ends = brush.get("start")
    if not isinstance(ends, list) or len(ends) != 2:  # noqa: PLR2004 (an interval)
        return None
    first, last = sorted(day_of(ms) for ms in ends)
    return first, last


def day_of(ms: float) -> date:
    """The day of a moment in milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC).date()


def _chosen(row: dict[str, Any], filters: Filters) -> bool:
    first, end = day_of(row["start"]), day_of(row["end"])
    after = filters.date_from is None or end > filters.date_from
    before = filters.date_to is None or first <= filters.date_to
    return after and before


def stamp(day: date) -> int:
    """Milliseconds since 1970, which no time zone of a browser can shift."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
