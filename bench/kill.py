"""Kill a writer with SIGKILL in the middle of its writes, again and again; what was acknowledged stays.

    python bench/kill.py --kills 100 [--store URL]

A child process saves articles with events and says so after each commit; the parent kills it at a
random moment and starts the next on the same store. At the end every acknowledged event must be
there, every event must be in the journal, and the database must say that it is whole. The line it
prints is the figure of docs/quality.md. ``kill -9`` is not a power cut: that is what
``synchronous=FULL`` is for.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo.settings import Settings  # noqa: E402 (the checkout must be on the path first)
from geo.store import Store  # noqa: E402
from geo.store.corrections import By, correct  # noqa: E402
from geo.store.maintenance import check  # noqa: E402
from tests.builders import make_article, make_event  # noqa: E402

#: A writer is killed after up to so many acknowledged writes, and a moment of up to so many seconds:
#: some are killed while opening, most in the middle of a write.
MOST_WRITES = 5
LONGEST = 0.03


def write_until_killed(url: str, life: int, pipe: int) -> None:
    """Save and correct events for ever, telling each acknowledged id."""
    store = Store.open(url)
    run = store.begin_run(Settings())
    for number in range(10**9):
        text = f"Police arrested about 300 protesters in Almaty on Wednesday. {life} {number}"
        event = make_event(make_article(text))
        store.save(event.article, [event], run_id=run)
        os.write(pipe, f"{event.id}\n".encode())
        correct(store, event.id, "event_type", "ASSAULT", By(who="loop"))
        os.write(pipe, f"{event.id} corrected\n".encode())


def one_life(url: str, life: int, random_: random.Random) -> list[str]:
    """Start a writer, kill it, and return what it had acknowledged."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            write_until_killed(url, life, writer)
        finally:
            os._exit(1)
    os.close(writer)
    told = b""
    for _ in range(
        random_.randint(0, MOST_WRITES)
    ):  # a slow machine is killed as late as a fast one
        told += os.read(reader, 4096)
    time.sleep(random_.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as stream:
        return (told + stream.read()).decode().split("\n")[:-1]


def kill_loop(url: str, kills: int, *, seed: int = 1) -> dict[str, object]:
    """Run the loop and count.

    Returns
    -------
    dict
        kills, acknowledged, lost (must be 0), without_journal (must be 0), integrity ("ok").
    """
    Store.open(url).close()
    random_ = random.Random(seed)  # noqa: S311 (moments of killing, not secrets)
    acknowledged = [line for life in range(kills) for line in one_life(url, life, random_)]
    store = Store.open(url)
    events = {e.id: e for e in store.events()}
    lost = 0
    for line in acknowledged:
        event_id, _, corrected = line.partition(" ")
        event = events.get(event_id)
        lost += event is None or (bool(corrected) and event.event_type != "ASSAULT")
    found = check(store)
    store.close()
    return {
        "kills": kills,
        "acknowledged": len(acknowledged),
        "lost": lost,
        "without_journal": found["events without journal"],
        "integrity": found["integrity"],
    }


def main() -> None:
    """Run the loop on a new SQLite store, or on the one given."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--store", help="an empty store; a new SQLite file when absent")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.store or f"sqlite:///{folder}/events.db"
        print(json.dumps(kill_loop(url, chosen.kills)))


if __name__ == "__main__":
    main()
