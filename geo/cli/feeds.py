"""The verb feed: add, list, poll."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import DatelineError, FetchError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.articles.duplicates import Copies
    from geo.articles.polling import Poll
    from geo.articles.robots import Visitor
    from geo.pipeline import Pipeline
    from geo.store import Store

#: Articles of the store among which the first poll of a run looks for originals (.5 ms each).
_LOOKED_BACK = 500
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def add_verbs(verbs: Any) -> None:  # noqa: ANN401 (argparse keeps the type private)
    """Add the verb to the parser."""
    feed = verbs.add_parser("feed", help="RSS and Atom feeds into the store")
    feed.add_argument("--store", metavar="URL", help="the user's own when absent")
    steps = feed.add_subparsers(required=True, metavar="STEP")
    add = steps.add_parser("add", help="remember a feed")
    add.add_argument("url")
    add.set_defaults(run=run_add)
    steps.add_parser("list", help="the feeds and how their last poll went").set_defaults(
        run=run_list
    )
    poll = steps.add_parser("poll", help="code what is new in every feed that is due")
    poll.add_argument("--every", type=interval, metavar="15m", help="go on until stopped")
    poll.set_defaults(run=run_poll, visitor=None)


def interval(text: str) -> int:
    """An argparse type: ``90s``, ``15m``, ``2h`` or ``1d`` as seconds."""
    number, unit = text[:-1], text[-1:]
    if not number.isdigit() or unit not in _UNITS or not int(number):
        msg = f"{text!r} is no interval; write it like 15m, 2h or 1d"
        raise argparse.ArgumentTypeError(msg)
    return int(number) * _UNITS[unit]


def run_add(arguments: argparse.Namespace) -> int:
    """``geo feed add URL``."""
    from geo.store.feeds import add_feed

    if urlsplit(arguments.url).scheme not in {"http", "https"}:
        msg = f"{arguments.url} is no web address; a feed begins with http:// or https://."
        raise FetchError(msg)
    with closing(_open(arguments)) as store:
        new = add_feed(store, arguments.url)
    print("added" if new else "it is there already")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """``geo feed list``: address, when polled, how it went."""
    from geo.store.feeds import feeds

    with closing(_open(arguments)) as store:
        known = feeds(store)
    for url, state in known.items():
        polled = state.get("polled_at")
        when = time.strftime("%Y-%m-%d %H:%MZ", time.gmtime(polled)) if polled else "never polled"
        print(f"{url}\t{when}\t{state.get('error') or 'ok'}")
    return 0


def run_poll(arguments: argparse.Namespace) -> int:
    """``geo feed poll [--every 15m]``: status 3 when some feeds failed, 1 when all did."""
    from geo.articles.duplicates import Copies
    from geo.articles.robots import Visitor
    from geo.pipeline import Pipeline

    settings = Settings.from_env()
    coder, visitor = Pipeline(settings), arguments.visitor or Visitor()
    copies = Copies()
    with closing(_open(arguments)) as store:
        while True:
            status = poll_once(store, coder, visitor, copies)
            if not arguments.every:
                return status
            time.sleep(arguments.every)


def poll_once(store: Store, coder: Pipeline, visitor: Visitor, copies: Copies) -> int:
    """Poll every feed that is due, code what is new and save it; the exit status.

    ``copies`` holds what this run has taken in; kept from poll to poll.
    """
    from geo.articles.polling import FeedState, poll
    from geo.store.feeds import feeds, keep_state

    failed = 0
    known = feeds(store)
    for url, record in known.items():
        result = poll(url, FeedState.from_record(record), visitor=visitor)
        near = _near_copies(store, result, copies)
        _save(store, coder, result)
        keep_state(store, url, result.state.to_record())
        failed += result.state.error is not None
        told = f"{len(result.articles)} new articles" + (f", {len(near)} near copies" * bool(near))
        print(f"{url}: {result.state.error or told}")
        for line in near:
            print(f"  {line}")
        for left in result.skipped:
            print(f"  left out {left.name}: {left.reason}", file=sys.stderr)
    return 0 if not failed else 1 if failed == len(known) else 3


def _near_copies(store: Store, result: Poll, copies: Copies) -> list[str]:
    """Which of the new articles say nearly what an earlier one said, a line each; all are kept."""
    if not result.articles:
        return []
    if not copies:
        for earlier in store.articles(newest=_LOOKED_BACK):
            copies.add(earlier)
    found = ((article, copies.add(article)) for article in result.articles)
    return [
        f"{article.title or article.url or article.id}: nearly the same text as"
        f" “{original.title}” ({original.source or original.id})"
        for article, original in found
        if original
    ]


def _save(store: Store, coder: Pipeline, result: Poll) -> None:
    if not result.articles:
        return
    from geo.articles.duplicates import fingerprint

    run = store.begin_run(coder.settings)
    for article in result.articles:
        try:
            events = coder.code(article)
        except DatelineError as error:
            print(f"  left out {article.url or article.id}: {error}", file=sys.stderr)
            events = ()
        store.save(article, events, run_id=run, fingerprint=fingerprint(article.text))


def _open(arguments: argparse.Namespace) -> Store:
    from geo.store import Store

    return Store.open(arguments.store or Settings.from_env().store_url)
