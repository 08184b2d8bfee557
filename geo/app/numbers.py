"""Numbers: events and deaths over time, by type, country and region."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import histogram, local_names, pictures, style, telling
from geo.app.markup import esc, tag
from geo.app.sidebar import names_by
from geo.app.strings import THIN_SPACE, Words, grouped
from geo.filters import Filters
from geo.frame import DAY_COLUMNS, counted_days

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_TOP: Final = 15
#: The columns that this view reads.
COLUMNS: Final = (
    *DAY_COLUMNS, "quad_class", "event_type", "iso3", "country", "admin1_id", "admin1",
    "fatalities_low", "fatalities_high",
)  # fmt: skip
MEASURES: Final = ("events", "deaths")
#: A number on an axis, its digits grouped as everywhere else.
GROUPED_LABEL: Final = f"replace(format(datum.value, ','), /,/g, '{THIN_SPACE}')"
#: What is ranked: columns of the frame, and its name.
_RANKED: Final = (
    ("event_type", "type"), ("iso3", "country"), ("admin1_id", "region"),
)  # fmt: skip
#: Colours of the low and the high end.
_DEATHS: Final = ("#B4442F", "#D98B7E")


def draw(gdf: gpd.GeoDataFrame, words: Words, told: pictures.Told) -> None:
    """Drawings of events and deaths, each with its numbers and as a picture to take away."""
    left, right = st.columns(2, gap="medium")
    found: list[pictures.Picture | None] = []
    with left:
        found += [_over_time(gdf, words), _deaths(gdf, words)]
    with right:
        tools = st.container(horizontal=True, horizontal_alignment="distribute")
        measure = tools.segmented_control(
            words("numbers.count"), MEASURES, default="events", required=True, key="measure",
            format_func=lambda name: words(f"numbers.count_{name}"), label_visibility="collapsed",
        )  # fmt: skip
        before = "deaths_" if measure == "deaths" else ""
        for column, name in _RANKED:
            counts = counted(gdf, column, measure or "events")
            rows = by_type(counts, words) if name == "type" else by_place(counts, gdf, name, words)
            found.append(_ranked(rows, words(f"numbers.{before}by_{name}"), f"by-{name}", words))
    with tools:
        pictures.offer([one for one in found if one], told, words)


def _title(text: str, note: str = "") -> None:
    st.html(tag("div", esc(text) + tag("small", esc(note)), css="dl-heading"))


def _over_time(gdf: gpd.GeoDataFrame, words: Words) -> pictures.Picture | None:
    found, left_out = histogram.bins(gdf), histogram.left_out(gdf, words)
    unit = words(f"filter.per_{found.unit}") if found else ""
    _title(words("numbers.by_time"), unit)
    if left_out:
        st.html(tag("span", esc(left_out), css="dl-note"))
    if found is None:
        return None
    spec = histogram.spec(found, Filters(), words)
    del spec["params"]
    spec["height"] = 220
    spec["encoding"]["y"] |= {"axis": {"tickMinStep": 1, "labelExpr": GROUPED_LABEL}, "title": None}
    spec["encoding"]["color"]["legend"] = {
        "orient": "top",
        "title": None,
        "offset": 2,
        "columns": 2,
    }
    st.vega_lite_chart(None, spec, key="over-time", alt=unit)
    note = " · ".join(filter(None, (unit, left_out)))
    return pictures.Picture(
        "events-over-time", words("numbers.by_time"), note, partial(_drawn_over_time, found, words)
    )


def _drawn_over_time(found: histogram.Bins, words: Words, sheet: pictures.Sheet) -> None:
    quads = telling.ontology().quads
    names = {quad: telling.quad_label(words, quad) for quad in sorted(quads)}
    sheet.legend((quads[quad].colour, name) for quad, name in names.items())
    bars = []
    for row in found.rows:
        first, end = histogram.day_of(row["start"]), histogram.day_of(row["end"])
        tip = f"{words.day(first)}: {names[row['quad']]} {row['n']}"
        low, colour = row["low"], quads[row["quad"]].colour
        bars.append(pictures.Bar(first, end, low, low + row["n"], colour, tip))
    pictures.columns(sheet, bars, _axis(bars, found.unit, words))


def _axis(bars: list[pictures.Bar], unit: str, words: Words) -> pictures.Axis:
    name = partial(histogram.named, words=words, with_day=unit == "day")
    return pictures.Axis(min(bar.first for bar in bars), max(bar.end for bar in bars), name)


def deaths_over_time(gdf: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """The unit of time, and sums of the low and the high ends by period; the unknown left out."""
    import pandas as pd

    span = histogram.bounds(gdf)
    unit = histogram.unit_for(*span) if span else "day"
    days = pd.Series(counted_days(gdf), index=gdf.index)
    told = days.notna() & (gdf["fatalities_low"].notna() | gdf["fatalities_high"].notna())
    known, start = gdf[told], histogram.starts_of(days[told], unit)
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
    return unit, out


def _deaths(gdf: gpd.GeoDataFrame, words: Words) -> pictures.Picture | None:
    known = gdf["fatalities_low"].notna() | gdf["fatalities_high"].notna()
    told = words("numbers.known", n=grouped(int(known.sum())), total=grouped(len(gdf)))
    _title(words("numbers.deaths"), told)
    if not known.any():
        st.html(tag("div", esc(words("numbers.none")), css="dl-info"))
        return None
    unit, table = deaths_over_time(gdf)
    names = {"low": words("numbers.low"), "high": words("numbers.high")}
    spec = deaths_spec(_death_bars(unit, table, names, words), unit, names, words)
    st.vega_lite_chart(None, spec, key="deaths", alt=words("numbers.deaths"))
    notes = (words("numbers.deaths_note"), histogram.left_out(gdf[known], words))
    st.html(tag("span", "<br>".join(esc(note) for note in notes if note), css="dl-note"))
    with st.expander(words("numbers.as_table"), key="deaths-table"):
        st.dataframe(table.rename(columns=names), hide_index=True, key="deaths-rows")
    draw = partial(_drawn_deaths, unit, _death_bars(unit, table, names, words), names, words)
    return pictures.Picture("deaths-over-time", words("numbers.deaths"), told, draw)


def _death_bars(
    unit: str, table: pd.DataFrame, names: dict[str, str], words: Words
) -> list[pictures.Bar]:
    """Up to the low end, and pale beyond it up to the high end."""
    bars = []
    for start, low, high in zip(table["start"], table["low"], table["high"], strict=True):
        day = date.fromisoformat(start)
        end = histogram.end_of(day, unit)
        tip = f"{words.day(day)}: {names['low']} {low:g}, {names['high']} {high:g}"
        bars.append(pictures.Bar(day, end, 0.0, float(low), _DEATHS[0], tip))
        bars.append(pictures.Bar(day, end, float(low), float(high), _DEATHS[1], tip))
    return bars


def _drawn_deaths(
    unit: str,
    bars: list[pictures.Bar],
    names: dict[str, str],
    words: Words,
    sheet: pictures.Sheet,
) -> None:
    sheet.legend(zip(_DEATHS, names.values(), strict=True))
    pictures.columns(sheet, bars, _axis(bars, unit, words))


def deaths_spec(
    bars: list[pictures.Bar], unit: str, names: dict[str, str], words: Words
) -> dict[str, Any]:
    """The same bars as a Vega-Lite drawing, on the same days as the events above them."""
    kinds = dict(zip(_DEATHS, names.values(), strict=True))
    values = [
        {"start": histogram.stamp(bar.first), "end": histogram.stamp(bar.end), "low": bar.low,
         "high": bar.high, "kind": kinds[bar.colour], "told": bar.tip}
        for bar in bars
    ]  # fmt: skip
    label = histogram.month_label(words, with_day=unit == "day")
    return {
        "height": 180,
        "padding": {"left": 0, "right": 8, "top": 2, "bottom": 0},
        "data": {"values": values},
        "mark": {"type": "rect", "tooltip": True},
        "encoding": {
            "x": {"field": "start", "type": "temporal", "scale": {"type": "utc"}, "title": None,
                  "axis": {"grid": False, "tickCount": 6, "labelExpr": label}},
            "x2": {"field": "end"},
            "y": {"field": "low", "type": "quantitative", "title": None,
                  "axis": {"labelExpr": GROUPED_LABEL}},
            "y2": {"field": "high"},
            "color": {"field": "kind", "type": "nominal", "title": None,
                      "scale": {"domain": list(names.values()), "range": list(_DEATHS)},
                      "legend": {"orient": "top", "offset": 2}},
            "tooltip": {"field": "told"},
        },
        "config": style.chart_config(),
    }  # fmt: skip


def counted(gdf: pd.DataFrame, column: str, measure: str) -> dict[str, int]:
    """Events, or the low end of the deaths they tell of, by the values of a column; most first."""
    by = gdf.groupby(column, observed=True)["fatalities_low"]
    sums = by.size() if measure == "events" else by.sum()
    ranked = sums[sums > 0].sort_values(ascending=False, kind="stable")
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


def by_place(
    counts: dict[str, int], gdf: pd.DataFrame, kind: str, words: Words
) -> list[dict[str, Any]]:
    """Names of countries (counted by ``iso3``) or regions (by ``admin1_id``) with their counts.

    A region bears its country too: countries share names of regions.
    """
    nations = names_by(gdf, "iso3", "country")
    told = {code: local_names.country(words, code, name) for code, name in nations.items()}
    if kind == "region":
        within = names_by(gdf, "admin1_id", "iso3")
        regions = names_by(gdf, "admin1_id", "admin1")
        parts = {
            one: (local_names.named(words, one, name), told.get(within.get(one, "")))
            for one, name in regions.items()
        }
        told = {one: ", ".join(dict.fromkeys(p for p in both if p)) for one, both in parts.items()}
    return [{"name": told.get(one, one), "n": n, "colour": "#4A7FA8"} for one, n in counts.items()]


def _ranked(
    rows: list[dict[str, Any]], title: str, key: str, words: Words
) -> pictures.Picture | None:
    if not rows:
        return None
    _title(title)
    spec: dict[str, Any] = {
        "height": {"step": 18},
        "padding": {"left": 0, "right": 8, "top": 2, "bottom": 0},
        "data": {"values": rows[:_TOP]},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelLimit": 200, "ticks": False, "domain": False, "labelFlush": False}},
            "x": {"field": "n", "type": "quantitative", "axis": None},
        },
        "layer": [
            {"mark": {"type": "bar", "tooltip": True},
             "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "color": _ink()},
             "encoding": {"text": {"field": "n"}}},
        ],
        "config": style.chart_config(),
    }  # fmt: skip
    st.vega_lite_chart(None, spec, key=key, alt=title)
    if len(rows) > _TOP:
        st.caption(words("numbers.more", n=grouped(len(rows) - _TOP)))
    bars = [(row["name"], row["n"], row["colour"]) for row in rows[:_TOP]]
    return pictures.Picture(key, title, "", partial(pictures.ranked, rows=bars))
