"""Who did what to whom: a matrix of the most frequent sides, and the most named actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import histogram, pictures, style, telling
from geo.app.markup import esc, foreign, tag
from geo.app.strings import Words, grouped
from geo.frame import DAY_COLUMNS, counted_days

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

SIZE: Final = 10
#: The columns that this view reads.
COLUMNS: Final = (
    "actor1", "actor2", "actor1_sector", "actor2_sector", "event_type", *DAY_COLUMNS,
)  # fmt: skip
_SEPARATOR: Final = "; "
_MAX_PAIRS: Final = 500


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of events by who acts (rows) and who is acted upon (columns)."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    types: dict[tuple[str, str], Counter[str]]

    def named(self, name: Callable[[str], str]) -> Matrix:
        """The same under other names."""
        return Matrix(
            tuple(map(name, self.rows)),
            tuple(map(name, self.columns)),
            {(name(a), name(b)): n for (a, b), n in self.counts.items()},
            {(name(a), name(b)): kinds for (a, b), kinds in self.types.items()},
        )

    @property
    def peak(self) -> int:
        """The highest cell."""
        return max(self.counts.values(), default=0)


#: How sides may be grouped: catalogue name -> columns of who acts and who is acted upon.
GROUPINGS: Final = {
    "sector": ("actor1_sector", "actor2_sector"),
    "name": ("actor1", "actor2"),
}


def matrix_of(gdf: pd.DataFrame, *, by: str = "name", size: int = SIZE) -> Matrix:
    """Count every pair of sides; the ``size`` most frequent of each are kept in order.

    Names that differ only in case are one; an event counts once for a pair.
    """
    columns = GROUPINGS[by]
    both = gdf.loc[gdf[columns[0]].notna() & gdf[columns[1]].notna(), [*columns, "event_type"]]
    counts: dict[tuple[str, str], int] = {}
    types: dict[tuple[str, str], Counter[str]] = {}
    acting: Counter[str] = Counter()
    acted: Counter[str] = Counter()
    shown = _Spelling()
    sizes = both.groupby([*columns, "event_type"], observed=True, sort=False).size()
    alike = sizes.reset_index(name="n").astype(dict.fromkeys([*columns, "event_type"], "object"))
    for ones, others, kind, n in alike.itertuples(index=False, name=None):
        left = {shown(name) for name in ones.split(_SEPARATOR)}
        right = {shown(name) for name in others.split(_SEPARATOR)}
        acting.update(dict.fromkeys(left, n))
        acted.update(dict.fromkeys(right, n))
        for pair in ((one, other) for one in left for other in right):
            counts[pair] = counts.get(pair, 0) + n
            types.setdefault(pair, Counter())[kind] += n
    return Matrix(_most(acting, size), _most(acted, size), counts, types)


class _Spelling:
    """One spelling for names that differ only in case: the first that is met."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        return self._first.setdefault(name.casefold(), name)


def _most(tally: Counter[str], size: int) -> tuple[str, ...]:
    return tuple(name for name, _ in sorted(tally.items(), key=lambda i: (-i[1], i[0]))[:size])


def draw(gdf: gpd.GeoDataFrame, words: Words, told: pictures.Told) -> None:
    """The matrix, the table of all pairs, and who is named most."""
    by = str(st.session_state.get("matrix-by") or "sector")
    found = matrix_of(gdf, by=by)
    if by == "sector":
        found = found.named(lambda code: words.label("sector", code))
    left, right = st.columns([2.6, 1], gap="medium")
    with left:
        st.html(tag("div", esc(words("actors.title")), css="dl-title"))
        tools = st.container(horizontal=True, horizontal_alignment="distribute")
        tools.segmented_control(
            words("actors.by"),
            list(GROUPINGS),
            default="sector",
            format_func=lambda name: words(f"actors.by_{name}"),
            key="matrix-by",
            required=True,
            label_visibility="collapsed",
        )
        if not found.counts:
            st.html(tag("div", esc(words("actors.none")), css="dl-info"))
        else:
            st.html(tag("span", esc(words("actors.lead")), css="dl-note"))
            st.html(matrix_html(found, words))
            with st.expander(words("numbers.as_table")):
                st.dataframe(pairs(found, words), hide_index=True, key="pairs")
        rows, unit = _timeline(gdf, words)
        with tools:
            pictures.offer(_pictures(found, rows, unit, words), told, words)
    with right:
        st.html(tag("div", esc(words("actors.either")), css="dl-title"))
        st.dataframe(most_named(gdf, words), hide_index=True, key="most-named", height=420)


def types_over_time(gdf: pd.DataFrame, words: Words) -> tuple[str, list[dict[str, Any]]]:
    """The unit of time, and events by type and period, for the types in order of frequency."""
    import pandas as pd

    span = histogram.bounds(gdf)
    if span is None:
        return "day", []
    unit = histogram.unit_for(*span)
    days = pd.Series(counted_days(gdf), index=gdf.index)
    dated, start = gdf[days.notna()], histogram.starts_of(days[days.notna()], unit)
    counts = Counter(zip(dated["event_type"].astype("object"), start, strict=True))
    return unit, [
        {
            "type": telling.type_label(words, code),
            "start": day.date().isoformat(),
            "when": words.day(day.date()),
            "n": n,
            "colour": telling.kind_of(code).colour,
        }
        for (code, day), n in counts.items()
    ]


def _pictures(
    found: Matrix, rows: list[dict[str, Any]], unit: str, words: Words
) -> list[pictures.Picture]:
    """The matrix and the types over time, to take away."""
    made = []
    if found.counts:
        cells = partial(pictures.grid, rows=found.rows, heads=found.columns, counts=found.counts)
        made.append(
            pictures.Picture("who-to-whom", words("actors.title"), words("actors.lead"), cells)
        )
    if rows:
        totals: Counter[str] = Counter()
        for row in rows:
            totals[row["type"]] += row["n"]
        ranked = sorted(rows, key=lambda row: -totals[row["type"]])
        days = [date.fromisoformat(row["start"]) for row in ranked]
        marks = [
            (row["type"], day, row["n"], row["colour"], f"{row['when']}: {row['type']} {row['n']}")
            for row, day in zip(ranked, days, strict=True)
        ]
        name = partial(histogram.named, words=words, with_day=unit == "day")
        draw = partial(pictures.dots, rows=marks, axis=pictures.Axis(min(days), max(days), name))
        note = words(f"filter.per_{unit}")
        made.append(pictures.Picture("types-over-time", words("actors.timeline"), note, draw))
    return made


def _timeline(gdf: gpd.GeoDataFrame, words: Words) -> tuple[list[dict[str, Any]], str]:
    """What happened when: a circle for each type and period, its size the number of events.

    Returns its rows and their unit of time.
    """
    unit, rows = types_over_time(gdf, words)
    if not rows:
        return rows, unit
    note = words(f"filter.per_{unit}")
    title = words("actors.timeline")
    st.html(tag("div", esc(title) + tag("small", esc(note)), css="dl-heading"))
    if left_out := histogram.left_out(gdf, words):
        st.html(tag("span", esc(left_out), css="dl-note"))
    label = histogram.month_label(words, with_day=unit == "day")
    spec: dict[str, Any] = {
        "height": {"step": 20},
        "padding": {"left": 0, "right": 8, "top": 2, "bottom": 0},
        "data": {"values": rows},
        "mark": {"type": "circle", "opacity": 0.85, "tooltip": True},
        "encoding": {
            "x": {"field": "start", "type": "temporal", "title": None, "scale": {"type": "utc"},
                  "axis": {"grid": False, "tickCount": 8, "labelExpr": label}},
            "y": {"field": "type", "type": "nominal", "title": None,
                  "sort": {"op": "sum", "field": "n", "order": "descending"},
                  "axis": {"ticks": False, "domain": False, "grid": True, "labelLimit": 160,
                           "labelFlush": False}},
            "size": {"field": "n", "type": "quantitative", "legend": None,
                     "scale": {"range": [20, 320]}},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "tooltip": [{"field": "when", "title": words("table.date")},
                        {"field": "type", "title": words("table.type")},
                        {"field": "n", "title": note}],
        },
        "config": style.chart_config(),
    }  # fmt: skip
    st.vega_lite_chart(None, spec, key="types-over-time", alt=f"{title}, {note}")
    return rows, unit


def matrix_html(found: Matrix, words: Words) -> str:
    """The matrix as an HTML table; the shade repeats the number, it does not replace it."""
    head = "".join(f'<th scope="col">{foreign(name)}</th>' for name in found.columns)
    body = []
    for row in found.rows:
        cells = []
        for column in found.columns:
            n = found.counts.get((row, column), 0)
            kinds = found.types.get((row, column), Counter()).most_common(3)
            told = ", ".join(f"{telling.type_label(words, k)} {c}" for k, c in kinds)
            share = round(45 * n / found.peak) if n else 0
            shade = (
                f' style="background:color-mix(in srgb, var(--dl-accent) {share}%, transparent)"'
            )
            cells.append(
                f'<td title="{esc(told)}"{shade if n else ""}>{grouped(n) if n else ""}</td>'
            )
        body.append(f'<tr><th scope="row">{foreign(row)}</th>{"".join(cells)}</tr>')
    table = f'<table class="dl-matrix"><thead><tr><td></td>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    # Wider than a phone: it scrolls, so the keyboard must reach it.
    name = esc(words("view.actors"))
    return f'<div class="dl-scroll" role="region" tabindex="0" aria-label="{name}">{table}</div>'


def pairs(found: Matrix, words: Words) -> pd.DataFrame:
    """Every pair with its count, the most frequent first."""
    import pandas as pd

    ordered = sorted(found.counts.items(), key=lambda item: (-item[1], item[0]))[:_MAX_PAIRS]
    return pd.DataFrame(
        {
            words("card.who"): [pair[0] for pair, _ in ordered],
            words("card.whom"): [pair[1] for pair, _ in ordered],
            words("add.events_col"): [n for _, n in ordered],
            words("table.type"): [
                ", ".join(
                    f"{telling.type_label(words, k)} {c}"
                    for k, c in found.types[pair].most_common(3)
                )
                for pair, _ in ordered
            ],
        }
    )


def most_named(gdf: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Who acts and who is acted upon, by number of events."""
    import pandas as pd

    tallies = {side: _tally(gdf[side]) for side in ("actor1", "actor2")}
    names = sorted(
        set(tallies["actor1"]) | set(tallies["actor2"]),
        key=lambda n: (-tallies["actor1"][n] - tallies["actor2"][n], n),
    )[:_MAX_PAIRS]
    return pd.DataFrame(
        {
            words("filter.actor"): names,
            words("actors.as_actor"): [tallies["actor1"][n] for n in names],
            words("actors.as_recipient"): [tallies["actor2"][n] for n in names],
        }
    )


def _tally(column: pd.Series[str]) -> Counter[str]:
    tally: Counter[str] = Counter()
    shown = _Spelling()
    for cell, n in column.astype("object").dropna().value_counts().items():
        for name in str(cell).split(_SEPARATOR):
            tally[shown(name)] += int(n)
    return tally
