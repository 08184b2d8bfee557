"""Whatever is dropped on Dateline: a clear message or an article, never a traceback."""

from __future__ import annotations

import io
import json
import tracemalloc

import pytest
from conftest import xml_bomb, zip_bomb

from geo.articles import SkippedSourceWarning, article_from_text, read_articles
from geo.articles.formats import format_of
from geo.errors import ArticleError, EmptyArticleError, UnsupportedFormatError

BODY = "Police fired tear gas in Oran on Tuesday, and five people were hurt."
HOSTILE = (
    "{{7*7}}", "{% of", "{{cycler.__init__.__globals__.os.getpid()}}", "${alert(1)}", "`", "\\`",
    "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "=cmd|' /C calc'!A0",
    "javascript:alert(1)", "%s%n%x", "{0.__class__}", "'; DROP TABLE event;--", "../../etc/passwd",
    "\u202egpj.exe", "\u200b", "A" * 10_000, "\x1b[31mred", "\r\nX-Evil: 1", "😀" * 500,
)  # fmt: skip


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf", "a.docx", "a.csv", "a.jsonl", "a.zip",
                                  "a.xml", "a.warc", "a.parquet", "a"])  # fmt: skip
def test_an_empty_file_is_said_to_be_empty(name):
    with pytest.raises(EmptyArticleError, match="is empty"):
        list(read_articles(b"", name=name))


@pytest.mark.parametrize("format_", ["text", "html", "pdf", "docx", "csv", "jsonl", "parquet",
                                     "feed", "warc", "zip"])  # fmt: skip
@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 1000, bytes(range(256)) * 50, b"\xff\xfe\xfd" * 333, b"PK\x03\x04" + b"x" * 200,
        b"%PDF-1.7\n" + b"1 0 obj<<" * 300, b"<?xml version='1.0'?><a>", b"PAR1" + b"\xff" * 99,
        b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\nx", b"{" * 5000, b"[" * 5000, b'"' * 5001,
        b"\x1f\x8b\x08" + b"\x00" * 50, b"a,b\n" + b'"' * 999,
    ],
    ids=lambda data: repr(data[:6]),
)  # fmt: skip
def test_any_bytes_as_any_format_give_a_message(format_, data):
    skipped = []
    try:
        articles = list(
            read_articles(data, format=format_, name="thing.bin", on_skip=skipped.append)
        )
    except ArticleError as refused:
        assert str(refused).startswith("thing.bin")  # noqa: PT017 (either outcome is right)
        assert len(str(refused)) < 500  # noqa: PT017 (either outcome is right)
    else:
        assert all(article.text.strip() for article in articles)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"\x7fELF", "program"),
        (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a", "RAR"), (b"\xd0\xcf\x11\xe0", "save it as"),
    ],
)  # fmt: skip
def test_a_binary_file_is_called_what_it_is(head, kind):
    with pytest.raises(UnsupportedFormatError, match=kind):
        list(read_articles(head + bytes(range(256)), name="article.txt"))


def test_five_megabytes_are_read_and_more_than_the_limit_is_refused():
    text = (BODY + "\n\n") * 70_000
    (article,) = read_articles(text.encode(), name="long.txt")
    assert len(article.text) > 4_800_000
    with pytest.raises(ArticleError, match=r"long\.txt"):
        list(read_articles(text.encode() * 6, name="long.txt"))


CZECH = (
    "Policie ve středu v Praze rozehnala demonstraci slzným plynem, uvedl úřad. "
    "Na náměstí bylo od rána shromážděno několik set lidí."
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Полиция применила слезоточивый газ в Оране во вторник вечером.", "utf-8"),
        ("Полиция применила слезоточивый газ в Оране во вторник вечером.", "utf-8-sig"),
        ("Полиция применила слезоточивый газ в Оране во вторник вечером.", "utf-16"),
        ("Полиция применила слезоточивый газ в Оране во вторник вечером.", "utf-16-le"),
        ("Полиция применила слезоточивый газ в Оране во вторник вечером.", "cp1251"),
        ("Полиция применила слезоточивый газ в Оране во вторник вечером.", "koi8-r"),
        ("Police said “five” people were hurt in Oran – and two in Béjaïa.", "cp1252"),
        ("La police a dispersé la marche à Oran, où cinq blessés ont été évacués.", "latin-1"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (
            "Polis çarşamba günü İzmir'de göstericilere müdahale etti, beş kişi yaralandı. Yüzlerce kişi sabahtan beri meydanda toplanmıştı.",
            "cp1254",
        ),
        (
            "Trečiadienį Vilniuje policija išvaikė protestą, penki žmonės sužeisti. Šimtai žmonių nuo ryto rinkosi aikštėje.",
            "cp1257",
        ),
        ("警方周二在奥兰向示威者发射催泪瓦斯，五人受伤，多人被捕。", "gb18030"),
    ],
)
def test_the_encoding_is_found_out(text, encoding):
    (article,) = read_articles(text.encode(encoding), name="article.txt")
    assert article.text == text


def test_a_broken_byte_costs_one_letter_and_not_the_article():
    (article,) = read_articles(BODY.encode() + b" caf\xe9 \xff", name="article.txt")
    assert article.text.startswith(BODY)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_strings_in_text_title_and_file_name(hostile):
    (article,) = read_articles(
        f"{BODY} {hostile}".encode(), name=f"{hostile}.txt", title=hostile, source_name=hostile
    )
    assert BODY in article.text
    assert not article.title or "\n" not in article.title
    for value in (article.text, article.title or "", article.source or ""):
        assert not set(value) & set("\x00\x1b\r\u202e\u200b")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_file_names_do_not_reach_messages_unprintably(hostile):
    with pytest.raises(ArticleError) as refused:
        list(read_articles(b"", name=hostile))
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_strings_in_every_cell_of_tables(hostile):
    row = {
        "title": hostile,
        "text": f"{BODY} {hostile}",
        "date": hostile,
        "url": hostile,
        "source": hostile,
    }
    (article,) = read_articles(json.dumps(row).encode(), name="a.jsonl")
    assert BODY in article.text
    assert article.published is None


def test_a_file_that_is_not_there_and_a_name_that_is_none():
    with pytest.raises(ArticleError, match="No such file"):
        list(read_articles("no/such/article.txt"))
    for name in ("a\x00b", "x" * 5000, "Police fired tear gas.\nFive were hurt."):
        with pytest.raises(ArticleError, match="Cannot open"):
            list(read_articles(name))


def test_a_format_nobody_knows():
    with pytest.raises(UnsupportedFormatError, match="does not read"):
        list(read_articles(BODY.encode(), name="a.txt", format="sgml"))


def test_a_folder_is_read_in_order_and_what_was_left_out_is_said(tmp_path):
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.html").write_text(f"<html><body><article><p>{BODY * 3}</p></article>")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.txt").write_text(BODY)
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    skipped = []
    articles = list(read_articles(tmp_path, on_skip=skipped.append))
    assert [article.text.count(BODY) for article in articles] == [3, 1]
    assert {skip.name: skip.reason for skip in skipped} == {
        "empty.txt": "is empty.",
        "photo.jpg": ".jpg: not read",
    }


def test_without_a_listener_a_skipped_part_is_a_warning_and_never_silent(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").write_bytes(b"\x89PNG")
    with pytest.warns(SkippedSourceWarning, match=r"b\.txt"):
        assert len(list(read_articles(tmp_path))) == 1


def test_a_folder_without_articles_is_an_error(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"\x89PNG")
    with pytest.raises(EmptyArticleError, match="holds no article"):
        list(read_articles(tmp_path, on_skip=lambda _: None))


def test_standard_input(monkeypatch):
    class Standard:
        buffer = io.BytesIO(BODY.encode())

    monkeypatch.setattr("sys.stdin", Standard)
    (article,) = read_articles("-")
    assert article.text == BODY


def test_text_without_place_or_event_is_an_article_all_the_same():
    assert article_from_text("The recipe calls for two eggs and a cup of sugar.").language == "en"


def test_bombs_are_refused_while_they_are_small():
    bomb = zip_bomb()
    tracemalloc.start()
    skipped = []
    (article,) = read_articles(bomb, name="bomb.zip", on_skip=skipped.append)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "unpacks to more than" in skipped[0].reason
    assert article.text.startswith("Police fired")
    assert peak < 450_000_000
    with pytest.raises(UnsupportedFormatError, match="entities"):
        list(read_articles(xml_bomb(), name="feed.xml"))


@pytest.mark.parametrize(
    ("name", "head", "format_"),
    [
        ("a.txt", b"Plain", "text"), ("a", b"<!DOCTYPE html><html>", "html"), ("a.txt", b"<html>", "html"),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'>", "feed"), ("a", b"%PDF-1.4", "pdf"),
        ("a.php", b"<?xml version='1.0'?><!DOCTYPE html><html>", "html"), ("a.DOCX", b"PK\x03\x04", "docx"),
        ("a.bin", b"PK\x03\x04....word/document.xml", "docx"), ("a.zip", b"PK\x03\x04a.txt", "zip"),
        ("a.warc.gz", b"\x1f\x8b\x08", "warc"), ("a.csv", b"text,title\n", "csv"), ("a.tsv", b"x", "csv"),
        ("a.ndjson", b"{}", "jsonl"), ("a", b"PAR1", "parquet"), ("a.csv", b"<html> in a cell", "csv"),
    ],
)  # fmt: skip
def test_what_a_file_is(name, head, format_):
    assert format_of(name, head) == format_
