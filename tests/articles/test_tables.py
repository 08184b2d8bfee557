"""CSV, JSON lines and Parquet: columns found by name, rows that fail named and passed over."""

from __future__ import annotations

import io
import itertools
import json
from datetime import date

import pytest

from geo.app.data import write_records
from geo.articles import read_articles
from geo.errors import ArticleError, UnsupportedFormatError
from geo.exports.acled import to_acled_csv
from geo.exports.csv import to_csv
from geo.exports.geojson import events_to_geojson
from geo.exports.metadata import export_metadata
from geo.frame import events_to_gdf
from tests.made_world import made_events

TEXT = "Police, they said; fired\ntear gas in Oran."


def read(data, name, **said):
    skipped = []
    articles = list(read_articles(data, name=name, on_skip=skipped.append, **said))
    return articles, skipped


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_whatever_its_delimiter_and_encoding(delimiter, encoding):
    rows = [
        ["Headline", "Content", "Published At", "Link", "Publisher"],
        ["A riot", f'"{TEXT}"', "2024-03-05T10:00:00Z", "https://x.test/a", "Café Courier"],
    ]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    ((article,), _) = read(data, "a.csv")
    assert article.text == f"A riot\n\n{TEXT}"
    assert (article.title, article.source) == ("A riot", "Café Courier")
    assert (article.url, str(article.published)) == ("https://x.test/a", "2024-03-05")


def test_columns_can_be_named_by_the_user():
    data = b"a,b,c\nx,Police fired in Oran,5.3.2024\n"
    ((article,), _) = read(data, "a.csv", columns={"text": "b", "source": "a"})
    assert (article.text, article.source) == ("Police fired in Oran", "x")


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(UnsupportedFormatError, match=r"no column 'z'; it has 'a', 'b'"):
        read(b"a,b\n1,2\n", "a.csv", columns={"text": "z"})
    with pytest.raises(UnsupportedFormatError, match=r"columns=\{'text': 'NAME'\}"):
        read(b"a,b\n1,2\n", "a.csv")


def test_a_row_without_text_is_skipped_and_named():
    articles, skipped = read(b"text,title\nPolice fired in Oran,\n,\n ,\n...,\n", "a.csv")
    assert len(articles) == 1
    assert [skip.name for skip in skipped] == ["a.csv, row 5"]


def test_a_headline_alone_is_an_article_of_one_line():
    ((article,), _) = read(b"title,date\nRiot shakes Oran,2024-03-05\n", "a.csv")
    assert article.text == "Riot shakes Oran"


def test_a_line_of_json_that_is_none_costs_that_line_only():
    lines = [json.dumps({"text": f"Riot number {n} in Oran"}) for n in range(3)]
    data = "\n".join([lines[0], "{broken", "[1]", "7", lines[1], "", lines[2]]).encode()
    articles, skipped = read(data, "a.jsonl")
    assert [article.text[12] for article in articles] == ["0", "1", "2"]
    assert [skip.name for skip in skipped] == [
        "a.jsonl, line 2",
        "a.jsonl, line 3",
        "a.jsonl, line 4",
    ]


def test_a_broken_first_line_does_not_hide_the_rest():
    data = b'{"text": \n{"text": "Riot in Oran"}\n'
    articles, skipped = read(data, "a.jsonl")
    assert (len(articles), len(skipped)) == (1, 1)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "wrap", [lambda items: items, lambda items: {"status": "ok", "articles": items}]
)
def test_a_json_document_with_a_list_of_articles(indent, wrap):
    items = [
        {"content": "Riot in Oran", "source": {"id": None, "name": "Courier"}},
        {"body": "Calm in Oran"},
    ]
    articles, _ = read(json.dumps(wrap(items), indent=indent).encode(), "a.json")
    assert [article.text for article in articles] == ["Riot in Oran", "Calm in Oran"]
    assert articles[0].source == "Courier"


def test_parquet():
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(
        pa.table({"text": ["Riot in Oran", None], "date": ["2024-03-05", None], "n": [1, 2]}), out
    )
    articles, skipped = read(out.getvalue(), "a.parquet")
    assert [(article.text, str(article.published)) for article in articles] == [
        ("Riot in Oran", "2024-03-05")
    ]
    assert skipped[0].name == "a.parquet, row 2"


def test_a_table_is_read_row_by_row_and_not_held():
    class Endless(io.RawIOBase):
        """A table that never ends."""

        def __init__(self):
            self.rows = itertools.chain([b"text\n"], itertools.repeat(b"Riot in Oran\n" * 100))

        def readable(self):
            return True

        def readinto(self, buffer):
            row = next(self.rows)
            buffer[: len(row)] = row
            return len(row)

    from geo.articles.formats import Context, reader_of

    drafts = reader_of("csv", "t")(io.BufferedReader(Endless()), Context(name="t", max_chars=1000))
    assert len(list(itertools.islice(drafts, 1000))) == 1000


def test_damaged_tables_say_so():
    for data in (b"text\n" + b'"' + b"x" * 60_000_000,):
        with pytest.raises(ArticleError, match=r"a\.csv"):
            read(data, "a.csv")


@pytest.mark.parametrize(
    "header",
    [
        "Main headline;Body text;When;Article link;News outlet",
        "newsTitle;bodyText;eventDate;pageURL;rssFeed",
    ],
)
def test_names_of_several_words_are_known_by_the_last(header):
    row = "Arrests;Police arrested 300 protesters in Almaty.;2022-01-06;https://x.example/1;Courier"
    (article,) = read_articles(
        f"article_id;author name;{header}\n1;Jane Roe;{row}\n".encode(), name="t.csv"
    )
    assert "300 protesters" in article.text
    found = (article.title, article.published, article.url, article.source)
    assert found == ("Arrests", date(2022, 1, 6), "https://x.example/1", "Courier")


EVENTS = made_events(3)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("events.jsonl", lambda: write_records(EVENTS)),
        ("events.txt", lambda: write_records(EVENTS)),
        ("one.json", lambda: f"[{write_records(EVENTS[:1])}]"),
        ("events.geojson", lambda: events_to_geojson(EVENTS)),
        ("events.json", lambda: json.dumps(json.loads(events_to_geojson(EVENTS)))),
        ("events.csv", lambda: to_csv(events_to_gdf(EVENTS))),
        ("events.csv", lambda: to_csv(events_to_gdf(EVENTS), metadata=export_metadata(count=3))),
        ("acled.csv", lambda: to_acled_csv(EVENTS, metadata=export_metadata(count=3))),
    ],
)
def test_what_dateline_wrote_of_events_is_never_read_as_articles(name, written):
    with pytest.raises(UnsupportedFormatError, match=r"not articles.*geo app events\.jsonl"):
        read(written().encode(), name)


def test_a_table_in_the_shape_of_acled_from_elsewhere_is_read():
    data = b"event_id_cnty,event_date,sub_event_type,notes\nX1,2024-03-05,Arrests,Police arrested ten.\n"
    ((article,), _) = read(data, "acled.csv")
    assert article.text == "Police arrested ten."
