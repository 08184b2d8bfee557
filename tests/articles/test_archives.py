"""ZIP and WARC: members read one by one, none by its path, none beyond its share."""

from __future__ import annotations

import gzip
import json
import zipfile

import pytest
from conftest import PAGE
from made_files import docx, warc, zipped

from geo.articles import archive as archive_module
from geo.articles import gz as gz_module
from geo.articles import read_articles
from geo.errors import ArticleError

BODY = "Police fired tear gas in Oran on Tuesday."


def read(data, name):
    skipped = []
    return list(read_articles(data, name=name, on_skip=skipped.append)), skipped


def test_a_zip_of_many_formats():
    articles, skipped = read(
        zipped(
            {
                "a/page.html": PAGE, "b.txt": BODY, "c.csv": f"text\n{BODY}\n", "d.docx": docx([BODY]),
                "e.jsonl": '{"text": "Calm in Oran"}', "f.exe": "MZ", "__MACOSX/b.txt": "x", ".DS_Store": "x",
            }
        ),
        "all.zip",
    )  # fmt: skip
    assert len(articles) == 5
    assert [(skip.name, skip.reason) for skip in skipped] == [("all.zip › f.exe", ".exe: not read")]


def test_a_member_without_a_name_is_passed_over():
    packed = zipped({"qz": BODY, "b.txt": BODY}).replace(b"qz", b"\0z")  # a name ends at a null
    articles, _ = read(packed, "all.zip")
    assert len(articles) == 1


def test_names_that_lead_out_of_the_archive_are_only_labels(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [
        "../../../etc/passwd.txt",
        "/etc/passwd.txt",
        "C:\\Windows\\x.txt",
        "a\nb.txt",
        "..\\x.txt",
    ]
    articles, _ = read(zipped(dict.fromkeys(names, BODY)), "x.zip")
    assert len(articles) == len(names)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("inner", ["inner.zip", "inner.txt", "inner.warc", "inner.csv.gz"])
def test_an_archive_in_an_archive_is_refused_whatever_its_name(inner):
    nested = (
        gzip.compress(BODY.encode())
        if inner.endswith("gz")
        else (
            warc([("http://x/", "text/plain", BODY.encode())])
            if inner.endswith("warc")
            else zipped({"a.txt": BODY})
        )
    )
    articles, skipped = read(zipped({"ok.txt": BODY, inner: nested}), "x.zip")
    assert len(articles) == 1
    assert "an archive inside an archive" in skipped[0].reason


def test_a_zip_that_holds_itself_ends():
    data = zipped({"a.zip": zipped({"a.zip": b"PK\x03\x04"})})
    with pytest.raises(ArticleError, match="holds no article"):
        read(data, "x.zip")


def test_all_members_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_TOTAL_BYTES", 100)
    articles, skipped = read(zipped({f"{n}.txt": BODY for n in range(9)}), "x.zip")
    assert len(articles) == 2
    assert len(skipped) == 7


def test_too_many_members(monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 3)
    with pytest.raises(ArticleError, match="more than 3 members"):
        read(zipped({f"{n}.txt": BODY for n in range(4)}), "x.zip")


def test_a_size_that_the_archive_lies_about_is_counted_all_the_same(monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_MEMBER_BYTES", 1000)
    data = bytearray(zipped({"a.txt": "0" * 50_000}))
    # The directory says 10 bytes; what comes out is what counts.
    place = data.rfind((50_000).to_bytes(4, "little"))
    data[place : place + 4] = (10).to_bytes(4, "little")
    _, skipped = read(zipped({"b.txt": BODY}), "x.zip")
    assert skipped == []
    with pytest.raises(ArticleError):
        read(bytes(data), "x.zip")


def test_a_damaged_member_costs_that_member_only():
    data = bytearray(zipped({"a.txt": BODY * 50, "b.txt": BODY}))
    data[60:64] = b"\xff\xff\xff\xff"
    articles, skipped = read(bytes(data), "x.zip")
    assert (len(articles), len(skipped)) == (1, 1)
    assert "damaged" in skipped[0].reason


def test_packings_that_can_ask_for_gigabytes_are_not_opened(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("a.txt", BODY)
    with pytest.raises(ArticleError, match="packed by a method"):
        read(path.read_bytes(), "x.zip")


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive(packed):
    url = "https://x.test/2024/03/05/march"
    pages = [
        (url, "text/html; charset=utf-8", PAGE.encode()),
        ("https://x.test/logo.png", "image/png", b"\x89PNG"),
        ("https://x.test/empty", "text/html", b"<html></html>"),
        ("https://x.test/big", "text/html", b"x" * 13_000_000),
        ("https://x.test/note", "text/plain", BODY.encode()),
    ]
    articles, skipped = read(warc(pages, packed=packed), "x.warc.gz" if packed else "x.warc")
    assert [article.url for article in articles] == [url, "https://x.test/note"]
    assert articles[0].title == "Police break up march in Oran"
    assert [skip.name.partition(" › ")[2] for skip in skipped] == [
        "https://x.test/empty",
        "https://x.test/big",
    ]


def test_a_cut_web_archive_gives_what_came_before_the_cut():
    pages = [(f"https://x.test/{n}", "text/plain", f"{BODY} {n}".encode()) for n in range(4)]
    data = warc(pages)
    articles, _ = read(data[: len(data) - 300], "x.warc")
    assert [article.text[-1] for article in articles][:2] == ["0", "1"]


def test_a_record_that_is_damaged_is_named():
    data = warc([("https://x.test/a", "text/plain", BODY.encode())]) + b"nonsense\r\n\r\n" * 3
    articles, skipped = read(data, "x.warc")
    assert len(articles) == 1
    assert "damaged at record 2" in skipped[0].reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt.gz", BODY),
        ("a.csv.gz", f"text\n{BODY}\n"),
        ("a.jsonl.gz", json.dumps({"text": BODY})),
    ],
)
def test_packed_files_are_read_as_what_they_hold(name, data):
    ((article,), _) = read(gzip.compress(data.encode()), name)
    assert article.text == BODY


def test_a_packed_file_that_holds_an_archive_or_is_cut():
    with pytest.raises(ArticleError, match="an archive inside an archive"):
        read(gzip.compress(zipped({"a.txt": BODY})), "a.gz")
    for format_ in ("txt", "csv", "jsonl", "html"):
        with pytest.raises(ArticleError, match=rf"^a\.{format_}\.gz"):
            read(gzip.compress(BODY.encode() * 500)[:-20], f"a.{format_}.gz")


def test_a_packed_file_that_never_ends_is_left(monkeypatch):
    monkeypatch.setattr(gz_module, "MAX_UNPACKED_BYTES", 100_000)
    data = gzip.compress(b"text\n" + f"{BODY}\n".encode() * 10_000)
    with pytest.raises(ArticleError, match="unpacks to more than"):
        read(data, "a.csv.gz")
