"""Several programs at one store: pollers, a batch and readers who correct, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from geo.store.maintenance import check

ROOT = Path(__file__).resolve().parents[2]
#: Saves the same articles as everybody, or corrects each of their events as soon as it is there.
PROGRAM = """
import sys
from geo.errors import StoreError
from geo.settings import Settings
from geo.store import Store
from geo.store.corrections import By, correct
from tests.builders import TEXT, make_article, make_event

url, role = sys.argv[1:]
store = Store.open(url)
run = store.begin_run(Settings())
for number in range(30):
    event = make_event(make_article(f"{TEXT} {number}"))
    if role == "save":
        store.save(event.article, [event], run_id=run)
    while role != "save":
        try:
            correct(store, event.id, "event_type", role, By(who=role))
            break
        except StoreError as error:
            if "There is no event" not in str(error):
                raise
store.close()
"""


def test_programs_at_one_store_lose_nothing_and_double_nothing(store):
    url = store.engine.url.render_as_string(hide_password=False)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, url, role],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for role in ("save", "save", "ASSAULT", "PROTEST")
    ]
    assert [program.communicate(timeout=300)[1] for program in programs] == [""] * 4
    journal = store.journal()
    assert len(store.articles()) == len(store.events()) == 30
    assert sum(change.op == "add" for change in journal) == 30
    assert sum(change.op == "correct" for change in journal) == 60
    assert {event.event_type for event in store.events()} <= {"ASSAULT", "PROTEST"}
    assert check(store)["integrity"] == "ok"
