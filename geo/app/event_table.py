"""The table under the map: the map's twin for keyboard, screen reader and spreadsheet eyes."""

from __future__ import annotations

from numbers import Integral
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import local_names, telling
from geo.app.session import Session
from geo.app.shown import Shown
from geo.app.strings import Words, grouped

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

#: Up to so many rows are sent whole, so that a click on a column's head sorts all of them.
WHOLE_ROWS: Final = 1_000
#: Of more, so many are sent at once, some 15 KB packed; the next are a click away.
PAGE_ROWS: Final = 200
_NARROW, _MIDDLE, _WIDE = 84, 125, 165


def table_of(gdf: gpd.GeoDataFrame, words: Words) -> pd.DataFrame:
    """The columns of the screen, in words; one row an event, in the order given."""
    import pandas as pd

    def text(column: str) -> Any:  # noqa: ANN401 (an array of str and None)
        return gdf[column].astype("object").where(gdf[column].notna(), None).to_numpy()

    kinds = [
        telling.headline(words, code, tuple(mode.split("; ")) if isinstance(mode, str) else ())
        for code, mode in zip(gdf["event_type"], gdf["mode"].astype("object"), strict=True)
    ]
    place = [
        local_names.named(words, place_id, name)
        if isinstance(name, str)
        else words("card.no_place")
        for name, place_id in zip(
            gdf["location"].astype("object"), gdf["place_id"].astype("object"), strict=True
        )
    ]
    # Text, since an empty date would be shown as "not stated"; one day needs no end.
    until = [
        words.day(last.date()) if last > first else ""
        for first, last in zip(gdf["event_date"], gdf["date_end"], strict=True)
    ]
    killed = [
        telling.range_text(words, _whole(low), _whole(high))
        for low, high in zip(gdf["fatalities_low"], gdf["fatalities_high"], strict=True)
    ]
    return pd.DataFrame(
        {
            "date": gdf["event_date"].dt.date.to_numpy(),
            "until": until,
            "type": kinds,
            "actor": text("actor1"),
            "recipient": text("actor2"),
            "place": place,
            "precision": [words(f"precision.{p}") for p in gdf["precision"]],
            "killed": killed,
            "confidence": gdf["confidence"].to_numpy(),
            "sources": gdf["n_sources"].to_numpy(),
            "status": [words.label("status", s) for s in gdf["review_status"]],
            "sentence": text("evidence"),
        }
    )


def draw(state: Session, shown: Shown, words: Words, *, version: str) -> None:
    """The table; choosing a row chooses the event."""
    # Row numbers mean nothing in another selection of rows: a new key forgets the old choice.
    selection = f"{version}-{abs(hash((state.filters, state.at_mark)))}"
    size = WHOLE_ROWS if len(shown) <= WHOLE_ROWS else PAGE_ROWS
    page = int(st.session_state.get(f"page-{selection}", 0))
    rows = shown.newest(size, skip=page * size)
    ids = tuple(rows["event_id"])
    key = f"table-{selection}-{page}"

    def chosen() -> None:
        picked = st.session_state[key].selection.rows
        if picked and picked[0] < len(ids):
            state.select(ids[picked[0]])

    st.dataframe(
        table_of(rows, words),
        key=key,
        on_select=chosen,
        selection_mode="single-row",
        hide_index=True,
        row_height=29,
        placeholder=words("card.not_stated"),
        height="stretch" if len(rows) > 6 else "auto",  # noqa: PLR2004 (rows that fit)
        column_config=_columns(words),
        alt=f"{words('table.label')}. {words('table.hint')}.",
    )
    if len(shown) > size:
        _pager(f"page-{selection}", page, len(shown), words)


def _pager(key: str, page: int, total: int, words: Words) -> None:
    """Which rows these are, and buttons to the newer and the older ones."""

    def turn(to: int) -> None:
        st.session_state[key] = to

    first, last = page * PAGE_ROWS + 1, min((page + 1) * PAGE_ROWS, total)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pager"):
        for name, to, off in (("newer", page - 1, page == 0), ("older", page + 1, last == total)):
            st.button(
                words(f"table.{name}"),
                key=f"table-{name}",
                type="tertiary",
                disabled=off,
                on_click=turn,
                args=(to,),
            )
        rows = words("table.rows", first=grouped(first), last=grouped(last), total=grouped(total))
        st.caption(rows)


def _columns(words: Words) -> dict[str, Any]:
    def column(name: str, width: Any = None, hint: str | None = None) -> Any:  # noqa: ANN401 (Streamlit's own types)
        return st.column_config.TextColumn(words(f"table.{name}"), width=width, help=hint)

    return {
        "date": st.column_config.DateColumn(
            words("table.date"),
            format=words("language.table_date"),
            width=_NARROW,
            help=words("table.date_help"),
        ),
        "until": column("until", _NARROW, words("table.until_help")),
        "type": column("type", _WIDE),
        "actor": column("actor", _MIDDLE),
        "recipient": column("recipient", _MIDDLE),
        "place": column("place", _MIDDLE),
        "precision": column("precision", _NARROW),
        "killed": column("killed", _NARROW),
        "confidence": st.column_config.NumberColumn(
            words("table.confidence"), format="%.2f", width=_NARROW
        ),
        "sources": st.column_config.NumberColumn(words("table.sources"), width=_NARROW),
        "status": column("status", _NARROW),
        "sentence": column("sentence", "large"),
    }


def _whole(value: object) -> int | None:
    """A nullable whole number of the frame; pandas' own null becomes None."""
    return int(value) if isinstance(value, Integral) else None
