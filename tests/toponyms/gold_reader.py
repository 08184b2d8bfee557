"""Reads the own-written gold: text with marks -> text, spans, roles, countries, points."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parent / "data" / "gold.txt"
ROLES = {"l": "literal", "m": "metonym", "d": "demonym", "x": "modifier"}
_MARK = re.compile(r"\[([^|\]]+)\|([lmdx])\|([A-Z]{3}|-)\|([^\]]+)\]")


class Gold(NamedTuple):
    start: int
    end: int
    name: str
    role: str
    country: str | None
    point: tuple[float, float] | None


def read() -> list[tuple[str, list[Gold]]]:
    paragraphs = []
    for line in PATH.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, golds, at = "", [], 0
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            name, role, country, where = mark.groups()
            point = None
            if where != "?":
                latitude, longitude = map(float, where.split())
                point = (latitude, longitude)
            start = len(text)
            text += name
            code = None if country == "-" else country
            golds.append(Gold(start, len(text), name, ROLES[role], code, point))
            at = mark.end()
        paragraphs.append((text + line[at:], golds))
    return paragraphs
