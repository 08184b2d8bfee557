"""The style sheet, with the colours of the reader's theme and of the event types filled in."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st

from geo.app import telling
from geo.app.strings import Words

Theme = Literal["light", "dark"]

#: Contrast against the page is at least 4.5:1 for text colours (tests/app/test_app_style.py).
COLOURS: Final[dict[Theme, dict[str, str]]] = {
    "light": {
        "ink": "#1d2530", "quiet": "#566270", "line": "#d4d9de", "accent": "#1f5f8b",
        "lit": "#fff2b3", "warn": "#9a4a00", "good": "#1f6b3a", "c-trigger": "#b3261e",
        "c-place": "#1f5f8b", "c-date": "#7a4a00", "c-actor": "#5b3a9b", "c-recipient": "#1f6b3a",
    },
    "dark": {
        "ink": "#e4e8ec", "quiet": "#a3aebb", "line": "#39434e", "accent": "#74b3e0",
        "lit": "#423a0f", "warn": "#f0b070", "good": "#86cf9d", "c-trigger": "#ff9d94",
        "c-place": "#8cc2ea", "c-date": "#e8bf7a", "c-actor": "#c3adf5", "c-recipient": "#86cf9d",
    },
}  # fmt: skip
BACKGROUND: Final[dict[Theme, str]] = {"light": "#ffffff", "dark": "#12171d"}


def theme() -> Theme:
    """The theme the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def apply(words: Words, *, map_height: str) -> None:
    """Put the style sheet on the page."""
    told = "".join(
        f"--dl-{name}:{json.dumps(words(f'ui.{name}'), ensure_ascii=False)};"
        for name in ("upload", "upload_limit")
    )
    st.html(f"<style>{_sheet(theme(), map_height)}:root{{{told}}}</style>")


def chart_config() -> dict[str, Any]:
    """What all charts share: no frame, and small print that can be read on the page."""
    quiet = {"labelColor": COLOURS[theme()]["quiet"]}
    return {"view": {"stroke": None}, "axis": quiet, "legend": quiet}


@cache
def _sheet(which: Theme, map_height: str) -> str:
    variables = "".join(f"--dl-{name}:{value};" for name, value in COLOURS[which].items())
    fixed = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    return f":root{{{variables}--dl-page:{BACKGROUND[which]};--dl-map-height:{map_height};}}\n{fixed}\n{_chips()}"


def _chips() -> str:
    """A letter on its colour before each type chip, so that the chips are the legend."""
    rules = []
    for quad in (1, 2, 3, 4):
        for place, code in enumerate(telling.types_of_quad(quad), start=1):
            kind = telling.kind_of(code)
            rules.append(
                f'.st-key-types-{quad} [data-testid="stButtonGroup"] button:nth-of-type({place})'
                f'::before{{content:"{kind.letter}"/"";background:{kind.colour};{_SHAPES[kind.shape]}}}'
            )
    common = (
        '[class*="st-key-types-"] [data-testid="stButtonGroup"] button::before{color:#fff;'
        "font-weight:700;font-size:.68rem;width:1.05rem;height:1.05rem;margin-right:.35rem;"
        "display:inline-grid;place-items:center;flex:none;}"
    )
    return common + "\n".join(rules)


_SHAPES: Final = {
    "circle": "border-radius:50%",
    "square": "border-radius:3px",
    "diamond": "clip-path:polygon(50% -8%,108% 50%,50% 108%,-8% 50%)",
    "triangle": "clip-path:polygon(50% -4%,108% 100%,-8% 100%);padding-top:.2rem;box-sizing:border-box",
}
