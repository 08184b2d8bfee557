"""The one door through which data reaches a map.

folium and branca render what they are given as Jinja templates on the server, and Leaflet puts
strings into HTML. So a map is given one JavaScript array literal, made here, in which no character
that means anything to Jinja, HTML, or JavaScript's template strings can stand; the scripts in
``static/`` put its strings into the page as text nodes only.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Final

Value = str | int | float | None | Sequence["Value"]
#: Longest label on a map, in code points.
LABEL_LIMIT: Final = 80
# Brackets, commas, colons, quotes and digits are all the syntax an array literal has; everything
# listed here can only stand inside a string, where JavaScript reads the escape as the character.
_ESCAPES: Final = {ord(c): f"\\u{ord(c):04x}" for c in "{}%#<>&'`$/=@"}
_HIDDEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def safe_map_text(text: str, *, limit: int = LABEL_LIMIT) -> str:
    """A label fit to be seen: one line, no control or direction-changing characters, not long."""
    seen = "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)
    seen = " ".join(seen.split())
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def encode(value: Value) -> str:
    """An array of arrays, strings and numbers as an inert JavaScript literal, ASCII only.

    Raises
    ------
    TypeError
        Something else is in it: objects would need braces, which Jinja reads.
    """
    _check(value)
    literal = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return literal.translate(_ESCAPES)


def _check(value: Value) -> None:
    if value is None or isinstance(value, (str, int, float)):
        return
    if isinstance(value, (list, tuple)):
        for item in value:
            _check(item)
        return
    msg = f"A map payload holds arrays, strings and numbers, not {type(value).__name__}."
    raise TypeError(msg)
