"""Numbers: events and deaths over time, by type, country and region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import histogram, style, telling
from geo.app.markup import esc, tag
from geo.app.strings import Words, grouped
from geo.filters import Filters

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_TOP: Final = 15
#: The columns that this view reads.
COLUMNS: Final = (
    "event_date", "date_end", "quad_class", "event_type", "country", "admin1", "fatalities_low",
    "fatalities_high",
)  # fmt: skip
MEASURES: Final = ("events", "deaths")


def draw(gdf: gpd.GeoDataFrame, words: Words) -> None:
    """Four drawings, each with its numbers as a table."""
    left, right = st.columns(2, gap="medium")
    with left:
        _over_time(gdf, words)
        _deaths(gdf, words)
    with right:
        measure = st.segmented_control(
            words("numbers.count"), MEASURES, default="events", required=True, key="measure",
            format_func=lambda name: words(f"numbers.count_{name}"), label_visibility="collapsed",
        )  # fmt: skip
        before = "deaths_" if measure == "deaths" else ""
        for column, name in (("event_type", "type"), ("country", "country"), ("admin1", "region")):
            counts = counted(gdf, column, measure or "events")
            rows = by_type(counts, words) if name == "type" else by_name(counts)
            _ranked(rows, words(f"numbers.{before}by_{name}"), f"by-{name}", words)


def _title(text: str, note: str = "") -> None:
    st.html(tag("div", esc(text) + tag("small", esc(note)), css="dl-heading"))


def _over_time(gdf: gpd.GeoDataFrame, words: Words) -> None:
    found = histogram.bins(gdf)
    if found is None:
        return
    unit = words(f"filter.per_{found.unit}")
    _title(words("numbers.by_time"), unit)
    spec = histogram.spec(found, Filters(), words)
    del spec["params"]
    spec["height"] = 220
    spec["encoding"]["y"] |= {"axis": {"tickMinStep": 1}, "title": None}
    spec["encoding"]["color"]["legend"] = {"orient": "top", "title": None, "offset": 2}
    st.vega_lite_chart(None, spec, key="over-time", alt=unit)


def deaths_over_time(gdf: pd.DataFrame) -> pd.DataFrame:
    """Sums of the low and the high ends by period; unknown ends are left out."""
    span = histogram.bounds(gdf)
    unit = histogram.unit_for(*span) if span else "day"
    known = gdf[
        gdf["event_date"].notna() & (gdf["fatalities_low"].notna() | gdf["fatalities_high"].notna())
    ]
    start = known["event_date"].dt.to_period(histogram.PERIODS[unit]).dt.start_time
    low = known["fatalities_low"].astype("Float64").groupby(start).sum()
    high = (
        known["fatalities_high"]
        .astype("Float64")
        .fillna(known["fatalities_low"])
        .groupby(start)
        .sum()
    )
    out = low.to_frame("low").assign(high=high).reset_index(names="start")
    out["start"] = out["start"].dt.date.astype(str)
    return out


def _deaths(gdf: gpd.GeoDataFrame, words: Words) -> None:
    known = gdf["fatalities_low"].notna() | gdf["fatalities_high"].notna()
    told = words("numbers.known", n=grouped(int(known.sum())), total=grouped(len(gdf)))
    _title(words("numbers.deaths"), told)
    if not known.any():
        st.html(tag("div", esc(words("numbers.none")), css="dl-info"))
        return
    table = deaths_over_time(gdf)
    names = {"low": words("numbers.low"), "high": words("numbers.high")}
    spec = deaths_spec(table, names)
    st.vega_lite_chart(None, spec, key="deaths", alt=words("numbers.deaths"))
    st.html(tag("span", esc(words("numbers.deaths_note")), css="dl-note"))
    with st.expander(words("numbers.as_table"), key="deaths-table"):
        st.dataframe(table.rename(columns=names), hide_index=True, key="deaths-rows")


def deaths_spec(table: pd.DataFrame, names: dict[str, str]) -> dict[str, Any]:
    """Bars up to the low end, and pale beyond it up to the high end."""
    values = []
    for row in table.to_dict("records"):
        ends = {"low": (0.0, float(row["low"])), "high": (float(row["low"]), float(row["high"]))}
        values += [
            {"start": row["start"], "end": names[end], "from": a, "to": b}
            for end, (a, b) in ends.items()
        ]
    return {
        "height": 180,
        "padding": {"left": 0, "right": 8, "top": 2, "bottom": 0},
        "data": {"values": values},
        "mark": {"type": "bar", "tooltip": True, "width": {"band": 0.8}},
        "encoding": {
            "x": {"field": "start", "type": "ordinal", "title": None,
                  "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {"field": "from", "type": "quantitative", "title": None},
            "y2": {"field": "to"},
            "color": {"field": "end", "type": "nominal", "title": None,
                      "scale": {"domain": list(names.values()), "range": ["#B4442F", "#D98B7E"]},
                      "legend": {"orient": "top", "offset": 2}},
        },
    }  # fmt: skip


def counted(gdf: pd.DataFrame, column: str, measure: str) -> dict[str, int]:
    """Events, or the low end of the deaths they tell of, by the values of a column; most first."""
    names = gdf[column].astype("object")
    if measure == "events":
        return {str(name): int(n) for name, n in names.value_counts().items()}
    killed = gdf["fatalities_low"].astype("Float64").fillna(0).groupby(names).sum()
    ranked = killed[killed > 0].sort_values(ascending=False, kind="stable")
    return {str(name): int(n) for name, n in ranked.items()}


def by_type(counts: dict[str, int], words: Words) -> list[dict[str, Any]]:
    """Types with their colours and counts."""
    return [
        {
            "name": telling.type_label(words, code),
            "n": n,
            "colour": telling.kind_of(code).colour,
        }
        for code, n in counts.items()
    ]


def _ink() -> str:
    return style.COLOURS[style.theme()]["ink"]


def by_name(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Names with their counts."""
    return [{"name": name, "n": n, "colour": "#4A7FA8"} for name, n in counts.items()]


def _ranked(rows: list[dict[str, Any]], title: str, key: str, words: Words) -> None:
    if not rows:
        return
    _title(title)
    spec: dict[str, Any] = {
        "height": {"step": 18},
        "padding": {"left": 0, "right": 8, "top": 2, "bottom": 0},
        "data": {"values": rows[:_TOP]},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelLimit": 160, "ticks": False, "domain": False, "labelFlush": False}},
            "x": {"field": "n", "type": "quantitative", "axis": None},
        },
        "layer": [
            {"mark": {"type": "bar", "tooltip": True},
             "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "color": _ink()},
             "encoding": {"text": {"field": "n"}}},
        ],
        "config": {"view": {"stroke": None}},
    }  # fmt: skip
    st.vega_lite_chart(None, spec, key=key, alt=title)
    if len(rows) > _TOP:
        st.caption(words("side.list_more", n=len(rows) - _TOP))
