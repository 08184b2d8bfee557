"""Word files (.docx): the paragraphs of the body, read straight from the file's XML.

A .docx is a ZIP of XML, and both can be bombs: bytes are counted as they come out, and XML that
declares entities is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from geo.articles.archive import member_bytes, open_archive
from geo.articles.draft import Document, Draft
from geo.articles.formats import Context
from geo.articles.plain import read_all
from geo.articles.published import parse_published
from geo.errors import EmptyArticleError, UnsupportedFormatError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_DOCX_BYTES = 60_000_000
#: Decoded size of the one XML part that is read.
_MAX_PART_BYTES = 100_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
#: What a run can hold beside its text, and how it is printed.
_PRINTED = {
    f"{_WORD}tab": " ",
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_WORD}noBreakHyphen": "-",
}
#: Text that is not printed: tracked deletions and field codes.
_HIDDEN = frozenset((f"{_WORD}del", f"{_WORD}instrText", f"{_WORD}pPr", f"{_WORD}rPr"))


def read(stream: BinaryIO, context: Context) -> Iterator[Document]:
    """The article of a Word file, to be parsed in a process of its own."""
    data = read_all(stream, context, limit=MAX_DOCX_BYTES)
    yield Document(format="docx", data=data, context=context)


def parse(data: bytes, context: Context) -> Iterator[Draft]:
    """The body of a Word file as one article.

    Raises
    ------
    EmptyArticleError, UnsupportedFormatError
        There is no text in it; it is no Word file.
    """
    archive = open_archive(io.BytesIO(data), context.name)
    body = _xml(archive, "word/document.xml", context.name)
    if body is None:
        msg = f"{context.name} is no Word file: its document is missing."
        raise UnsupportedFormatError(msg)
    paragraphs = (_text(paragraph).strip() for paragraph in body.iter(f"{_WORD}p"))
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    if not text:
        msg = f"{context.name} holds no text."
        raise EmptyArticleError(msg)
    core = _xml(archive, "docProps/core.xml", context.name)
    yield Draft(
        text=text,
        url=context.url,
        title=_property(core, f"{_DC}title"),
        # The day the file was made is often, not always, the day of the article.
        published=parse_published(_property(core, f"{_DCTERMS}created")),
        published_basis="guessed",
        name=context.name,
    )


def _xml(archive: zipfile.ZipFile, part: str, name: str) -> Element | None:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if part not in archive.namelist():
        return None
    data = member_bytes(archive, archive.getinfo(part), _MAX_PART_BYTES, name)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        msg = f"{name} is damaged, or not what Word writes: its XML cannot be read."
        raise UnsupportedFormatError(msg) from error
    return root


def _text(paragraph: Element) -> str:
    """Printed text of a paragraph, without recursion: the nesting is a stranger's."""
    pieces: list[str] = []
    pending = [paragraph]
    while pending:
        element = pending.pop()
        if element.tag in _HIDDEN:
            continue
        if element.tag == f"{_WORD}t":
            pieces.append(element.text or "")
        elif element.tag in _PRINTED:
            pieces.append(_PRINTED[element.tag])
        # A paragraph in a text box inside this one has its own turn.
        pending.extend(child for child in reversed(element) if child.tag != f"{_WORD}p")
    return "".join(pieces)


def _property(core: Element | None, tag: str) -> str | None:
    found = core.find(tag) if core is not None else None
    return found.text if found is not None else None
