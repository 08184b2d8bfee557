"""The articles that come with Dateline, so that a newcomer sees a full map at once."""

from __future__ import annotations

from pathlib import Path

from geo.articles.read import read_articles
from geo.model import Article
from geo.resources import data_path


def samples(*, data_dir: Path | None = None) -> tuple[Article, ...]:
    """Every article of ``data/samples``, oldest first.

    Raises
    ------
    DataError
        The folder is missing.
    """
    folder = data_path("samples", override=data_dir)
    articles = (
        article for path in folder.glob("*.txt") for article in read_articles(path, name=path.name)
    )
    return tuple(sorted(articles, key=lambda a: (a.published is None, str(a.published), a.id)))
