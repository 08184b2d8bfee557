"""A batch: what coding all at once finds, resumable, with bad articles set aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo import batch
from geo.articles import Skipped, article_from_text
from geo.batch import buckets, parts, pieces
from geo.cli import main
from geo.errors import EmptyArticleError, StoreError
from geo.exports.tables import read_geoparquet
from geo.settings import Settings
from tests.batch.made_archive import archive, told
from tests.builders import make_article

pytest.importorskip("dask.distributed", reason="SKIPPED LOUDLY: the extra 'batch' is missing")


def files(out):
    """Every file and its rows; the moment of making is in the bytes."""
    found = sorted(out.rglob("*.parquet"))
    return {str(p.relative_to(out)): str(read_geoparquet([p]).to_dict("records")) for p in found}


def test_a_batch_finds_what_coding_all_at_once_finds(tmp_path, worked, expected):
    report = batch.run(archive(), tmp_path)
    assert (report.articles, report.events) == (16, len(expected))
    assert told(batch.read_events(tmp_path)) == expected


def test_an_event_that_ten_papers_tell_in_different_parts_is_one_with_ten_sources(tmp_path, worked):
    batch.run(archive(), tmp_path)
    frame = batch.read_events(tmp_path)
    (bombing,) = frame[frame["evidence"].str.contains("car bomb")].itertuples()
    assert bombing.n_sources == 10
    assert set(bombing.sources.split("; ")) == {f"Paper {n}" for n in range(10)}


def test_how_the_archive_is_cut_changes_no_event(tmp_path, worked, monkeypatch):
    batch.run(archive(), tmp_path / "a")
    monkeypatch.setattr(pieces, "PART_SIZE", 5)
    monkeypatch.setattr(parts, "BUCKET_PARTS", 1)
    monkeypatch.setattr(buckets, "_FLUSH", 1)
    monkeypatch.setattr(buckets, "_CHUNK", 7)
    batch.run(archive(), tmp_path / "b")
    one, other = (batch.read_events(tmp_path / name).to_dict("records") for name in "ab")
    assert sorted(map(str, one)) == sorted(map(str, other))


def test_events_lie_in_the_folder_of_their_month(tmp_path, worked):
    batch.run(archive(), tmp_path)
    assert {p.name for p in (tmp_path / "events").iterdir()} == {"month=2022-01"}


@pytest.mark.parametrize("dies_at", ["part-000003", "bucket-000002"])
def test_a_run_that_died_is_taken_up_where_it_was(tmp_path, worked, monkeypatch, dies_at):
    batch.run(archive(), tmp_path / "whole")
    undisturbed = list(worked)
    worked.clear()
    out, real = tmp_path / "dies", buckets.write_json

    def die(path, value):
        if path.stem == dies_at:
            raise KeyboardInterrupt
        real(path, value)

    for module in (parts, buckets):
        monkeypatch.setattr(module, "write_json", die)
    with pytest.raises(KeyboardInterrupt):
        batch.run(archive(), out)
    assert not (out / "events").exists(), "half an archive is never seen"
    for module in (parts, buckets):
        monkeypatch.setattr(module, "write_json", real)
    batch.run([], out)
    assert sorted(worked) == sorted([*undisturbed, dies_at]), "what was done is not done again"
    assert files(out) == files(tmp_path / "whole")


def test_a_finished_run_is_not_run_again(tmp_path, worked):
    first = batch.run(archive(), tmp_path)
    worked.clear()
    assert batch.run([], tmp_path) == first
    assert worked == []
    assert not (tmp_path / "told").exists()


@pytest.mark.parametrize("other", [{"source": "b.csv"}, {"settings": Settings(parser="fast")}])
def test_a_folder_that_holds_another_run_is_refused(tmp_path, worked, other):
    batch.run(archive(), tmp_path, source="a.csv")
    with pytest.raises(StoreError, match="Choose another folder"):
        batch.run(archive(), tmp_path, **{"source": "a.csv", **other})


def test_an_archive_of_which_nothing_could_be_read_begins_no_batch(tmp_path, worked):
    with pytest.raises(EmptyArticleError, match=r"no batch was begun\. a\.csv: No such file"):
        batch.run([Skipped("a.csv", "No such file.")], tmp_path)
    assert batch.run(archive(), tmp_path).articles == 16, "the folder is as good as new"


def test_a_folder_that_cannot_be_written_is_said(worked):
    with pytest.raises(StoreError, match=r"stopped: No such file .*/proc/none.*run it again"):
        batch.run(archive(), Path("/proc/none"))


def test_a_scheduler_that_is_none_is_said(tmp_path, capsys):
    import dask

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(StoreError, match="No Dask scheduler answers at tcp://127"),
    ):
        batch.run(archive(), tmp_path, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(SystemExit):
        main(["batch", "a.csv", str(tmp_path), "--workers", "0"])
    assert "'0' is not a whole number of 1 or more" in capsys.readouterr().err


def test_a_bad_article_is_set_aside_with_its_error(tmp_path, worked):
    russian = article_from_text("Полиция задержала в Алматы сорок человек, сообщили власти.")
    texts = [archive()[0], make_article("Police arrested nobody. " * 20), russian]
    report = batch.run(texts, tmp_path, settings=Settings(max_chars=200))
    assert (report.articles, report.quarantined, report.uncoded) == (3, 1, 1)
    assert report.events >= 1
    line = (tmp_path / "quarantine" / "part-000000.jsonl").read_text("utf-8")
    assert "more than the 200 that are coded at once" in json.loads(line)["error"]
