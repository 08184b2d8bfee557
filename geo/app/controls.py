"""Widgets that show the one Filters value and write back to it.

Streamlit sends the *label* of a chosen option back from the browser, and our labels carry counts
that change with every filter. A label of an earlier run is therefore read back by its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

import streamlit as st

from geo.app.session import Session
from geo.app.strings import grouped

#: Stands between the name and the count of an option; an en space, which no name holds at its end.
_GAP: Final = "\u2002"
Option = TypeVar("Option")
#: More options than this are cut to the most frequent; the rest is found by the text filter.
MAX_OPTIONS: Final = 500


def labels_of(
    counts: Mapping[str, int], selected: tuple[str, ...], name: Callable[[str], str]
) -> dict[str, str]:
    """Value -> label with its count; the selected are kept even when their count is 0."""
    values = list(dict.fromkeys([*list(counts)[:MAX_OPTIONS], *selected]))
    names = {value: name(value) for value in values}
    twice = {n for n, times in Counter(names.values()).items() if times > 1}
    return {
        value: f"{names[value] if names[value] not in twice else f'{names[value]} ({value})'}"
        f"{_GAP}{grouped(counts.get(value, 0))}"
        for value in values
    }


def told_apart(options: Sequence[Option], *tellings: Callable[[Option], str]) -> dict[Option, str]:
    """Option -> label, no two alike, for the browser sends back a label and not an option.

    Those that the first telling leaves alike are given the next as well, at the end a number.
    """
    first, *further = tellings
    labels = {option: first(option) for option in options}
    for more in further:
        often = Counter(labels.values())
        labels = {o: f"{t}, {more(o)}" if often[t] > 1 else t for o, t in labels.items()}
    found: dict[Option, str] = {}
    for option, told in labels.items():
        used, label, n = set(found.values()), told, 1
        while label in used:
            n += 1
            label = f"{told} ({n})"
        found[option] = label
    return found


def values_of(chosen: list[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """The values behind what the browser sent: values, or labels with a count of any run."""
    by_name = {label.rpartition(_GAP)[0]: value for value, label in labels.items()}
    found = [c if c in labels else by_name.get(c.rpartition(_GAP)[0]) for c in chosen]
    return tuple(dict.fromkeys(v for v in found if v is not None))


def _write(
    state: Session, key: str, field: str, labels: dict[str, str], others: tuple[str, ...]
) -> None:
    chosen = st.session_state.get(key) or []
    chosen = [chosen] if isinstance(chosen, str) else list(chosen)
    state.change(**{field: (*others, *values_of(chosen, labels))})


def choose_many(
    state: Session,
    field: str,
    label: str,
    counts: Mapping[str, int],
    *,
    name: Callable[[str], str] = str,
    placeholder: str = "",
) -> None:
    """A type-ahead list of options with their counts, for one field of the filters."""
    selected: tuple[str, ...] = getattr(state.filters, field)
    labels = labels_of(counts, selected, name)
    key = f"filter-{field}"
    st.session_state[key] = list(selected)
    st.multiselect(
        label,
        list(labels),
        format_func=lambda value: labels.get(value, str(value)),
        key=key,
        placeholder=placeholder,
        on_change=_write,
        args=(state, key, field, labels, ()),
        select_all=False,
    )


def choose_one(
    label: str,
    counts: Mapping[str, int],
    chosen: str | None,
    changed: Callable[[str], None],
    *,
    key: str,
    name: Callable[[str], str],
) -> None:
    """A switch between a few options with their counts; ``changed`` is given the one chosen."""
    # The name in one piece: where the switch is narrow, the count goes below it (style.css).
    labels = labels_of(counts, (), lambda value: name(value).replace(" ", "\u00a0"))
    st.session_state[key] = chosen

    def switched() -> None:
        found = values_of([str(st.session_state.get(key))], labels)
        if found:
            changed(found[0])

    st.segmented_control(
        label,
        list(labels),
        format_func=lambda value: labels.get(value, str(value)),
        key=key,
        label_visibility="collapsed",
        width="stretch",
        required=True,
        on_change=switched,
    )


def choose_chips(  # noqa: PLR0913 (a widget; all but the first four keyword-only)
    state: Session,
    field: str,
    label: str,
    counts: Mapping[str, int],
    *,
    options: tuple[str, ...],
    name: Callable[[str], str] = str,
    group: str = "",
    label_visibility: Any = "visible",  # noqa: ANN401 (Streamlit's literal)
) -> None:
    """Chips with counts for a fixed set of options; several groups may share one field."""
    selected: tuple[str, ...] = getattr(state.filters, field)
    mine = tuple(v for v in options if v in selected)
    others = tuple(v for v in selected if v not in options)
    present = {value: counts.get(value, 0) for value in options}
    labels = labels_of(present, mine, name)
    key = f"filter-{field}{group}"
    st.session_state[key] = list(mine)
    st.pills(
        label,
        list(labels),
        selection_mode="multi",
        format_func=lambda value: labels.get(value, str(value)),
        key=key,
        on_change=_write,
        args=(state, key, field, labels, others),
        label_visibility=label_visibility,
    )
