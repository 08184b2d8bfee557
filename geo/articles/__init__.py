"""Stage 1, source ─▶ Article: whatever holds news text, read into :class:`geo.model.Article`.

    source ─▶ formats (what is it?) ─▶ one reader a format ─▶ clean ─▶ text (fixed here) ─▶ Article

``text file web table feed pdf docx warc archive`` are the readers, ``fetch`` the only module that
opens a connection, ``worker`` the process in which hostile formats are parsed. Each name below
is imported when first used, so that ``import geo.articles`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.articles.bundled import samples as samples
    from geo.articles.draft import Document as Document
    from geo.articles.draft import Skipped as Skipped
    from geo.articles.draft import SkippedSourceWarning as SkippedSourceWarning
    from geo.articles.read import articles_of as articles_of
    from geo.articles.read import read_articles as read_articles
    from geo.articles.read import read_documents as read_documents
    from geo.articles.text import article_from_text as article_from_text

_HOME: dict[str, str] = {
    "Document": "geo.articles.draft",
    "Skipped": "geo.articles.draft",
    "SkippedSourceWarning": "geo.articles.draft",
    "article_from_text": "geo.articles.text",
    "articles_of": "geo.articles.read",
    "read_articles": "geo.articles.read",
    "read_documents": "geo.articles.read",
    "samples": "geo.articles.bundled",
}
__all__ = list(_HOME)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a name from its module on first use (PEP 562)."""
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        msg = f"module 'geo.articles' has no attribute {name!r}"
        raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
