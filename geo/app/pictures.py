"""Charts to take away as SVG: the numbers on the screen, drawn for paper, with what made them below.

Written with the standard library's XML writer, which escapes what it is given. A converter of the
Vega drawings (vl-convert) was tried: it ends the whole server at one control character in a name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from textwrap import wrap
from typing import Final
from xml.etree import ElementTree as ET  # written only; never used to parse

import streamlit as st

from geo.app import style
from geo.app.strings import Words, grouped
from geo.exports.metadata import export_metadata
from geo.filters import Filters
from geo.maps.payload import safe_map_text

MIME: Final = "image/svg+xml"
WIDTH: Final = 960
_PAD: Final = 28
_FACE: Final = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Helvetica, Arial, sans-serif"
_INK, _QUIET, _LINE = (style.COLOURS["light"][name] for name in ("ink", "quiet", "line"))
_LABEL: Final = 34  # characters of a name
_NAMES: Final = 230  # pixels that names at the left take
_LETTERS: Final = 150  # characters of small print on a line


@dataclass(frozen=True, slots=True)
class Told:
    """What a picture says of itself: lines to read, and the selection that made it."""

    lines: tuple[str, ...]
    filters: Filters
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart: a name for its file, its title and the note beside it, and what draws it."""

    name: str
    title: str
    note: str
    draw: Callable[[Sheet], None]


@dataclass(frozen=True, slots=True)
class Bar:
    """From one day to before another, from a number to another; ``tip`` is what it says."""

    first: date
    end: date
    low: float
    high: float
    colour: str
    tip: str


class Sheet:
    """A drawing that grows downwards; ``y`` is where the next part begins."""

    def __init__(self) -> None:
        self.items: list[ET.Element] = []
        self.y = float(_PAD)

    def add(self, kind: str, *, tip: str = "", **attributes: float | str) -> ET.Element:
        """An element; numbers are rounded to tenths, ``tip`` is its title."""
        told = {
            name.replace("_", "-"): f"{value:.1f}" if isinstance(value, float) else str(value)
            for name, value in attributes.items()
        }
        element = ET.Element(kind, told)
        if tip:
            ET.SubElement(element, "title").text = safe_map_text(tip)
        self.items.append(element)
        return element

    def text(self, x: float, y: float, words: str, *, size: int = 13, **attributes: str) -> None:
        """A line of text with its baseline at ``y``."""
        given = {"fill": _INK, **attributes}
        self.add("text", x=x, y=y, font_size=size, **given).text = safe_map_text(words, limit=240)

    def legend(self, entries: Iterable[tuple[str, str]]) -> None:
        """Squares of colours with their names, in a row."""
        x = float(_PAD)
        for colour, name in entries:
            self.add("rect", x=x, y=self.y, width=12, height=12, fill=colour)
            self.text(x + 18, self.y + 11, name, fill=_QUIET)
            x += 40 + 7.2 * len(name)
        self.y += 30


def ranked(sheet: Sheet, rows: Sequence[tuple[str, int, str]]) -> None:
    """(name, number, colour): a bar each, its number behind it."""
    most = max((n for _, n, _ in rows), default=1)
    room = WIDTH - 2 * _PAD - _NAMES - 80
    for name, n, colour in rows:
        label = safe_map_text(name, limit=_LABEL)
        sheet.text(_PAD + _NAMES - 10, sheet.y + 14, label, text_anchor="end")
        width = room * n / most
        sheet.add("rect", x=float(_PAD + _NAMES), y=sheet.y, width=width, height=18, fill=colour)
        sheet.text(_PAD + _NAMES + width + 6, sheet.y + 14, grouped(n))
        sheet.y += 24


def columns(sheet: Sheet, bars: Sequence[Bar], axis: Axis) -> None:
    """Bars over time, on each other."""
    height, left = 300, _PAD + 44
    most = max((bar.high for bar in bars), default=1.0)
    step = _step(most)
    top_value = max(step, math.ceil(most / step) * step)
    for n in range(round(top_value / step) + 1):
        y = sheet.y + height * (1 - n * step / top_value)
        sheet.add("line", x1=left, x2=WIDTH - _PAD, y1=y, y2=y, stroke=_LINE)
        sheet.text(left - 8, y + 4, grouped(round(n * step)), fill=_QUIET, text_anchor="end")
    for bar in bars:
        x = axis.x(bar.first, left)
        wide = max(axis.x(bar.end, left) - x - 0.6, 1.0)
        tall = height * (bar.high - bar.low) / top_value
        y = sheet.y + height * (1 - bar.high / top_value)
        sheet.add("rect", x=x, y=y, width=wide, height=tall, fill=bar.colour, tip=bar.tip)
    sheet.y += height
    axis.draw(sheet, left)


def dots(sheet: Sheet, rows: Sequence[tuple[str, date, int, str, str]], axis: Axis) -> None:
    """(name, day, number, colour, what it says): a circle each, names below each other."""
    names = list(dict.fromkeys(name for name, *_ in rows))
    most = max((n for _, _, n, _, _ in rows), default=1)
    left, top = _PAD + _NAMES, sheet.y
    for i, name in enumerate(names):
        y = top + 14 + 26.0 * i
        sheet.add("line", x1=left, x2=WIDTH - _PAD, y1=y, y2=y, stroke=_LINE)
        sheet.text(left - 14, y + 4, safe_map_text(name, limit=_LABEL), text_anchor="end")
    for name, day, n, colour, tip in rows:
        y = top + 14 + 26.0 * names.index(name)
        r = 2.5 + 9.5 * math.sqrt(n / most)
        x = axis.x(day, left + 12)
        sheet.add("circle", cx=x, cy=y, r=r, fill=colour, fill_opacity="0.85", tip=tip)
    sheet.y = top + 26.0 * len(names) + 4
    axis.draw(sheet, left + 12)


def grid(
    sheet: Sheet, rows: Sequence[str], heads: Sequence[str], counts: dict[tuple[str, str], int]
) -> None:
    """Numbers of pairs: rows act, columns are acted upon; the shade repeats the number."""
    most = max((counts.get((r, c), 0) for r in rows for c in heads), default=1) or 1
    cell = min(72.0, (WIDTH - 2 * _PAD - _NAMES - 60) / max(len(heads), 1))
    left, top = float(_PAD + _NAMES), sheet.y + 118
    for j, head in enumerate(heads):
        x = left + cell * j + cell / 2
        turned = f"rotate(-35 {x:.1f} {top - 8:.1f})"
        sheet.text(x, top - 8, safe_map_text(head, limit=26), size=12, transform=turned)
    for i, row in enumerate(rows):
        y = top + 28.0 * i
        sheet.text(left - 10, y + 19, safe_map_text(row, limit=_LABEL), text_anchor="end")
        for j, head in enumerate(heads):
            n = counts.get((row, head), 0)
            share = f"{0.5 * n / most:.3f}"
            x = left + cell * j
            sheet.add(
                "rect", x=x, y=y, width=cell, height=28.0, fill="#1f5f8b", fill_opacity=share,
                stroke=_LINE,
            )  # fmt: skip
            if n:
                sheet.text(x + cell / 2, y + 19, grouped(n), text_anchor="middle")
    sheet.y = top + 28.0 * len(rows) + 12


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from left to right; ``name`` says what is written below one."""

    first: date
    end: date
    name: Callable[[date], str]

    def x(self, day: date, left: float) -> float:
        """Where a day begins, in pixels."""
        span = max((self.end - self.first).days, 1)
        return left + (WIDTH - _PAD - left - 12) * (day - self.first).days / span

    def draw(self, sheet: Sheet, left: float) -> None:
        """The line, with up to eight days named below it."""
        sheet.add("line", x1=left, x2=WIDTH - _PAD, y1=sheet.y, y2=sheet.y, stroke=_QUIET)
        span = (self.end - self.first).days
        count = min(8, span)
        days = [date.fromordinal(self.first.toordinal() + span * i // count) for i in range(count)]
        seen = {self.name(day): day for day in reversed(days)}
        for name, day in seen.items():
            x = self.x(day, left)
            sheet.add("line", x1=x, x2=x, y1=sheet.y, y2=sheet.y + 5, stroke=_QUIET)
            sheet.text(x, sheet.y + 20, name, size=12, fill=_QUIET)
        sheet.y += 34


def _step(most: float) -> float:
    """A round number of which four to eight make up the height."""
    rough = max(most / 5, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough)


def svg(picture: Picture, told: Told, words: Words, *, now: datetime | None = None) -> str:
    """The whole file: title, chart, and what made it, to read and as ``metadata``."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    sheet = Sheet()
    sheet.text(_PAD, sheet.y + 14, picture.title, size=20, font_weight="600")
    sheet.text(_PAD, sheet.y + 36, picture.note, fill=_QUIET)
    sheet.y += 56 if picture.note else 34
    picture.draw(sheet)
    sheet.y += 18
    made = words("picture.made", when=f"{moment:%Y-%m-%d %H:%M}")
    for line in (part for told_line in (*told.lines, made) for part in wrap(told_line, _LETTERS)):
        sheet.text(_PAD, sheet.y, line, size=12, fill=_QUIET)
        sheet.y += 17
    height = round(sheet.y + _PAD / 2)
    about = {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {height}", "role": "img",
        "width": str(WIDTH), "height": str(height), "font-family": _FACE,
    }  # fmt: skip
    root = ET.Element("svg", about)
    ET.SubElement(root, "title").text = safe_map_text(picture.title)
    made_of = export_metadata(told.filters, count=told.count, generated_at=moment)
    ET.SubElement(root, "metadata").text = json.dumps(made_of)
    ET.SubElement(root, "rect", width="100%", height="100%", fill="#ffffff")
    root.extend(sheet.items)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def offer(found: Sequence[Picture], told: Told, words: Words) -> None:
    """A menu with each chart of this view as a file, drawn when it is asked for."""
    if not found:
        return
    with st.popover(words("picture.button"), icon=":material/image:", key="pictures"):
        st.caption(words("picture.lead"))
        for picture in found:
            st.download_button(
                f"**{picture.title}** :small[SVG]",
                data=partial(svg, picture, told, words),
                file_name=f"dateline-{picture.name}.svg",
                mime=MIME,
                key=f"download-picture-{picture.name}",
                on_click="ignore",
                width="stretch",
            )
