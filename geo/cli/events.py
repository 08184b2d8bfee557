"""Verbs about events: code, filter, map, export."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.sources import (
    Tally,
    add_source_arguments,
    articles,
    copies_told,
    counted,
    day,
    frame,
    progress,
    uncoded_told,
    whole_events,
)
from geo.errors import ExportError

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.filters import Filters
    from geo.model import Event

FORMATS = ("geojson", "jsonl", "csv", "excel.csv", "acled.csv", "kml", "gpkg", "parquet", "html")
#: Formats that are made of whole events, not of rows.
WHOLE = frozenset({"jsonl", "acled.csv"})


def add_verbs(verbs: Any) -> None:  # noqa: ANN401 (argparse keeps the type private)
    """Add this module's verbs to the parser."""
    code = verbs.add_parser("code", help="articles -> events")
    add_source_arguments(code)
    _output(code)
    code.add_argument("--home-country", metavar="CC", help="ISO code of the source's home country")
    code.add_argument("--fast", action="store_true", help="do without the dependency parser")
    code.add_argument(
        "--keep-nonevents", action="store_true", help="keep what the gate refused, with the reason"
    )
    model = code.add_argument_group(
        "a model as the coder (off by default)",
        "The text of every article LEAVES THIS MACHINE for the endpoint. Its key is read from"
        " DATELINE_CODER_KEY.",
    )
    model.add_argument(
        "--coder-endpoint", metavar="URL", help="OpenAI-compatible server, e.g. https://host/v1"
    )
    model.add_argument("--coder-model", metavar="NAME", help="the model to ask there")
    code.set_defaults(run=run_code)

    keep = verbs.add_parser("filter", help="events -> fewer events")
    keep.add_argument("events", help="GeoJSON or JSON lines made by `geo code`, or -")
    _output(keep)
    _filter_arguments(keep)
    keep.set_defaults(run=run_export)

    page = verbs.add_parser("map", help="events -> a map that opens without a network")
    page.add_argument("events", help="GeoJSON or JSON lines made by `geo code`, or -")
    page.add_argument("-o", "--output", required=True, metavar="FILE.html")
    _filter_arguments(page)
    page.set_defaults(run=run_export, force="html")

    export = verbs.add_parser("export", help="events -> any format")
    export.add_argument("events", help="GeoJSON or JSON lines made by `geo code`, or -")
    _output(export)
    _filter_arguments(export)
    export.set_defaults(run=run_export)


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=f"by its ending: {', '.join('.' + f for f in FORMATS)}; standard output when absent",
    )


def _filter_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="date_from", type=day, metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="date_to", type=day, metavar="YYYY-MM-DD")
    parser.add_argument("--type", dest="event_types", action="append", default=[], metavar="TYPE")
    parser.add_argument("--actor", dest="actors", action="append", default=[], metavar="NAME")
    parser.add_argument("--country", dest="countries", action="append", default=[], metavar="ISO3")
    parser.add_argument("--precision", dest="precisions", action="append", default=[])
    parser.add_argument("--min-confidence", type=float, default=0.0, metavar="0..1")
    parser.add_argument("--text", default="", help="words that must all occur")
    parser.add_argument("--query", default="", help="filters as in the app's address")


def filters(arguments: argparse.Namespace) -> Filters:
    """The filters that the arguments stand for; ``--query`` first, the others over it."""
    from dataclasses import replace

    from geo.filters import Filters

    names = ("date_from", "date_to", "min_confidence", "text")
    lists = ("event_types", "actors", "countries", "precisions")
    given: dict[str, Any] = {n: getattr(arguments, n) for n in names if getattr(arguments, n)}
    given |= {n: tuple(getattr(arguments, n)) for n in lists if getattr(arguments, n)}
    return replace(Filters.from_query(arguments.query), **given)


def run_code(arguments: argparse.Namespace) -> int:
    """``geo code``: code the sources and write the events."""
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    settings = _settings(Settings.from_env(), arguments)
    tally = Tally()
    coder = Pipeline(settings)
    if settings.coder_endpoint:
        _warn_of(settings.coder_endpoint)
    form = _format(arguments.output)
    given = uncoded_told(copies_told(articles(arguments, tally), tally), tally, coder.why_not)
    found = coder.code_many(progress(given, "articles"))
    if tally.read or not tally.failed:
        write(arguments.output, _content(found, form))
        print(_summary(tally, found), file=sys.stderr)
    return tally.status


def _warn_of(endpoint: str) -> None:
    """Say that text leaves the machine, before any does."""
    from urllib.parse import urlsplit

    host = urlsplit(endpoint).hostname or "the endpoint"
    print(f"The text of every article is sent to {host} to be coded there.", file=sys.stderr)


def run_export(arguments: argparse.Namespace) -> int:
    """``geo filter``, ``geo map``, ``geo export``: read events, keep some, write them."""
    from geo.filters import filter_events

    chosen = filters(arguments)
    form = getattr(arguments, "force", None) or _format(arguments.output, default="geojson")
    if form in WHOLE:
        events = {event.id: event for event in whole_events(arguments.events)}
        kept = filter_events(_frame(tuple(events.values())), chosen)
        content = _content(tuple(events[i] for i in kept["event_id"]), form, chosen)
    else:
        content = _render(filter_events(frame(arguments.events), chosen), form, chosen)
    write(arguments.output, content)
    return 0


def _content(events: tuple[Event, ...], form: str, chosen: Filters | None = None) -> str | bytes:
    """Whole events in one of ``FORMATS``."""
    if form == "jsonl":
        return _json_lines(events)
    if form == "geojson":
        from geo.exports.geojson import events_to_geojson

        return events_to_geojson(events)
    if form == "acled.csv":
        from geo.exports.acled import to_acled_csv
        from geo.exports.metadata import export_metadata

        return to_acled_csv(events, metadata=export_metadata(chosen, count=len(events)))
    return _render(_frame(events), form, None)


def _settings(base: Any, arguments: argparse.Namespace) -> Any:  # noqa: ANN401 (Settings, lazily)
    from dataclasses import replace

    return replace(
        base,
        home_country=arguments.home_country,
        keep_nonevents=arguments.keep_nonevents,
        parser="fast" if arguments.fast else "accurate",
        coder_endpoint=arguments.coder_endpoint,
        coder_model=arguments.coder_model,
    )


def _frame(events: tuple[Event, ...]) -> gpd.GeoDataFrame:
    from geo.frame import events_to_gdf

    return events_to_gdf(events)


def _json_lines(events: tuple[Event, ...]) -> str:
    from geo.records import event_record

    return "".join(json.dumps(event_record(e), ensure_ascii=False) + "\n" for e in events)


def _summary(tally: Tally, events: tuple[Event, ...]) -> str:
    unplaced = sum(e.place is None for e in events)
    copies = f" ({tally.copies} nearly copies of others)" if tally.copies else ""
    uncoded = f", {tally.uncoded} not coded yet (another language)" if tally.uncoded else ""
    return (
        f"{counted(tally.read, 'article')} read{copies}{uncoded}, {counted(len(events), 'event')},"
        f" {unplaced} without a place"
    )


def _format(output: str | None, *, default: str = "jsonl") -> str:
    if output is None or output == "-":
        return default
    name = Path(output).name.lower()
    found = [f for f in FORMATS if name.endswith("." + f)]
    if name.endswith(".json"):
        return "geojson"
    if not found:
        msg = f"{output}: no format has this ending. Use one of {', '.join('.' + f for f in FORMATS)}."
        raise ExportError(msg)
    return max(found, key=len)


def _render(gdf: gpd.GeoDataFrame, form: str, chosen: Filters | None) -> str | bytes:
    """The frame in one of ``FORMATS``; only the format's own module is imported."""
    from geo.exports.metadata import export_metadata

    match form:
        case "geojson":
            from geo.exports.geojson import to_geojson

            return to_geojson(gdf, filters=chosen)
        case "csv":
            from geo.exports.csv import to_csv

            return to_csv(gdf, metadata=export_metadata(chosen, count=len(gdf)))
        case "excel.csv":
            from geo.exports.csv import to_excel_csv

            return to_excel_csv(gdf, metadata=export_metadata(chosen, count=len(gdf)))
        case _:
            return _render_binary(gdf, form, chosen)


def _render_binary(gdf: gpd.GeoDataFrame, form: str, chosen: Filters | None) -> str | bytes:
    match form:
        case "kml":
            from geo.exports.kml import to_kml

            return to_kml(gdf, filters=chosen)
        case "gpkg":
            from geo.exports.tables import to_geopackage

            return to_geopackage(gdf, filters=chosen)
        case "parquet":
            from geo.exports.tables import to_geoparquet

            return to_geoparquet(gdf, filters=chosen)
        case _:
            from geo.exports.metadata import metadata_line
            from geo.maps.html import map_html

            return map_html(gdf, note=metadata_line(chosen, count=len(gdf)))


def write(output: str | None, content: str | bytes) -> None:
    """Write to standard output, or to a file that is there whole or not at all.

    Raises
    ------
    ExportError
        The file cannot be written.
    """
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if output is None or output == "-":
        sys.stdout.buffer.write(raw)
        return
    target = Path(output)
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(stream.name).chmod(0o666 & ~mask)
        Path(stream.name).replace(target)
    except OSError as error:
        msg = f"{output} cannot be written: {error.strerror}. Choose another folder."
        raise ExportError(msg) from error
