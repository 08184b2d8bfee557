"""The verb feed: add, list, poll, remove."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.cli.sources import copy_told, shown_address
from geo.errors import DatelineError, StoreError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.articles.duplicates import Copies
    from geo.articles.polling import FeedState, Poll
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
    poll.set_defaults(run=run_poll, visitor=None, sleep=time.sleep)
    remove = steps.add_parser("remove", help="forget a feed")
    remove.add_argument("url")
    remove.set_defaults(run=run_remove)


def interval(text: str) -> int:
    """An argparse type: ``90s``, ``15m``, ``2h`` or ``1d`` as seconds."""
    number, unit = text[:-1], text[-1:]
    if not number.isdigit() or unit not in _UNITS or not int(number):
        msg = f"{text!r} is no interval; write it like 15m, 2h or 1d"
        raise argparse.ArgumentTypeError(msg)
    return int(number) * _UNITS[unit]


def run_add(arguments: argparse.Namespace) -> int:
    """``geo feed add URL``."""
    from geo.articles.address import parse_target
    from geo.store.feeds import add_feed

    address = parse_target(arguments.url).url  # what a poll would refuse is refused now
    with closing(_open(arguments)) as store:
        new = add_feed(store, address)
    print("added" if new else "it is there already")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """``geo feed list``: address, when polled, how it went."""
    from geo.store.feeds import feeds

    with closing(_open(arguments)) as store:
        known = feeds(store)
    for url, state in known.items():
        polled = state.get("polled_at")
        print(
            f"{url}\t{_clock(polled) if polled else 'never polled'}\t{state.get('error') or 'ok'}"
        )
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """``geo feed remove URL``; its articles stay."""
    from geo.store.feeds import remove_feed

    with closing(_open(arguments)) as store:
        remove_feed(store, arguments.url)
    print("removed; its articles are kept")
    return 0


def run_poll(arguments: argparse.Namespace) -> int:
    """``geo feed poll [--every 15m]``: status 3 when some feeds failed, 1 when all did."""
    from geo.articles.duplicates import Copies
    from geo.articles.polling import INTERVAL_S
    from geo.articles.robots import Visitor
    from geo.pipeline import Pipeline

    settings = Settings.from_env()
    poller = Poller(
        Pipeline(settings), arguments.visitor or Visitor(), Copies(), arguments.every or INTERVAL_S
    )
    with closing(_open(arguments)) as store:
        while True:
            try:
                status = poller.go_round(store)
            except StoreError as error:
                if not arguments.every:
                    raise
                # What is new is still new in the next round: a feed's state is kept last.
                print(f"geo: {error} The next round tries again.", file=sys.stderr)
            if not arguments.every:
                return status
            sys.stdout.flush()
            arguments.sleep(arguments.every)


@dataclass(slots=True)
class Poller:
    """What is kept from one round of the feeds to the next.

    ``copies`` holds what this run has taken in; a feed that answers is asked again after ``interval``
    seconds.
    """

    coder: Pipeline
    visitor: Visitor
    copies: Copies
    interval: float

    def go_round(self, store: Store) -> int:
        """Poll every feed that is due, code what is new and save it; the exit status.

        Raises
        ------
        StoreError
            The store fails.
        """
        from geo.articles.polling import FeedState
        from geo.store.feeds import feeds

        states = {url: FeedState.from_record(record) for url, record in feeds(store).items()}
        known = {address for state in states.values() for address in state.addresses}
        asked = failed = 0
        for url, state in states.items():
            if state.is_due(time.time()):
                after = self._ask(store, url, state, known)
                known |= after.addresses
                asked += 1
                failed += after.error is not None
            else:
                why = f" ({state.error})" if state.error else ""
                print(f"{_named(url)}: not asked before {_clock(state.next_poll)}{why}")
        if not states:
            print("there is no feed yet; add one with `geo feed add URL`", file=sys.stderr)
        return 0 if not failed else 1 if failed == asked else 3

    def _ask(self, store: Store, url: str, state: FeedState, known: Collection[str]) -> FeedState:
        from geo.articles.polling import poll
        from geo.store.feeds import keep_state

        result = poll(url, state, visitor=self.visitor, interval=self.interval, elsewhere=known)
        near = _near_copies(store, result, self.copies)
        uncoded = _save(store, self.coder, result)
        keep_state(store, url, result.state.to_record())
        new = len(result.articles)
        told = f"{new} new article{'s' * (new != 1)}"
        told += f", {len(near)} of them near copies" * bool(near)
        told += f", {uncoded} not coded yet (another language)" * bool(uncoded)
        if error := result.state.error:
            told = f"{error} It is asked again after {_clock(result.state.next_poll)}."
        named = _named(url)
        print(told if told.startswith(named) else f"{named}: {told}")
        for line in near:
            print(f"  {line}")
        for left in result.skipped:
            print(f"  {left.name}: {left.reason}", file=sys.stderr)
        return result.state


def _clock(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%MZ", time.gmtime(moment))


def _named(url: str) -> str:
    """A feed's address for what may become a log: a query may hold a key."""
    return shown_address(url) + "?…" * ("?" in url)


def _near_copies(store: Store, result: Poll, copies: Copies) -> list[str]:
    """Which of the new articles say nearly what an earlier one said, a line each; all are kept."""
    if not result.articles:
        return []
    if not copies:
        for earlier in store.articles(newest=_LOOKED_BACK):
            copies.add(earlier)
    found = ((article, copies.add(article)) for article in result.articles)
    return [copy_told(article, original) for article, original in found if original]


def _save(store: Store, coder: Pipeline, result: Poll) -> int:
    """Code and keep what is new; returns how many are in a language that is not coded."""
    if not result.articles:
        return 0
    from geo.articles.duplicates import fingerprint

    run = store.begin_run(coder.settings)
    for article in result.articles:
        try:
            events = coder.code(article)
        except DatelineError as error:
            print(f"  left out {article.url or article.id}: {error}", file=sys.stderr)
            events = ()
        store.save(article, events, run_id=run, fingerprint=fingerprint(article.text))
    return sum(bool(coder.why_not(article)) for article in result.articles)


def _open(arguments: argparse.Namespace) -> Store:
    from geo.store import Store

    return Store.open(arguments.store or Settings.from_env().store_url)
