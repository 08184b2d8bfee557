"""A full disk, a folder that cannot be written, a file that is damaged or no store: said, and safe."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from geo.errors import DataError, StoreError
from geo.settings import Settings
from geo.store import Store
from geo.store.maintenance import backup, check, restore
from tests.builders import TEXT, make_article, make_event

ROOT = Path(__file__).resolve().parents[2]
#: Saves until the store refuses; prints the id of each event that was acknowledged.
WRITER = """
import sys
from geo.errors import StoreError
from geo.settings import Settings
from geo.store import Store
from tests.builders import make_article, make_event
try:
    store = Store.open(sys.argv[1])
    run = store.begin_run(Settings())
    for n in range(2000):
        event = make_event(make_article(f"Police arrested about 300 protesters in Almaty on Wednesday. {n}"))
        store.save(event.article, [event], run_id=run)
        print(event.id, flush=True)
except StoreError as error:
    sys.exit(str(error))
"""


def written(url, *before, **options):
    return subprocess.run(
        [*before, sys.executable, "-W", "ignore", "-c", WRITER, url],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, **options,
    )  # fmt: skip


def holds(url, done):
    """All that was acknowledged is there, and the store works again."""
    with closing(Store.open(url)) as store:
        assert {e.id for e in store.events()} >= set(done.stdout.split())
        assert check(store)["integrity"] == "ok"
        event = make_event(make_article(f"{TEXT} After."))
        store.save(event.article, [event], run_id=store.begin_run(Settings()))


def can_mount():
    try:
        done = subprocess.run(["unshare", "-Urm", "true"], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def on_disk(options, disk, *, keep=""):
    """Words that run a program with a small file system of its own at ``disk``."""
    if not can_mount():
        pytest.skip("SKIPPED LOUDLY: no small disk can be mounted here")
    disk.mkdir()
    saved = f"cp -a {disk}/. {keep}" if keep else ":"
    script = f'mount -t tmpfs -o {options} none {disk} && "$@"; status=$?; {saved}; exit $status'
    return "unshare", "-Urm", "sh", "-c", script, "sh"


def test_a_full_disk_is_said_and_nothing_acknowledged_is_lost(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    disk = tmp_path / "disk"
    done = written(f"sqlite:///{disk / 'events.db'}", *on_disk("size=1m", disk, keep=kept))
    assert "The disk is full: free some space" in done.stderr
    assert len(done.stdout.split()) > 5
    holds(f"sqlite:///{kept / 'events.db'}", done)


def test_a_disk_that_takes_no_more_is_said_and_nothing_acknowledged_is_lost(tmp_path):
    """A limit on the size of files: what a quota does."""
    url = f"sqlite:///{tmp_path / 'events.db'}"
    limit = "ulimit -f 2000; trap '' XFSZ; exec \"$@\""
    done = written(url, "sh", "-c", limit, "sh")
    assert "Nothing was saved" in done.stderr
    assert "disk" in done.stderr
    assert len(done.stdout.split()) > 5
    holds(url, done)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    disk = tmp_path / "disk"
    done = written(f"sqlite:///{disk / 'events.db'}", *on_disk("ro", disk))
    assert "The folder cannot be written: choose another with DATELINE_STORE" in done.stderr
    assert done.stdout == ""


def test_a_folder_that_cannot_be_made_is_said():
    with pytest.raises(StoreError, match=r"cannot be made: choose another with DATELINE_STORE"):
        Store.open("sqlite:////proc/none/events.db")


def test_a_store_that_may_only_be_read_is_read_and_a_write_refused(tmp_path):
    event = make_event()
    with closing(Store.open(f"sqlite:///{tmp_path / 'events.db'}")) as store:
        store.save(event.article, [event], run_id=store.begin_run(Settings()))
    url = f"sqlite:///file:{tmp_path / 'events.db'}?mode=ro&uri=true"
    with closing(Store.open(url)) as store:
        assert store.events() == (event,)
        with pytest.raises(StoreError, match=r"read-only: choose another with DATELINE_STORE"):
            store.begin_run(Settings())


def test_a_damaged_store_is_said_and_a_backup_brings_it_back(tmp_path):
    path, copy = tmp_path / "events.db", tmp_path / "copy.db"
    url = f"sqlite:///{path}"
    event = make_event()
    with closing(Store.open(url)) as store:
        store.save(event.article, [event], run_id=store.begin_run(Settings()))
        backup(store, copy)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="geo store restore"):
        Store.open(url).events()
    restore(copy, url)
    with closing(Store.open(url)) as store:
        assert store.events() == (event,)


def test_a_damaged_backup_is_not_restored(tmp_path):
    url = f"sqlite:///{tmp_path / 'events.db'}"
    event = make_event()
    with closing(Store.open(url)) as store:
        store.save(event.article, [event], run_id=store.begin_run(Settings()))
    bad = tmp_path / "bad.db"
    bad.write_bytes((tmp_path / "events.db").read_bytes()[:5000])
    with pytest.raises(StoreError):
        restore(bad, url)
    with closing(Store.open(url)) as store:
        assert store.events() == (event,)


def test_an_empty_file_is_no_backup_and_stays_empty(tmp_path):
    url = f"sqlite:///{tmp_path / 'events.db'}"
    event = make_event()
    with closing(Store.open(url)) as store:
        store.save(event.article, [event], run_id=store.begin_run(Settings()))
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="not a Dateline store; nothing was restored"):
        restore(tmp_path / "empty.db", url)
    assert (tmp_path / "empty.db").read_bytes() == b""
    with closing(Store.open(url)) as store:
        assert store.events() == (event,)


def test_a_backup_goes_where_no_folder_was_and_is_not_touched_by_it(tmp_path):
    copy = tmp_path / "copy.db"
    event = make_event()
    with closing(Store.open(f"sqlite:///{tmp_path / 'events.db'}")) as store:
        store.save(event.article, [event], run_id=store.begin_run(Settings()))
        backup(store, copy)
    before = copy.read_bytes()
    url = f"sqlite:///{tmp_path / 'new' / 'events.db'}"
    assert restore(copy, url) is None
    with closing(Store.open(url)) as store:
        assert store.events() == (event,)
    assert copy.read_bytes() == before


def test_a_store_is_not_backed_up_onto_itself(tmp_path):
    path = tmp_path / "events.db"
    with (
        closing(Store.open(f"sqlite:///{path}")) as store,
        pytest.raises(StoreError, match="is the store itself"),
    ):
        backup(store, tmp_path / "." / "events.db")


def test_a_backup_into_a_missing_folder_says_so(tmp_path):
    with (
        closing(Store.open(f"sqlite:///{tmp_path / 'events.db'}")) as store,
        pytest.raises(StoreError, match=r"cannot be written \(No such file.*another folder"),
    ):
        backup(store, tmp_path / "none" / "copy.db")


def test_a_file_is_not_restored_into_a_server(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with closing(Store.open("sqlite:///copy.db")):
        pass
    with pytest.raises(StoreError, match="pg_restore"):
        restore(Path("copy.db"), "postgresql+psycopg://u@127.0.0.1:1/news")
    assert not (tmp_path / "news").exists()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("events.db", "sqlite:///events.db"),
        ("/var/news/events.db", "sqlite:////var/news/events.db"),
        ("mysql://u@host/news", "No store is kept in mysql. Write sqlite:///PATH"),
        ("postgresql://u:geheim@host:port/news", "cannot be read. Write sqlite:///PATH"),
        ("postgresql://u:geheim@127.0.0.1:1/news", "Does the server run"),
    ],
)
def test_an_address_that_is_none_is_said_and_no_password(address, says):
    if "127.0.0.1" in address:
        pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        Store.open(address)
    assert says in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_file_that_is_no_store_is_said_to_be_none(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("just some notes, long enough to be no database header at all" * 20)
    with pytest.raises(StoreError, match="not a Dateline store"):
        Store.open(f"sqlite:///{path}")


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a Dateline store"):
        Store.open(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    assert len(path.read_bytes()) == len(before)


@pytest.mark.parametrize("name", ["gazetteer", "ontology"])
def test_a_missing_data_file_is_named(tmp_path, name):
    from geo.pipeline import Pipeline
    from geo.resources import data_dir

    for entry in data_dir().iterdir():
        if entry.name != name:
            (tmp_path / entry.name).symlink_to(entry)
    (tmp_path / name).mkdir()
    with pytest.raises(DataError, match=name):
        Pipeline(Settings(data_dir=tmp_path)).code(make_article())
