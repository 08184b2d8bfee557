"""Write a gazetteer file: gather places and names, order them, lay out the sections.

Names wait in 256 files by the first byte of their digest, and the columns in compact arrays, so
that a dump of thirteen million rows needs well under a gigabyte of memory. The result depends on
the places and names given, not on the machine, the time or the order of a dictionary.
"""

from __future__ import annotations

import json
import os
import struct
import tempfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from geo.toponyms.fold import digest, exact, fold, skeleton
from geo.toponyms.store import BUCKETS, KINDS, LISTED, MAGIC, NAME_KINDS, NONE, SCHEMA, SECTIONS

_ROW = np.dtype([("digest", "<u8"), ("place", "<u4"), ("kind", "u1")])
_PACK = struct.Struct("<QIB").pack
_PARTS = 256
_POINT_KINDS = frozenset({"city", "poi"})
_COLUMNS = ("lat", "lon", "gid", "pop", "a1", "a2", "cc", "kind", "fcode", "radius", "disputed")
_CODE = {name: code for name, code in SECTIONS.items() if name in _COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place as the writer takes it; ``a1``, ``a2`` and ``country`` refer to what was added before.

    ``ref`` is a GeoNames number or a reference such as ``dl:sahel``. ``weight`` is its importance:
    places are numbered by it, greatest first.
    """

    ref: int | str
    name: str
    lat: float
    lon: float
    kind: str
    weight: float
    country: int = 0
    a1: int = NONE
    a2: int = NONE
    fcode: str | None = None
    population: int = 0
    radius_km: float = 0.0
    disputed: str | None = None


@dataclass(slots=True)
class Numbering:
    """Texts and the small numbers that stand for them; 0 is "none"."""

    texts: list[str | None] = field(default_factory=lambda: [None])
    numbers: dict[str | None, int] = field(default_factory=lambda: {None: 0})

    def number(self, text: str | None) -> int:
        """Number of a text, given out on first sight."""
        if text not in self.numbers:
            self.numbers[text] = len(self.texts)
            self.texts.append(text)
        return self.numbers[text]


class StoreWriter:
    """Collects places and names, then writes the file in one go (``finish``)."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-gazetteer-")
        self._columns = {name: array(_CODE[name]) for name in _COLUMNS}
        self._weights = array("f")
        self._texts = (Path(self._folder.name) / "texts").open("wb")
        self._text_at = array("Q", [0])
        self._pending: list[list[bytes]] = [[] for _ in range(_PARTS)]
        self._waiting = 0
        self._fcodes, self._disputed = Numbering(), Numbering()
        self._refs: list[str] = []
        self._countries: list[dict[str, Any]] = [{"iso2": None, "iso3": None, "name": None}]
        self._admin1s: list[list[int]] = [[]]
        self._max_words = 1

    def __len__(self) -> int:
        return len(self._weights)

    def close(self) -> None:
        """Remove the temporary files."""
        self._texts.close()
        self._folder.cleanup()

    def add_country(self, iso2: str, iso3: str, name: str, entry: Entry) -> int:
        """Add a country and its place; returns the country's number for later entries."""
        number = len(self._countries)
        place = self.add(entry, country=number)
        self._countries.append({"iso2": iso2, "iso3": iso3, "name": name, "place": place})
        self._admin1s.append([])
        return number

    def country_place(self, country: int) -> int:
        """Number of the place that is this country."""
        return int(self._countries[country]["place"])

    def add(self, entry: Entry, *, country: int | None = None) -> int:
        """Add a place; returns its (temporary) number."""
        number = len(self)
        if isinstance(entry.ref, int):
            gid = entry.ref
        else:
            gid = LISTED | len(self._refs)
            self._refs.append(entry.ref)
        values = (
            round(entry.lat * 1e6), round(entry.lon * 1e6), gid,
            max(0, min(entry.population, NONE)), entry.a1, entry.a2,
            entry.country if country is None else country, KINDS.index(entry.kind),
            self._fcodes.number(entry.fcode), min(65535, round(entry.radius_km * 10)),
            self._disputed.number(entry.disputed),
        )  # fmt: skip
        for name, value in zip(_COLUMNS, values, strict=True):
            self._columns[name].append(value)
        self._weights.append(entry.weight)
        text = entry.name.encode("utf-8")
        self._texts.write(text)
        self._text_at.append(self._text_at[-1] + len(text))
        if entry.kind == "admin1":
            self._admin1s[entry.country].append(number)
        return number

    def add_name(
        self, place: int, name: str, kind: str = "alternate", *, case: bool = False
    ) -> None:
        """Give a place a name; ``case`` makes it an abbreviation that is found only as printed."""
        key = exact(name) if case else fold(name)
        if not key:
            return
        self._max_words = max(self._max_words, key.count(" ") + 1)
        self._add_key(place, key, NAME_KINDS.index(kind))

    def add_skeleton(self, place: int, name: str) -> None:
        """Let a place be found by the rough key of a name."""
        if key := skeleton(name):
            self._add_key(place, key, NAME_KINDS.index("skeleton"))

    def add_digest(self, place: int, digest: int, kind: str) -> None:
        """Give a place a name of which only the digest is known (taken from another store)."""
        self._add_digest(place, digest, NAME_KINDS.index(kind))

    def column(self, name: str) -> array[int]:
        """A column as gathered so far, in the order of adding."""
        return self._columns[name]

    def allow_words(self, words: int) -> None:
        """Let names have at least so many words (those of digests cannot be counted)."""
        self._max_words = max(self._max_words, words)

    def _add_key(self, place: int, key: str, kind: int) -> None:
        self._add_digest(place, digest(key), kind)

    def _add_digest(self, place: int, hashed: int, kind: int) -> None:
        self._pending[hashed >> 56].append(_PACK(hashed, place, kind))
        self._waiting += 1
        if self._waiting >= 1 << 19:
            self._spill()

    def _spill(self) -> None:
        for part, rows in enumerate(self._pending):
            if rows:
                with self._part(part).open("ab") as stream:
                    stream.write(b"".join(rows))
                rows.clear()
        self._waiting = 0

    def _part(self, part: int) -> Path:
        return Path(self._folder.name) / f"names-{part:03d}"

    def finish(self, path: Path, info: Mapping[str, Any]) -> None:
        """Write the file beside its place and move it there, so that no half file is ever seen."""
        self._spill()
        self._texts.flush()
        order = np.argsort(-np.frombuffer(self._weights, dtype="f4"), kind="stable").astype("u4")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order), dtype="u4")
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        try:
            with partial.open("wb") as stream:
                self._write(stream, order, rank, dict(info))
            os.replace(partial, path)  # noqa: PTH105 (the name says what it does: replace atomically)
        finally:
            partial.unlink(missing_ok=True)

    def _write(
        self, out: BinaryIO, order: npt.NDArray[Any], rank: npt.NDArray[Any], info: dict[str, Any]
    ) -> None:
        names = Path(self._folder.name) / "names"
        counts = self._sort_names(names, rank)
        cells, incell = self._grid(order)
        texts, text_at = self._texts_in(order)
        sizes = {name: len(order) for name in _COLUMNS}
        sizes |= {"text_at": len(text_at), "text": int(text_at[-1]), "byid": len(order)}
        sizes |= {"cells": len(cells), "incell": len(incell), "buckets": len(counts)}
        sizes |= dict.fromkeys(("prints", "owners", "nkinds"), int(counts[-1]))
        header, base, starts = self._header(rank, sizes, info)
        out.write(MAGIC + len(header).to_bytes(4, "little") + header)
        gids = None
        for name in SECTIONS:
            out.write(b"\0" * (starts[name] - out.tell()))
            if name in _COLUMNS:
                column = self._reordered(name, order, rank)
                gids = column if name == "gid" else gids
                out.write(column.tobytes())
            elif name == "text":
                _copy(texts, out)
            elif name in {"prints", "owners", "nkinds"}:
                _copy(names.with_name(f"names.{name}"), out)
            else:
                byid = np.argsort(gids, kind="stable") if name == "byid" else None  # type: ignore[arg-type]
                table = {
                    "text_at": text_at, "cells": cells, "incell": incell, "buckets": counts,
                    "byid": byid,
                }[name]  # fmt: skip
                out.write(np.asarray(table, dtype="u4").tobytes())
        out.write(b"\0" * (base - out.tell()))

    def _reordered(
        self, name: str, order: npt.NDArray[Any], rank: npt.NDArray[Any]
    ) -> npt.NDArray[Any]:
        column: npt.NDArray[Any]
        column = np.frombuffer(self._columns[name], dtype=self._columns[name].typecode)[order]
        if name in {"a1", "a2"}:
            known = column != NONE
            column[known] = rank[column[known]]
        return column

    def _sort_names(self, stem: Path, rank: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Write the three name columns; returns where each bucket starts."""
        counts = np.zeros(BUCKETS + 1, dtype="u8")
        files = {
            name: stem.with_name(f"names.{name}").open("wb")
            for name in ("prints", "owners", "nkinds")
        }
        try:
            for part in range(_PARTS):
                path = self._part(part)
                raw = path.read_bytes() if path.exists() else b""
                rows = np.frombuffer(raw, dtype=_ROW).copy()
                rows["place"] = rank[rows["place"]]
                rows.sort(order=("digest", "place", "kind"))
                kept = np.ones(len(rows), dtype=bool)  # one row for a place and key: the best kind
                kept[1:] = (rows["digest"][1:] != rows["digest"][:-1]) | (
                    rows["place"][1:] != rows["place"][:-1]
                )
                rows = rows[kept]
                found = np.bincount(
                    (rows["digest"] >> np.uint64(48)).astype("i8"), minlength=BUCKETS
                )
                counts[1:] += found.astype("u8")
                prints = (rows["digest"] >> np.uint64(16)) & np.uint64(0xFFFFFFFF)
                files["prints"].write(prints.astype("<u4").tobytes())
                files["owners"].write(rows["place"].tobytes())
                files["nkinds"].write(rows["kind"].tobytes())
        finally:
            for stream in files.values():
                stream.close()
        starts: npt.NDArray[Any] = np.cumsum(counts)
        return starts

    def _grid(self, order: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        col = {
            n: np.frombuffer(self._columns[n], dtype=_CODE[n])[order]
            for n in ("lat", "lon", "kind")
        }
        points = np.flatnonzero(
            np.isin(col["kind"], [KINDS.index(k) for k in sorted(_POINT_KINDS)])
        )
        rows = np.minimum(179, (col["lat"][points] / 1e6 + 90).astype("i4"))
        columns = np.minimum(359, (col["lon"][points] / 1e6 + 180).astype("i4") % 360)
        cell = rows * 360 + columns
        cells = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=180 * 360))])
        return cells, points[np.argsort(cell, kind="stable")]

    def _texts_in(self, order: npt.NDArray[Any]) -> tuple[Path, npt.NDArray[Any]]:
        source = np.memmap(self._texts.name, dtype="u1", mode="r") if self._text_at[-1] else b""
        at = self._text_at
        path = Path(self._folder.name) / "texts-sorted"
        with path.open("wb") as stream:
            for some in np.array_split(order, len(order) // 100_000 + 1):
                for number in some.tolist():
                    stream.write(bytes(source[at[number] : at[number + 1]]))
        lengths = np.diff(np.frombuffer(at, dtype="u8"))[order]
        return path, np.concatenate([[0], np.cumsum(lengths)])

    def _header(
        self, rank: npt.NDArray[Any], sizes: Mapping[str, int], info: dict[str, Any]
    ) -> tuple[bytes, int, dict[str, int]]:
        countries = [
            {**c, "place": int(rank[c["place"]]), "admin1s": sorted(rank[a].tolist())}
            if c["iso2"]
            else c
            for c, a in zip(self._countries, self._admin1s, strict=True)
        ]
        fixed = {
            "schema": SCHEMA, "info": info, "max_words": self._max_words, "countries": countries,
            "refs": self._refs, "fcodes": self._fcodes.texts, "disputed": self._disputed.texts,
        }  # fmt: skip
        bare = len(json.dumps({**fixed, "size": 0, "sections": {}}, ensure_ascii=False).encode())
        start = _aligned(len(MAGIC) + 4 + bare + 64 * len(SECTIONS))
        starts, at = {}, start
        for name, code in SECTIONS.items():
            starts[name] = at
            at = _aligned(at + sizes[name] * struct.calcsize(code))
        sections = {name: [starts[name], sizes[name]] for name in SECTIONS}
        text = json.dumps({**fixed, "size": at, "sections": sections}, ensure_ascii=False)
        return text.encode(), at, starts


def _aligned(offset: int) -> int:
    return (offset + 7) & ~7


def _copy(path: Path, out: BinaryIO) -> None:
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            out.write(block)
