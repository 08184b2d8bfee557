"""Write a dump in GeoNames' format, as large as wanted, and time the build of a gazetteer from it.

usage: python bench/geonames_dump.py ROWS FOLDER [--build]

The rows are made up (deterministically); columns, lengths of names, numbers of alternate names and
the mixture of feature classes are those of the real ``allCountries.txt``.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
import zipfile
from pathlib import Path

_SYLLABLES = [
    "ka",
    "ba",
    "ra",
    "na",
    "ta",
    "mo",
    "lu",
    "si",
    "de",
    "vo",
    "pe",
    "gri",
    "shan",
    "zur",
    "tal",
    "mir",
    "ost",
    "bek",
    "dor",
    "fen",
    "hal",
    "kiz",
]
_CYRILLIC = [
    "ка",
    "ба",
    "ра",
    "на",
    "та",
    "мо",
    "лу",
    "си",
    "де",
    "во",
    "пе",
    "гри",
    "шан",
    "зур",
    "тал",
    "мир",
    "ост",
    "бек",
    "дор",
    "фен",
    "хал",
    "киз",
]
_CODES = ["PPL"] * 40 + ["PPLX", "PPLA3", "PPLA2", "PPLL"] + ["ADM3", "ADM4", "ADMD"] * 2
_CODES += ["STM", "MT", "HTL", "SCH", "LK", "FRM", "WLL", "HLL"] * 8
_CLASSES = {"STM": "H", "LK": "H", "WLL": "H", "MT": "T", "HLL": "T", "HTL": "S", "SCH": "S"}
_COUNTRIES = ["KZ", "RU", "US", "CN", "IN", "FR", "DE", "BR", "NG", "ID", "MX", "IR"]


def _name(rng: random.Random, syllables: list[str]) -> str:
    return "".join(rng.choices(syllables, k=rng.randint(2, 5))).capitalize()


def _row(rng: random.Random, gid: int, code: str, cc: str, a1: str, a2: str) -> str:
    name = _name(rng, _SYLLABLES)
    alternates = [_name(rng, _SYLLABLES) for _ in range(rng.randint(0, 3))]
    alternates += [_name(rng, _CYRILLIC) for _ in range(rng.randint(0, 2))]
    fclass = (
        "A" if code.startswith("ADM") else _CLASSES.get(code, "P" if code[:3] == "PPL" else "S")
    )
    population = int(10 ** rng.uniform(1, 5.5)) if fclass == "P" and rng.random() < 0.4 else 0
    lat, lon = rng.uniform(-60, 70), rng.uniform(-180, 180)
    return "\t".join(
        [
            str(gid), name, name, ",".join(alternates), f"{lat:.5f}", f"{lon:.5f}", fclass, code, cc,
            "", a1, a2, "", "", str(population), "", "120", "Asia/Almaty", "2025-01-01",
        ]
    )  # fmt: skip


def write_dump(rows: int, folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """Write ``allCountries.zip`` and ``alternateNamesV2.zip``; returns their paths."""
    rng = random.Random(seed)  # noqa: S311 (made-up rows)
    folder.mkdir(parents=True, exist_ok=True)
    dump, names = folder / "allCountries.zip", folder / "alternateNamesV2.zip"
    with (
        zipfile.ZipFile(dump, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("allCountries.txt", "w") as out,
    ):
        for gid in range(20_000_001, 20_000_001 + rows):
            unit = gid % 400
            cc, a1, a2 = _COUNTRIES[unit % 12], f"{unit % 30:02}", f"{unit:03}"
            code = rng.choice(_CODES)
            if gid % 5_000 < 20:
                code, a2 = "ADM1", ""
            elif gid % 500 == 21:
                code = "ADM2"
            out.write((_row(rng, gid, code, cc, a1, a2) + "\n").encode())
    with (
        zipfile.ZipFile(names, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("alternateNamesV2.txt", "w") as out,
    ):
        for number in range(rows):
            gid = 20_000_001 + rng.randrange(rows)
            language = rng.choice(["ru", "en", "kk", "", "link", "wkdt", "abbr"])
            name = _name(rng, _CYRILLIC if language == "ru" else _SYLLABLES)
            name = "https://en.wikipedia.org/wiki/X" if language == "link" else name
            name = name[:3].upper() if language == "abbr" else name
            historic = "1" if number % 50 == 0 else ""
            fields = [str(number), str(gid), language, name, "", "", "", historic, "", ""]
            out.write(("\t".join(fields) + "\n").encode())
    return dump, names


def main() -> None:
    """Write the dump, and build and open the gazetteer when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--build", action="store_true")
    args = parser.parse_args()
    dump, names = args.folder / "allCountries.zip", args.folder / "alternateNamesV2.zip"
    if not dump.exists():
        write_dump(args.rows, args.folder)
    print(f"dump {dump.stat().st_size / 1e6:.0f} MB, names {names.stat().st_size / 1e6:.0f} MB")
    if not args.build:
        return
    from geo.toponyms.build.geonames import build_from_geonames
    from geo.toponyms.gazetteer import Gazetteer

    start = time.perf_counter()
    out = build_from_geonames(dump, args.folder / "places.dlg", alternate_names=names)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    info = Gazetteer.open_file(out).info()
    print(
        f"built in {taken:.0f} s, {info['bytes'] / 1e6:.0f} MB, {info['places']:,} places, "
        f"{info['names']:,} names, peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
