"""Verbs about the installation: batch, data, app."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from geo.cli.sources import NAMED, Tally, add_source_arguments, count, counted, pieces, said_of
from geo.errors import ExportError


def add_verbs(verbs: Any) -> None:  # noqa: ANN401 (argparse keeps the type private)
    """Add this module's verbs to the parser."""
    batch = verbs.add_parser("batch", help="an archive of articles -> events (extra 'batch')")
    add_source_arguments(batch)
    batch.add_argument("out", type=Path, metavar="OUT", help="folder for the events")
    batch.add_argument("--workers", type=count, default=os.cpu_count() or 1)
    batch.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="of a Dask cluster")
    batch.add_argument("--fast", action="store_true", help="do without the dependency parser")
    batch.set_defaults(run=run_batch)

    data = verbs.add_parser("data", help="the bundled files")
    steps = data.add_subparsers(required=True, metavar="STEP")
    check = steps.add_parser("check", help="are they whole?")
    check.set_defaults(run=run_data_check)

    app = verbs.add_parser("app", help="the map in the browser")
    app.add_argument(
        "events", nargs="?", type=Path, metavar="EVENTS",
        help="JSON lines, GeoParquet, or the folder of a batch, shown instead of the samples",
    )  # fmt: skip
    app.add_argument("--port", type=int, default=8501)
    app.add_argument("--store", metavar="URL", help="where articles and corrections are kept")
    app.add_argument("--demo", action="store_true", help="public demo: nothing is fetched")
    app.set_defaults(run=run_app)


def run_batch(arguments: argparse.Namespace) -> int:
    """``geo batch``: status 3 when some sources or articles failed."""
    from dataclasses import replace

    from geo.batch import quarantined, run
    from geo.settings import Settings

    settings = replace(Settings.from_env(), parser="fast" if arguments.fast else "accurate")
    report = run(
        pieces(arguments),
        arguments.out,
        settings=settings,
        source=said_of(arguments),
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        progress=_show if sys.stderr.isatty() else None,
    )
    uncoded = f" ({report.uncoded} not coded yet: another language)" if report.uncoded else ""
    print(
        f"{counted(report.articles, 'article')}{uncoded}, {counted(report.events, 'event')}"
        f" (told {counted(report.told, 'time')}),"
        f" {report.quarantined} in {arguments.out / 'quarantine'}"
    )
    for name, error in islice(quarantined(arguments.out), NAMED):
        named = error if error.startswith(name) else f"{name}: {error}"
        print(f"geo: {named}", file=sys.stderr)
    if report.quarantined > NAMED:
        print(f"geo: … and {report.quarantined - NAMED} more", file=sys.stderr)
    return Tally(report.articles, report.quarantined).status


def _show(done: int, total: int) -> None:
    print(f"\rparts: {done} of {total}", end="" if done < total else "\n", file=sys.stderr)


def run_data_check(_arguments: argparse.Namespace) -> int:
    """``geo data check``: compare every bundled file with the hash in ``data/SHA256SUMS``."""
    from geo.resources import damaged_files
    from geo.settings import Settings

    bad = damaged_files(Settings.from_env().data_dir)
    for name, what in bad.items():
        print(f"{name}: {what}", file=sys.stderr)
    if not bad:
        print("all bundled files are whole")
    return 1 if bad else 0


def run_app(arguments: argparse.Namespace) -> int:
    """``geo app``: run Streamlit on the page, on this machine only, with /api beside it."""
    from importlib.util import find_spec

    if arguments.events and not arguments.events.exists():
        msg = f"{arguments.events} is not there; make it with `geo export` or `geo batch`."
        raise ExportError(msg)
    environ = dict(os.environ)
    if arguments.store:
        environ["DATELINE_STORE"] = arguments.store
    if arguments.demo:
        environ["DATELINE_DEMO"] = "1"
    server = find_spec("geo.app.server")
    script = str(server.origin) if server else "streamlit_app.py"
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(arguments.port)]
    if "STREAMLIT_SERVER_ADDRESS" not in environ:
        command += ["--server.address", "127.0.0.1"]
    command += ["--browser.gatherUsageStats", "false"]
    command += ["--server.enableWebsocketCompression", "true"]
    if arguments.events:
        command += ["--", str(arguments.events)]
    return subprocess.run(command, env=environ, check=False).returncode  # noqa: S603 (our own words)
