"""The command line: ``python -m geo VERB …`` (or ``dateline VERB …`` where it is installed).

    code SOURCE… -o events.geojson     articles -> events
    geoparse SOURCE…                   articles -> toponyms
    geocode NAME                       a name -> a place
    filter EVENTS …                    events -> fewer events
    map EVENTS -o map.html             events -> a map that opens without a network
    export EVENTS -o FILE              events -> any format
    feed add|poll|list|remove          RSS and Atom feeds
    store check|backup|restore|export|recode|rules|undo|postgis  the event store
    gazetteer build|info               the embedded gazetteer
    batch IN… OUT                      an archive of articles -> events
    data check                         are the bundled files whole?
    app                                the map in the browser

``-`` is standard input; between verbs travel JSON lines. Progress goes to standard error, and only
to a terminal. Exit status: 0 everything was read, 1 nothing could be read, 2 wrong usage, 3 some
sources failed (each is named on standard error).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence

from geo.errors import DatelineError

OK, NOTHING_READ, USAGE, SOME_FAILED = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb.

    Parameters
    ----------
    argv
        Arguments without the program's name; those of the process when None.

    Returns
    -------
    int
        The exit status.
    """
    arguments = parser().parse_args(argv)
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has gone: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except DatelineError as error:
        print(f"geo: {error}", file=sys.stderr)
        return NOTHING_READ
    except KeyboardInterrupt:
        print("geo: stopped", file=sys.stderr)
        return 130
    return status


def parser() -> argparse.ArgumentParser:
    """The whole command line as one argparse parser."""
    import geo
    from geo.cli import admin, events, feeds, places, store

    root = argparse.ArgumentParser(
        prog="geo",
        description="From news text to events on a map.",
        epilog="geo VERB --help tells the rest. Documentation: docs/cli.md.",
    )
    root.add_argument("--version", action="version", version=f"Dateline {geo.__version__}")
    verbs = root.add_subparsers(required=True, metavar="VERB")
    for room in (events, places, feeds, store, admin):
        room.add_verbs(verbs)
    return root
