"""Verbs about places: geoparse, geocode, gazetteer."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.sources import Tally, add_source_arguments, articles

if TYPE_CHECKING:
    from geo.model import Article, Place, Toponym


def add_verbs(verbs: Any) -> None:  # noqa: ANN401 (argparse keeps the type private)
    """Add this module's verbs to the parser."""
    parse = verbs.add_parser("geoparse", help="articles -> toponyms")
    add_source_arguments(parse)
    parse.add_argument(
        "--show", action="store_true", help="the text with its toponyms marked, not JSON lines"
    )
    parse.set_defaults(run=run_geoparse)

    code = verbs.add_parser("geocode", help="a name -> a place")
    code.add_argument("name", help='a toponym, or "City, Region, Country"')
    code.add_argument("--country", metavar="CC", help="ISO code the place must lie in")
    code.add_argument("--limit", type=int, default=1, help="how many candidates to print")
    code.set_defaults(run=run_geocode)

    gazetteer = verbs.add_parser("gazetteer", help="the embedded gazetteer")
    steps = gazetteer.add_subparsers(required=True, metavar="STEP")
    info = steps.add_parser("info", help="what it holds and where it comes from")
    info.set_defaults(run=run_info)
    build = steps.add_parser("build", help="make it anew (needs the extra 'build')")
    build.add_argument("--out", type=Path, help="folder to write; the bundled one when absent")
    build.add_argument("--geonames", type=Path, metavar="allCountries.zip")
    build.add_argument("--alternate-names", type=Path, metavar="alternateNamesV2.zip")
    build.set_defaults(run=run_build)


def run_geoparse(arguments: argparse.Namespace) -> int:
    """``geo geoparse``: one JSON line a toponym, or the marked text."""
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    parser, tally = Pipeline(Settings.from_env()), Tally()
    for article in articles(arguments, tally):
        toponyms = parser.geoparse(article)
        if arguments.show:
            print(marked(article, toponyms, colour=sys.stdout.isatty()))
        else:
            for toponym in toponyms:
                print(json.dumps(_toponym(article, toponym), ensure_ascii=False))
    return tally.status


def marked(article: Article, toponyms: tuple[Toponym, ...], *, colour: bool) -> str:
    """The text with every toponym in brackets, its place after it; control characters removed."""
    on, off = ("\x1b[1;36m", "\x1b[0m") if colour else ("", "")
    parts, at = [], 0
    for toponym in toponyms:
        where = _short(toponym.place) if toponym.place else f"? {toponym.reason}"
        role = "" if toponym.role == "literal" else f" {toponym.role}"
        parts.append(_printable(article.text[at : toponym.start]))
        parts.append(f"{on}[{_printable(toponym.text)}]{off}({where}{role})")
        at = toponym.end
    parts.append(_printable(article.text[at:]))
    return "".join(parts)


def _printable(text: str) -> str:
    """Text without the control characters that would drive a terminal."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable())


def _short(place: Place) -> str:
    return ", ".join(p for p in (place.name, place.admin1, place.country) if p)


def _toponym(article: Article, toponym: Toponym) -> dict[str, Any]:
    from geo.records import plain

    record: dict[str, Any] = plain(toponym)
    return {"article_id": article.id, **record}


def run_geocode(arguments: argparse.Namespace) -> int:
    """``geo geocode``: one JSON line a candidate; status 1 when there is none."""
    from geo.pipeline import Pipeline
    from geo.records import plain
    from geo.settings import Settings

    places = Pipeline(Settings.from_env()).places(
        arguments.name, country=arguments.country, limit=arguments.limit
    )
    for place in places:
        print(json.dumps(plain(place), ensure_ascii=False))
    if not places:
        print(f"geo: no place is called {arguments.name!r} in the gazetteer", file=sys.stderr)
    return 0 if places else 1


def run_info(_arguments: argparse.Namespace) -> int:
    """``geo gazetteer info``."""
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    for name, value in Pipeline(Settings.from_env()).gazetteer.info().items():
        print(f"{name}: {value}")
    return 0


def run_build(arguments: argparse.Namespace) -> int:
    """``geo gazetteer build``: from the pinned packages, or from a GeoNames dump."""
    from geo.resources import data_dir
    from geo.toponyms import build

    out = arguments.out or data_dir() / "gazetteer"
    if arguments.geonames:
        build.build_from_geonames(
            arguments.geonames, out, alternate_names=arguments.alternate_names, progress=_bar
        )
    else:
        build.build_bundled(out, progress=_bar)
    return 0


def _bar(step: str, share: float) -> None:
    """One line on standard error that says how far a long build is."""
    if sys.stderr.isatty():
        filled = int(share * 30)
        bar = "#" * filled + "." * (30 - filled)
        print(f"\r{step[:40]:<40} [{bar}] {share:4.0%}", end="", file=sys.stderr, flush=True)
