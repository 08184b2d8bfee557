"""PDF: the text of the pages, their lines joined into paragraphs again."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from geo.articles.clean import clean
from geo.articles.draft import Document, Draft
from geo.articles.formats import Context
from geo.articles.plain import read_all
from geo.articles.published import parse_published
from geo.errors import ArticleTooLargeError, EmptyArticleError, UnsupportedFormatError

MAX_PDF_BYTES = 60_000_000
MAX_PAGES = 500
_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
#: Titles that a program wrote and no person.
_NO_TITLE = re.compile(r"untitled|microsoft word|.*\.(?:docx?|indd|qxd|pdf|tex)|\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)
_STOP = (".", "!", "?", ".”", '."', ".’", ":", "?”", "!”")
#: Fonts of print join letters; names are not spelt so anywhere else.
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
#: A line shorter than this share of the page's usual width, after a full stop, ends a paragraph.
_SHORT_LINE = 0.85
#: A line without a full stop, shorter than this share, is a heading if a capital follows it.
_HEADING_LINE = 0.7
#: A line that stands on so many pages at their edge is a running head or foot.
_RUNNING_PAGES = 3
_EDGE_LINES = 2
#: First parts that keep their hyphen when a line is broken there ("self-\\nstyled").
_KEEP_HYPHEN = frozenset(
    [
        "self",
        "non",
        "anti",
        "pro",
        "pre",
        "post",
        "co",
        "ex",
        "state",
        "government",
        "long",
        "well",
        "half",
        "semi",
        "vice",
        "mid",
        "cease",
        "all",
        "north",
        "south",
        "east",
        "west",
        "so",
        "car",
        "inter",
        "counter",
        "cross",
        "pan",
        "neo",
        "ultra",
        "high",
        "low",
        "two",
        "three",
    ]
)


def read(stream: BinaryIO, context: Context) -> Iterator[Document]:
    """The article of a PDF, to be parsed in a process of its own."""
    data = read_all(stream, context, limit=MAX_PDF_BYTES)
    yield Document(format="pdf", data=data, context=context)


def parse(data: bytes, context: Context) -> Iterator[Draft]:
    """The text of a PDF as one article.

    Raises
    ------
    EmptyArticleError
        The pages are pictures: there is no text in them.
    ArticleTooLargeError, UnsupportedFormatError
        More text than is accepted; locked with a password.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            msg = f"{context.name} is locked with a password."
            raise UnsupportedFormatError(msg)
        pages = _texts(reader, context)
        metadata = reader.metadata
    except PyPdfError as error:
        msg = f"{context.name} is damaged: it cannot be read as PDF."
        raise UnsupportedFormatError(msg) from error
    text = clean(join_pages(pages).translate(_LIGATURES))
    if not text:
        msg = (
            f"{context.name}: its {len(pages)} pages hold no text (a scan?). "
            "Run text recognition (OCR) on it first."
        )
        raise EmptyArticleError(msg)
    title, made = _about(metadata or {})
    yield Draft(
        text=text,
        url=context.url,
        title=title,
        # The day the file was made is often, not always, the day of the article.
        published=made,
        published_basis="guessed",
        name=context.name,
    )


def _about(metadata: Mapping[str, Any]) -> tuple[str | None, date | None]:
    """The title, where a person wrote it, and the day the file was made."""
    title = str(metadata.get("/Title") or "")
    created = _CREATED.match(str(metadata.get("/CreationDate", "")))
    day = parse_published("-".join(created.groups())) if created else None
    return None if _NO_TITLE.fullmatch(title) else title, day


def _texts(reader: Any, context: Context) -> list[str]:  # noqa: ANN401 (pypdf has no stable type)
    pages: list[str] = []
    total = 0
    for page in reader.pages[:MAX_PAGES]:
        pages.append(page.extract_text() or "")
        total += len(pages[-1])
        if total > context.max_chars:
            msg = f"{context.name} has more than {context.max_chars:,} characters. Split it."
            raise ArticleTooLargeError(msg)
    return pages


def join_pages(pages: list[str]) -> str:
    """Pages of lines to paragraphs: heads, feet and page numbers out, broken words mended."""
    split = [[line.strip() for line in page.split("\n")] for page in pages]
    running = _running_lines(split)
    lines = [
        line
        for page in split
        for number, line in enumerate(page)
        if not (_at_edge(number, page) and _is_running(line, running))
    ]
    widths = sorted(len(line) for line in lines if line)
    # The width of a full line: nine lines of ten are no wider.
    width = widths[int(len(widths) * 0.9)] if widths else 0
    paragraphs: list[str] = []
    current = ""
    for line, following in itertools.pairwise([*lines, ""]):
        if line:
            current = _append(current, line)
        if _ends_paragraph(line, following, current, width):
            paragraphs.append(current)
            current = ""
    return "\n\n".join(part for part in (*paragraphs, current) if part)


def _ends_paragraph(line: str, following: str, current: str, width: int) -> bool:
    if not line:
        return current.endswith(_STOP) or len(current) < width
    if line.endswith(_STOP):
        return len(line) < _SHORT_LINE * width
    # A headline or a name: far from the margin, and what follows begins anew.
    return len(line) < _HEADING_LINE * width and following[:1].isupper()


def _at_edge(number: int, page: list[str]) -> bool:
    return number < _EDGE_LINES or number >= len(page) - _EDGE_LINES


def _running_lines(pages: list[list[str]]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        edge = {_DIGITS.sub("#", line) for line in page[:_EDGE_LINES] + page[-_EDGE_LINES:] if line}
        counts.update(edge)
    return frozenset(line for line, count in counts.items() if count >= _RUNNING_PAGES)


def _is_running(line: str, running: frozenset[str]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line)) or _DIGITS.sub("#", line) in running


def _append(current: str, line: str) -> str:
    if not current:
        return line
    if current.endswith("-") and line[:1].islower() and not current.endswith(" -"):
        head = current[:-1].rsplit(None, 1)[-1].lower() if current[:-1].split() else ""
        return current + line if head in _KEEP_HYPHEN else current[:-1] + line
    return f"{current} {line}"
