"""Workers that are killed, and articles that kill them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo import batch
from tests.batch.made_archive import archive, told
from tests.builders import make_article

pytest.importorskip("dask.distributed", reason="SKIPPED LOUDLY: the extra 'batch' is missing")

ROOT = Path(__file__).resolve().parents[2]
#: Loaded by every Python that starts, so by each worker: these texts really end the process that codes them.
KILLER = """
import ctypes, os, signal
from geo.pipeline import Pipeline

code = Pipeline.code

def deadly(self, article):
    if "segment" in article.text:
        ctypes.string_at(0)
    if "exit" in article.text:
        os._exit(7)
    if "memory" in article.text:  # what Linux does when memory runs out
        os.kill(os.getpid(), signal.SIGKILL)
    return code(self, article)

Pipeline.code = deadly
"""
DEADLY = [
    "Police arrested 20 people in the fifth segment.",
    "Police arrested 30 people at the exit.",
    "Police arrested 40 people in living memory.",
]


@pytest.mark.slow
def test_killed_workers_cost_nothing_but_time(tmp_path, small_parts, expected):
    """Real processes: the workers are killed while they work, the result is the undisturbed one."""
    import os
    import signal
    import threading

    from dask.distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1"
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
    assert told(batch.read_events(tmp_path)) == expected


@pytest.mark.slow
def test_an_article_that_kills_its_worker_is_found_and_set_aside(
    tmp_path, small_parts, expected, monkeypatch
):
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(KILLER, "utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{site}:{ROOT}")
    one, other, third = map(make_article, DEADLY)
    whole = archive()
    out = tmp_path / "out"
    report = batch.run(
        [*whole[:3], one, *whole[3:8], other, *whole[8:12], third, *whole[12:]], out, workers=1
    )
    assert (report.articles, report.quarantined) == (len(whole), 3)
    assert told(batch.read_events(out)) == expected, "the rest is as if they had never been there"
    lines = [p.read_text("utf-8") for p in sorted((out / "quarantine").iterdir())]
    aside = [json.loads(line) for line in lines]
    assert {line["article"]["text"] for line in aside} == set(DEADLY)
    assert "SIGSEGV" in aside[0]["error"]
    assert "exit status 7" in aside[1]["error"]
    assert "SIGKILL" in aside[2]["error"]
