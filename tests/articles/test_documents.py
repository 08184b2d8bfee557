"""PDF and Word: paragraphs as a reader sees them, and files that are not what they claim."""

from __future__ import annotations

import pytest
from made_files import docx, pdf, zipped

from geo.articles import read_articles
from geo.articles.pdf import join_pages
from geo.errors import ArticleError, EmptyArticleError, UnsupportedFormatError

LINES = [
    "Police break up march in Oran",
    "",
    "ORAN, Algeria - Police fired tear gas on Tuesday to break up a march of several",
    "thousand dock workers in the port, witnesses and a union official said. Demon-",
    "strators had gathered near the state-",
    "owned port authority since the early morning to demand their unpaid wages there.",
    "Five people were hurt.",
    "Ten demonstrators were arrested in the evening, a lawyer for the dock workers said",
    "by telephone from the police station.",
]


def read(data: bytes, name: str):
    (article,) = read_articles(data, name=name)
    return article


def test_the_lines_of_a_pdf_become_paragraphs_again():
    article = read(pdf([LINES], created="D:20240305101500"), "a.pdf")
    headline, first, second = article.text.split("\n\n")
    assert headline == article.title == "Police break up march in Oran"
    assert first.endswith("wages there. Five people were hurt.")
    assert second.startswith("Ten demonstrators")
    assert second.endswith("said by telephone from the police station.")
    assert "Demonstrators had gathered" in article.text
    assert "state-owned port" in article.text


def test_the_day_a_pdf_was_made_is_a_guess_at_the_day_it_was_published():
    article = read(pdf([LINES], created="D:20240305101500+01'00'"), "a.pdf")
    assert (str(article.published), article.published_basis) == ("2024-03-05", "guessed")


def test_a_title_that_a_program_wrote_is_none():
    assert (
        read(pdf([LINES], title="Microsoft Word - draft3.doc"), "a.pdf").title != "Microsoft Word"
    )
    assert read(pdf([LINES], title="Clashes in Oran"), "a.pdf").title == "Clashes in Oran"


def test_running_heads_feet_and_page_numbers_go():
    pages = [
        [
            "The Test Courier, March 5",
            f"Paragraph {word} tells what happened in Oran.",
            f"Page {n} of 3",
        ]
        for n, word in enumerate(("one", "two", "three"), start=1)
    ]
    text = join_pages(pages and ["\n".join(page) for page in pages])
    assert "Courier" not in text
    assert "Page" not in text
    assert all(word in text for word in ("one", "two", "three"))


def test_a_scan_is_said_to_need_text_recognition():
    with pytest.raises(EmptyArticleError, match="OCR"):
        read(pdf([[]]), "scan.pdf")


@pytest.mark.parametrize("cut", [20, 200, 600])
def test_a_cut_pdf_gives_its_text_or_a_message(cut):
    try:
        assert read(pdf([LINES])[:cut], "a.pdf").text
    except ArticleError as refused:
        assert str(refused).startswith("a.pdf")  # noqa: PT017 (either outcome is right)


def test_the_paragraphs_of_a_word_file():
    article = read(
        docx(["Clashes in Oran", "Police fired tear gas &amp; water.", ""], title="Clashes in Oran",
             created="2024-03-05T10:00:00Z"),
        "a.docx",
    )  # fmt: skip
    assert article.text == "Clashes in Oran\n\nPolice fired tear gas & water."
    assert article.title == "Clashes in Oran"
    assert (str(article.published), article.published_basis) == ("2024-03-05", "guessed")


def test_what_word_does_not_print_is_not_read():
    body = (
        "<w:p><w:r><w:t>Five</w:t></w:r><w:del><w:r><w:delText>no</w:delText><w:t>gone</w:t></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>people</w:t><w:br/><w:t>hurt</w:t></w:r></w:p>"
    )
    assert read(docx([], body=body), "a.docx").text == "Five people\nhurt"


def test_deep_nesting_in_a_word_file_is_no_crash():
    body = (
        "<w:p>"
        + "<w:r>" * 3000
        + "<w:t>Police fired tear gas in Oran.</w:t>"
        + "</w:r>" * 3000
        + "</w:p>"
    )
    assert "Oran" in read(docx([], body=body), "a.docx").text


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>',
        '<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>',
        "<not xml",
        "",
    ],
)
def test_xml_that_word_does_not_write_is_refused(document):
    with pytest.raises(UnsupportedFormatError, match="not what Word writes"):
        read(zipped({"word/document.xml": document}), "a.docx")


def test_a_zip_that_is_no_word_file():
    with pytest.raises(UnsupportedFormatError, match="no Word file"):
        read(zipped({"a.txt": "x"}), "a.docx")


def test_joined_letters_of_print_are_taken_apart(monkeypatch):
    from geo.articles import pdf as reader
    from geo.articles.formats import Context

    monkeypatch.setattr(
        reader, "_texts", lambda *_: ["Riots hit the Paci\ufb01c coast, o\ufb03cials said."]
    )
    (draft,) = reader.parse(pdf([LINES]), Context(name="a.pdf", max_chars=1000))
    assert draft.text == "Riots hit the Pacific coast, officials said."
