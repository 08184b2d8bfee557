"""The gazetteer's file: columns and a hashed name index, read through one memory map.

    magic (8 bytes) | length of the header (u32) | header (JSON, UTF-8) | sections, 8-byte aligned

Places are numbered from 0 in the order of their importance, so the lowest number of several is the
best known. A name is not stored as text: its 64-bit digest is cut into a bucket (the top 16 bits)
and a fingerprint (the next 32), which finds it among a million names with about 5 comparisons and
mistakes an unknown name for a known one about four times in a thousand million.

========== ==== ===========================================================================
section    type one value for each place (or for what is said)
========== ==== ===========================================================================
lat, lon   i32  degrees × 1e6, WGS 84
gid        u32  GeoNames number; with the top bit set, the position in ``refs`` of the header
pop        u32  inhabitants, 0 unknown
a1, a2     u32  number of the first- and second-level unit it lies in, NONE without
cc         u16  position in ``countries`` of the header, 0 none
kind       u8   position in ``KINDS``
fcode      u16  position in ``fcodes`` of the header (GeoNames feature codes)
radius     u16  kilometres × 10, 0 unknown
disputed   u8   position in ``disputed`` of the header, 0 undisputed
text_at    u32  where the display name starts in ``text`` (one more than there are places)
text       u8   display names, UTF-8
byid       u32  place numbers sorted by ``gid``
cells      u32  where each 1° × 1° cell starts in ``incell`` (64,800 cells and the end)
incell     u32  numbers of the places drawn as points, by cell
buckets    u32  where each of the 65,536 buckets starts in the three name columns
prints     u32  fingerprints, ascending within a bucket
owners     u32  place number of each fingerprint, ascending among equal ones
nkinds     u8   position in ``NAME_KINDS``
========== ==== ===========================================================================
"""

from __future__ import annotations

import json
import mmap
import sys
from bisect import bisect_left
from pathlib import Path
from typing import Any, Literal, get_args

from geo.errors import DataError
from geo.model import PlaceKind

MAGIC = b"DLGAZ\x00\x00\x01"
SCHEMA = 1
NONE = 0xFFFFFFFF
LISTED = 0x80000000
BUCKETS = 1 << 16
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
NameKind = Literal[
    "primary", "alternate", "abbreviation", "historic", "demonym", "derived", "skeleton"
]
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)
#: Section -> type code of ``struct`` and ``memoryview.cast``.
SECTIONS: dict[str, str] = {
    "lat": "i", "lon": "i", "gid": "I", "pop": "I", "a1": "I", "a2": "I", "cc": "H", "kind": "B",
    "fcode": "H", "radius": "H", "disputed": "B", "text_at": "I", "text": "B", "byid": "I",
    "cells": "I", "incell": "I", "buckets": "I", "prints": "I", "owners": "I", "nkinds": "B",
}  # fmt: skip


class StoreFile:
    """One open gazetteer file. Read-only, so threads may share it.

    Raises
    ------
    DataError
        The file is missing, cut short, or of another schema.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise DataError(_cannot(path, str(error))) from error
        self.header = self._read_header()
        view = memoryview(self._map)
        self.columns: dict[str, memoryview] = {}
        for name, (start, count) in self.header["sections"].items():
            code = SECTIONS[name]
            size = count * memoryview(b"").cast(code).itemsize  # type: ignore[call-overload]
            self.columns[name] = view[start : start + size].cast(code)  # type: ignore[call-overload]
        self._text, self._text_at = self.header["sections"]["text"][0], self.columns["text_at"]
        self._buckets = self.columns["buckets"]
        self._prints = self.columns["prints"]

    def _read_header(self) -> dict[str, Any]:
        blob = self._map
        if blob[: len(MAGIC)] != MAGIC or len(blob) < len(MAGIC) + 4:
            raise DataError(_cannot(self.path, "it is not a Dateline gazetteer of this version"))
        if sys.byteorder != "little":
            raise DataError(_cannot(self.path, "this machine is big-endian"))
        start = len(MAGIC) + 4
        length = int.from_bytes(blob[len(MAGIC) : start], "little")
        try:
            header: dict[str, Any] = json.loads(blob[start : start + length])
        except ValueError as error:
            raise DataError(_cannot(self.path, "its header is damaged")) from error
        if header.get("schema") != SCHEMA or header.get("size") != len(blob):
            raise DataError(_cannot(self.path, "it is cut short or of another schema"))
        return header

    def __len__(self) -> int:
        return len(self.columns["kind"])

    def find(self, digest: int) -> range:
        """Rows of the name columns that hold this digest; an empty range when there are none."""
        bucket, fingerprint = digest >> 48, (digest >> 16) & 0xFFFFFFFF
        low, high = self._buckets[bucket], self._buckets[bucket + 1]
        row = bisect_left(self._prints, fingerprint, low, high)
        end = row
        while end < high and self._prints[end] == fingerprint:
            end += 1
        return range(row, end)

    def text(self, place: int) -> str:
        """The display name of a place."""
        begin, at = self._text, self._text_at
        return self._map[begin + at[place] : begin + at[place + 1]].decode("utf-8")


def _cannot(path: Path, reason: str) -> str:
    return (
        f"The gazetteer {path} cannot be used: {reason}. "
        "Rebuild it with `python -m geo gazetteer build`, or restore it from the release."
    )
