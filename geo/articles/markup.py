"""The plain text of a tree of HTML, for pages and feeds alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = (
    "p", "div", "br", "h1", "h2", "h3", "h4", "li", "section", "article", "tr", "blockquote",
    "figcaption", "dd", "dt", "pre",
)  # fmt: skip
_NOT_READ = (
    "script", "style", "noscript", "template", "iframe", "nav", "footer", "form", "svg", "select",
)  # fmt: skip
#: Characters, and numbers standing for them, that no XML tree may hold: lxml takes them in and
#: then fails on the first change of the text around them (found by fuzzing).
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCES = re.compile(
    r"&#(?:0{0,9}(?:[0-8]|1[124-9]|2\d|3[01])|x0{0,9}(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]))"
    r"(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)


def xml_safe(markup: str) -> str:
    """Mark-up without the characters that a tree cannot hold, written out or as a number."""
    return _REFERENCES.sub(" ", _CONTROLS.sub(" ", markup))


def parsed(markup: str) -> HtmlElement | None:
    """The tree of some HTML; None where there is nothing in it. libxml2 mends what is broken."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(xml_safe(markup).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def text_of(tree: HtmlElement) -> str:
    """The text a reader sees, a blank line between its blocks. The tree is changed on the way."""
    for element in list(tree.iter(*_NOT_READ)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.tail = "\n\n" + xml_safe(element.tail or "")
        if element.tag != "br":
            element.text = "\n\n" + xml_safe(element.text or "")
    lines = (" ".join(line.split()) for line in str(tree.text_content()).split("\n"))
    return "\n\n".join(line for line in lines if line)
