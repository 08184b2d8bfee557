"""The review queue: doubtful and consequential events first, and the journal of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from numbers import Integral
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import correct, telling
from geo.app.article_view import article_html, marks_of
from geo.app.data import Dataset
from geo.app.event_card import card_html
from geo.app.markup import esc, tag
from geo.app.session import Session
from geo.app.strings import Words
from geo.model import QUAD_CLASS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.settings import Settings

#: The columns that the queue reads.
COLUMNS: Final = (
    "event_id", "event_type", "event_date", "latitude", "location", "geo_score", "pin_score", "fatalities_low", "confidence",
    "review_status",
)  # fmt: skip
#: How much each reason for doubt weighs beside (1 - confidence), and each reason to care.
_AMBIGUOUS, _NO_PLACE, _NO_DATE, _DEATHS, _VIOLENCE = 0.3, 0.25, 0.15, 0.6, 0.3
#: Longest value of the journal that is shown.
_BRIEF: Final = 120
_HEADS: Final = {"why": "why_head"}
#: Fields that change along with what was corrected.
_SAID_ALONG: Final = frozenset({"review_status", "geo_reason", "pin_doubt", "date_reason"})
#: A place certain to less than this may well be another.
SURE_PLACE: Final = 0.8


def doubts(row: Any) -> list[str]:  # noqa: ANN401 (a row of the frame)
    """Why an event deserves a look, as names in the catalogue."""
    found = []
    if row.review_status == "needs review":
        found.append("low_confidence")
    score = row.geo_score
    if isinstance(score, float) and score < SURE_PLACE:
        found.append("ambiguous")
    if row.latitude != row.latitude:
        found.append("not_drawn" if isinstance(row.location, str) else "no_place")
    if row.event_date != row.event_date:
        found.append("no_date")
    if isinstance(row.fatalities_low, Integral):
        found.append("deaths")
    return found


class Queue(Sequence[tuple[str, list[str]]]):
    """(event id, reasons) of what is not settled: doubt times importance, highest first.

    Of equals the first in the frame comes first. Reasons are looked up when an event is looked at.
    """

    def __init__(self, gdf: pd.DataFrame) -> None:
        import numpy as np

        self._rows = rows = gdf[~gdf["review_status"].isin(telling.SETTLED)]
        # A sure act is no sure pin: of the two the lower counts.
        sure = np.fmin(*(rows[c].to_numpy(dtype=float) for c in ("confidence", "pin_score")))
        doubt = 1 - sure
        doubt += _AMBIGUOUS * (rows["geo_score"].to_numpy(dtype=float) < SURE_PLACE)
        doubt += _NO_PLACE * rows["latitude"].isna().to_numpy()
        doubt += _NO_DATE * rows["event_date"].isna().to_numpy()
        weight = 1 + _DEATHS * rows["fatalities_low"].notna().to_numpy()
        weight += _VIOLENCE * (rows["event_type"] == "ASSAULT").to_numpy(dtype=bool)
        self._order = np.argsort(-doubt * weight, kind="stable")

    def __len__(self) -> int:
        """How many wait."""
        return len(self._rows)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 (one place; slices are not asked for)
        """The event at that place of the queue, and why it deserves a look."""
        at = int(self._order[place])
        row = next(self._rows.iloc[at : at + 1].itertuples())
        return str(row.event_id), doubts(row)


def draw(
    state: Session, dataset: Dataset, gdf: gpd.GeoDataFrame, words: Words, settings: Settings
) -> None:
    """One event at a time, with its sentence; and what was corrected so far."""
    waiting = Queue(gdf)
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        _heading(words, len(waiting))
        if not waiting:
            st.html(tag("div", esc(words("review.done")), css="dl-info"))
        else:
            _one(state, dataset, waiting, words, settings)
    with right:
        _journal(state, words)


def _heading(words: Words, count: int) -> None:
    left = words("review.left", events=words.plural("count.events", count))
    st.html(tag("div", esc(words("review.title")), css="dl-title"))
    st.html(tag("span", esc(f"{words('review.lead')} {left}."), css="dl-note"))


def _one(
    state: Session, dataset: Dataset, waiting: Queue, words: Words, settings: Settings
) -> None:
    position = state.later % len(waiting)
    event_id, why = waiting[position]
    event = dataset.events[event_id]
    reasons = ", ".join(words(f"review.{name}") for name in why)
    if reasons:
        st.html(tag("div", esc(f"{words('review.doubt')}: {reasons}"), css="dl-info"))
    with st.container(key="card"):
        st.html(card_html(event, words, folded=state.correcting == event.id))
    correct.draw(state, dataset, event, words, settings)

    def later() -> None:
        state.later += 1

    def show() -> None:
        state.view = "map"
        state.select(event_id)

    with st.container(horizontal=True, gap="xsmall", key="queue-steps"):
        st.button(words("review.skip"), key="later", on_click=later)
        st.button(words("review.open"), key="show-on-map", on_click=show)
    with st.container(key="article"):
        st.html(article_html(event.article, marks_of(event), words, whole=False))


def _journal(state: Session, words: Words) -> None:
    import pandas as pd

    st.html(tag("div", esc(words("correct.journal")), css="dl-title"))
    changes = state.corrections.changes()
    if not changes:
        st.html(tag("div", esc(words("correct.journal_none")), css="dl-info"))
        return
    with st.container(horizontal=True, key="journal-tools"):
        correct.undo_redo(state, words, where="journal")
    rows = [entry(change, words) for change in reversed(changes)]
    names = ["when", "who", "field", "before", "after", "why"]
    table = pd.DataFrame(rows, columns=names)
    st.dataframe(
        table.rename(columns={n: words(f"correct.{_HEADS.get(n, n)}") for n in names}),
        hide_index=True,
        key="journal",
    )


def entry(change: Any, words: Words) -> tuple[str, str, str, str, str, str]:  # noqa: ANN401 (a Change of the store)
    """A row of the journal as text: when, who, what, from, to, why."""
    before = (change.before or {}).get("overrides", {})
    after = (change.after or {}).get("overrides", {})
    fields = [f for f in {**before, **after} if before.get(f) != after.get(f)]
    named = [f for f in fields if f not in _SAID_ALONG] or fields
    field = named[0] if named else ""
    was = before.get(field, (change.before or {}).get("machine", {}).get(field))
    now = after.get(field, (change.after or {}).get("machine", {}).get(field))
    what = words.label("change", field if change.op in {"correct", "undo"} and field else change.op)
    if change.op == "undo" and field:
        what = words("correct.undone", what=what)
    when = change.ts[:19].replace("T", " ")
    return when, change.who, what, brief(was, words), brief(now, words), change.why


def brief(value: Any, words: Words) -> str:  # noqa: ANN401 (plain JSON)
    """A value of a record in a few words."""
    if isinstance(value, dict):
        place = value.get("place")
        told = place.get("name") if isinstance(place, dict) else None
        if told is None and "low" in value:
            told = f"{value.get('kind')} {value.get('low')}–{value.get('high')}"
        told = told or value.get("name") or value.get("text")
        if not told and "basis" in value:  # a date
            told = words.days(*(date.fromisoformat(value[end]) for end in ("start", "end")))
    elif isinstance(value, (list, tuple)):
        told = ", ".join(brief(v, words) for v in value)
    elif value in QUAD_CLASS:
        told = telling.type_label(words, value)
    else:
        told = words.label("status", str(value)) if value is not None else None
    return str(told or "—")[:_BRIEF]
