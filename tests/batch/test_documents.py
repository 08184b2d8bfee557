"""Pages, PDF, Word and web archives in a batch: found while cutting, parsed by the workers."""

from __future__ import annotations

import pytest

from geo import batch
from geo.articles import isolation, read_articles, read_documents
from geo.batch import pieces
from geo.batch.parts import make_plan
from geo.cli import main
from geo.pipeline import Pipeline
from geo.settings import Settings
from tests.articles.made_files import docx, pdf, warc, zipped
from tests.batch.made_archive import CITIES, expected_of, told

pytest.importorskip("dask.distributed", reason="SKIPPED LOUDLY: the extra 'batch' is missing")

STORY = "Police arrested about {}0 protesters in {} on Wednesday. Shops in the centre stayed shut all day."
MORE = "Officials said that the protest was not announced, and that those held would be heard in court."


def page(city, number=2):
    """A page of news as a site sends it."""
    return (
        f"<html><head><title>Arrests in {city}</title>"
        "<meta property='article:published_time' content='2022-01-06T08:00:00Z'></head><body>"
        "<nav><a href='/'>Home</a></nav>"
        f"<article><h1>Arrests in {city}</h1><p>{STORY.format(number, city)}</p><p>{MORE}</p></article>"
        "</body></html>"
    ).encode()


@pytest.fixture
def folder(tmp_path):
    """Every kind of document, and among them three that hold no article."""
    made = tmp_path / "archive"
    made.mkdir()
    pages = [(f"https://paper.example/{c}", "text/html", page(c)) for c in CITIES[:3]]
    nothing = ("https://paper.example/nothing", "text/html", b"<html><body></body></html>")
    (made / "site.warc.gz").write_bytes(warc([*pages, nothing], packed=True))
    (made / "a.html").write_bytes(page(CITIES[3]))
    (made / "b.pdf").write_bytes(pdf([[STORY.format(4, CITIES[4]), MORE]], created="D:20220106"))
    (made / "c.docx").write_bytes(docx([STORY.format(5, CITIES[5]), MORE], created="2022-01-06"))
    (made / "d.zip").write_bytes(
        zipped({"e.html": page(CITIES[0], 7), "f.html": page(CITIES[1], 7)})
    )
    (made / "g.pdf").write_bytes(b"%PDF-1.4 and then nothing of the kind")
    (made / "h.docx").write_bytes(zipped({"word/document.xml": "<w:document"}))
    (made / "i.txt").write_text(STORY.format(9, "Kampala"), "utf-8")
    return made


def test_a_batch_of_documents_finds_what_coding_all_at_once_finds(tmp_path, folder, worked):
    skipped = []
    articles = list(read_articles(folder, on_skip=skipped.append))
    expected = expected_of(Pipeline().code_many(articles))
    report = batch.run(read_documents(folder), tmp_path / "out")
    assert (report.articles, report.quarantined) == (len(articles), len(skipped)) == (9, 3)
    assert told(batch.read_events(tmp_path / "out")) == expected


def test_what_is_said_of_the_sources_reaches_the_workers(tmp_path, folder, worked):
    found = read_documents(folder / "b.pdf", published="2022-03-11")
    batch.run(found, tmp_path / "out")
    assert [p.name for p in (tmp_path / "out" / "events").iterdir()] == ["month=2022-03"]


def test_a_document_that_cannot_be_read_is_set_aside_with_its_name_and_error(
    tmp_path, folder, worked
):
    batch.run(read_documents(folder), tmp_path / "out")
    aside = dict(batch.quarantined(tmp_path / "out"))
    assert {name.split(" › ")[-1] for name in aside} == {
        "g.pdf", "h.docx", "https://paper.example/nothing"
    }  # fmt: skip
    assert "PDF" in aside["g.pdf"]


def test_the_verb_names_what_it_could_not_read(tmp_path, folder, worked, capsys):
    assert main(["batch", str(folder), str(tmp_path / "out"), "--workers", "1", "--fast"]) == 3
    said = capsys.readouterr()
    assert "9 articles" in said.out
    assert "geo: g.pdf is damaged: it cannot be read as PDF." in said.err
    assert "https://paper.example/nothing: no article text was found" in said.err
    again = [
        str(folder),
        str(tmp_path / "gone.csv"),
        str(tmp_path / "out2"),
        "--workers",
        "1",
        "--fast",
    ]
    for _ in range(2):  # what was not there is not forgotten when the run is looked at again
        assert main(["batch", *again]) == 3
        assert "gone.csv: Cannot open" in capsys.readouterr().err
    other = [str(folder), str(tmp_path / "out"), "--fast", "--title", "Another"]
    assert main(["batch", *other]) == 1
    assert "another source" in capsys.readouterr().err
    folder.joinpath("only").mkdir()
    only = folder / "only" / "bad.pdf"
    only.write_bytes(b"%PDF-1.4 and nothing more")
    assert main(["batch", str(only), str(tmp_path / "none")]) == 1


def test_cutting_parses_nothing_and_keeps_parts_small(tmp_path, folder, monkeypatch):
    def refuse(document):
        raise AssertionError(document)

    monkeypatch.setattr(isolation, "parse_isolated", refuse)
    monkeypatch.setattr(pieces, "PART_BYTES", 1_000)
    plan = make_plan(read_documents(folder), tmp_path, Settings(), "")
    sizes = [(tmp_path / "parts" / f"{part}.bytes").stat().st_size for part in plan.parts]
    assert len(sizes) > 1
    assert max(sizes) < 2_000
    kept = [one for part in plan.parts for one in pieces.records(tmp_path, part)]
    assert sum("document" in piece for piece in kept) == 11
    assert sum("article" in piece for piece in kept) == 1


def test_a_run_over_documents_is_taken_up_where_it_was(tmp_path, folder, worked, small_parts):
    batch.run(read_documents(folder), tmp_path / "whole")
    undisturbed = list(worked)
    worked.clear()
    out = tmp_path / "dies"
    with pytest.raises(RuntimeError, match="half"):
        batch.run(read_documents(folder), out, progress=_stop_half_way)
    assert not (out / "events").exists()
    batch.run([], out)
    assert sorted(worked) == sorted(undisturbed), "what was done is not done again"
    assert told(batch.read_events(out)) == told(batch.read_events(tmp_path / "whole"))


def _stop_half_way(done, total):
    if done > total // 2:
        msg = "half"
        raise RuntimeError(msg)
