"""Verbs about the event store: check, backup, restore, export, recode, rules, undo, postgis."""

from __future__ import annotations

import argparse
import getpass
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.sources import Tally, progress
from geo.errors import DatelineError, StoreError

if TYPE_CHECKING:
    from geo.store import Store


def add_verbs(verbs: Any) -> None:  # noqa: ANN401 (argparse keeps the type private)
    """Add this module's verbs to the parser."""
    store = verbs.add_parser("store", help="the event store")
    store.add_argument("--store", metavar="URL", help="the user's own when absent")
    steps = store.add_subparsers(required=True, metavar="STEP")
    steps.add_parser("check", help="look for damage, and count").set_defaults(run=run_check)
    backup = steps.add_parser("backup", help="copy it while it is in use")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=run_backup)
    restore = steps.add_parser("restore", help="put a backup in its place")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=run_restore)
    export = steps.add_parser("export", help="all of it as JSON lines")
    export.set_defaults(run=run_store_export)
    recode = steps.add_parser("recode", help="code every article anew; say what changed")
    recode.add_argument("--fast", action="store_true", help="do without the dependency parser")
    recode.set_defaults(run=run_recode)
    steps.add_parser("rules", help="what names mean everywhere by a person's word").set_defaults(
        run=run_rules
    )
    undo = steps.add_parser("undo", help="take a run or a correction back")
    undo.add_argument("batch", help="the number that recode printed, or one of the journal")
    undo.set_defaults(run=run_undo)
    steps.add_parser("postgis", help="a geometry column for QGIS (PostgreSQL)").set_defaults(
        run=run_postgis
    )


def _open(arguments: argparse.Namespace) -> Store:
    from geo.settings import Settings
    from geo.store import Store

    return Store.open(arguments.store or Settings.from_env().store_url)


def run_check(arguments: argparse.Namespace) -> int:
    """``geo store check``: status 1 when something is wrong."""
    from geo.store.maintenance import check

    with closing(_open(arguments)) as store:
        found = check(store)
        print(f"store: {store.engine.url.render_as_string()}")
    for name, value in found.items():
        print(f"{name}: {value}")
    return 0 if found["integrity"] == "ok" and not found["events without journal"] else 1


def run_backup(arguments: argparse.Namespace) -> int:
    """``geo store backup FILE``."""
    from geo.store.maintenance import backup

    with closing(_open(arguments)) as store:
        print(f"saved to {backup(store, arguments.file)}")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """``geo store restore FILE``."""
    from geo.settings import Settings
    from geo.store.maintenance import restore

    if not arguments.file.is_file():
        msg = f"{arguments.file} is not there; nothing was restored."
        raise StoreError(msg)
    before = restore(arguments.file, arguments.store or Settings.from_env().store_url)
    print(f"restored; what was there before is {before}" if before else "restored")
    return 0


def run_store_export(arguments: argparse.Namespace) -> int:
    """``geo store export``."""
    from geo.store.maintenance import export

    with closing(_open(arguments)) as store:
        for line in export(store):
            sys.stdout.write(line)
    return 0


def run_recode(arguments: argparse.Namespace) -> int:
    """``geo store recode``: what this version codes otherwise, one line an event; status 3 as usual."""
    from dataclasses import replace

    from geo.pipeline import pipeline
    from geo.settings import Settings
    from geo.store.maintenance import changes_of

    settings = replace(Settings.from_env(), parser="fast" if arguments.fast else "accurate")
    coder, tally = pipeline(settings), Tally()
    with closing(_open(arguments)) as store:
        run = store.begin_run(settings)
        articles = store.articles()
        for article in progress(articles, "articles", total=len(articles)):
            try:
                store.save(article, coder.code(article), run_id=run)
                tally.read += 1
            except DatelineError as error:
                tally.fail(article.url or article.id, error)
        changed = False
        for line in changes_of(store, run):
            changed = True
            print(line)
    print(f"take it back with: geo store undo {run}" if changed else "nothing is coded otherwise")
    return tally.status


def run_rules(arguments: argparse.Namespace) -> int:
    """``geo store rules``: name, place, who, when, why, and the batch that ``undo`` takes."""
    from geo.store.rules import rules

    with closing(_open(arguments)) as store:
        for rule in rules(store):
            place = (rule.place or {}).get("name", "-")
            print(rule.name, place, rule.who, rule.ts, rule.why, rule.batch, sep="\t")
    return 0


def run_undo(arguments: argparse.Namespace) -> int:
    """``geo store undo BATCH``."""
    from geo.store.corrections import By, undo

    with closing(_open(arguments)) as store:
        batch = undo(store, arguments.batch, By(who=getpass.getuser(), why="geo store undo"))
    print(f"taken back; bring it in again with: geo store undo {batch}")
    return 0


def run_postgis(arguments: argparse.Namespace) -> int:
    """``geo store postgis``."""
    from geo.store.maintenance import add_geometry

    with closing(_open(arguments)) as store:
        add_geometry(store)
    print("the table event has a column geom (Point, EPSG:4326) that follows lon and lat")
    return 0
