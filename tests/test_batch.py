"""A batch: the same events as one by one, resumable, with bad articles set aside."""

from __future__ import annotations

import json

import pytest

from geo import batch
from geo.pipeline import Pipeline
from geo.settings import Settings
from tests.builders import make_article

pytest.importorskip("dask.distributed", reason="SKIPPED LOUDLY: the extra 'batch' is missing")

CITIES = ["Almaty", "Nairobi", "Lima", "Minsk", "Khartoum", "Dhaka"]


def archive():
    return [
        make_article(f"Police arrested about {n + 2}0 protesters in {city} on Wednesday.")
        for n, city in enumerate(CITIES)
    ]


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(batch, "PART_SIZE", 2)


def inline(parts, out, settings, workers, scheduler):
    for part in parts:
        yield batch.code_part(part, out=out, settings=settings)


@pytest.fixture
def in_process(monkeypatch, small_parts):
    monkeypatch.setattr(batch, "_run_parts", inline)


def ids(out):
    return sorted(batch.read_events(out)["event_id"])


def expected():
    coder = Pipeline()
    return sorted(e.id for a in archive() for e in coder.code(a))


def test_a_batch_finds_what_coding_one_by_one_finds(tmp_path, in_process):
    reports = batch.run(archive(), tmp_path)
    assert [r.articles for r in reports] == [2, 2, 2]
    assert ids(tmp_path) == expected()
    assert len(expected()) >= len(CITIES)


def test_events_lie_in_the_folder_of_their_month(tmp_path, in_process):
    batch.run(archive(), tmp_path)
    assert {p.name for p in (tmp_path / "events").iterdir()} == {"month=2022-01"}


def test_a_resumed_run_codes_only_what_is_missing(tmp_path, in_process, monkeypatch):
    batch.run(archive(), tmp_path)
    before = ids(tmp_path)
    (tmp_path / "done" / "part-00001.json").unlink()
    coded = []
    real = batch.code_part
    monkeypatch.setattr(batch, "code_part", lambda p, **kw: (coded.append(p), real(p, **kw))[1])
    batch.run([], tmp_path)
    assert coded == ["part-00001"]
    assert ids(tmp_path) == before


def test_coding_a_part_twice_writes_the_same_events(tmp_path, in_process):
    batch.run(archive(), tmp_path)
    files = sorted((tmp_path / "events").rglob("*.parquet"))
    first = batch.read_events(tmp_path)
    batch.code_part("part-00000", out=tmp_path, settings=Settings())
    assert sorted((tmp_path / "events").rglob("*.parquet")) == files
    assert list(batch.read_events(tmp_path)["event_id"]) == list(first["event_id"])


def test_a_bad_article_is_set_aside_with_its_error(tmp_path, in_process):
    texts = [archive()[0], make_article("Police arrested nobody. " * 20)]
    (report,) = batch.run(texts, tmp_path, settings=Settings(max_chars=200))
    assert (report.articles, report.quarantined) == (2, 1)
    assert report.events >= 1
    line = (tmp_path / "quarantine" / "part-00000.jsonl").read_text("utf-8")
    assert "TooLarge" in json.loads(line)["error"]


@pytest.mark.slow
def test_killed_workers_cost_nothing_but_time(tmp_path, small_parts):
    """Real processes: the workers are killed while they work, the result is the undisturbed one."""
    import os
    import signal
    import threading

    from dask.distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        Client(cluster) as client,
    ):
        killed = []

        def kill():
            for pid in client.run(os.getpid).values():
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                break

        timer = threading.Timer(1.0, kill)
        timer.start()
        batch.run(archive(), tmp_path, scheduler=cluster.scheduler_address)
        timer.join()
    assert killed
    assert ids(tmp_path) == expected()
