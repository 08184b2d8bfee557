"""What a part holds: articles, and documents that are not parsed yet.

The process that cuts an archive only finds its pages and copies them: taking an article out of a page
takes a hundred times as long, and is the workers' part. A part is a file of JSON lines, one a piece, and
beside it the bytes of its documents, packed one by one. Written piece by piece and read piece by piece, so
that neither is ever in memory as a whole.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from geo.articles import Document, articles_of
from geo.articles.draft import Draft, Skipped
from geo.articles.formats import Context
from geo.batch.files import bytes_file, part_file, replaced
from geo.errors import ArticleError, EmptyArticleError
from geo.model import Article
from geo.records import article_from_record, article_record

#: What was left out is a piece too, so that it is set aside, and named, with all else that was.
Piece = Article | Document | Skipped

#: Pieces a part: a few seconds of work, so that a lost part is a small loss.
PART_SIZE = 500
#: And packed bytes of its documents: PDFs are larger than pages.
PART_BYTES = 100_000_000
#: Pages are a fifth of their size at the lowest level, and hardly less at higher ones.
_LEVEL = 1


def cut(pieces: Iterable[Piece], out: Path) -> Iterator[str]:
    """Write the pieces as parts; the names of those parts, each when it is whole.

    Raises
    ------
    EmptyArticleError
        All of the pieces were left out.
    """
    stream = _unless_all_left_out(pieces)
    for number, first in enumerate(stream):
        part = f"part-{number:06d}"
        with replaced(bytes_file(out, part)) as packed, replaced(part_file(out, part)) as lines:
            for count, piece in enumerate(chain([first], stream), start=1):
                lines.write(json.dumps(_record(piece, packed), ensure_ascii=False).encode() + b"\n")
                if count >= PART_SIZE or packed.tell() >= PART_BYTES:
                    break
        yield part


def _unless_all_left_out(pieces: Iterable[Piece]) -> Iterator[Piece]:
    left_out: list[Skipped] = []
    stream = iter(pieces)
    for piece in stream:
        if not isinstance(piece, Skipped):
            yield from left_out
            yield piece
            yield from stream
            return
        left_out.append(piece)
    if left_out:
        first = left_out[0]
        others = f" (and {len(left_out) - 1} more)" if left_out[1:] else ""
        msg = f"Nothing could be read, and no batch was begun. {first.name}: {first.reason}{others}"
        raise EmptyArticleError(msg)


def _record(piece: Piece, packed: BinaryIO) -> dict[str, Any]:
    if isinstance(piece, Article):
        return {"article": article_record(piece)}
    if isinstance(piece, Skipped):
        return {"left_out": {"name": piece.name, "reason": piece.reason}}
    start = packed.tell()
    packed.write(zlib.compress(piece.data, _LEVEL))
    given = asdict(piece.given or Draft(text=""))
    day = given.pop("published")
    return {
        "document": {
            "format": piece.format,
            "context": asdict(piece.context),
            "given": {**given, "published": day.isoformat() if day else None},
            "bytes": [start, packed.tell()],
        }
    }


def records(out: Path, part: str) -> Iterator[dict[str, Any]]:
    """The pieces of a part as records, in their order."""
    with part_file(out, part).open("rb") as lines:
        yield from map(json.loads, lines)


def articles_in(
    record: dict[str, Any], out: Path, part: str, left_out: list[Skipped]
) -> list[Article]:
    """The articles of one piece; what a document holds beside is put into ``left_out``.

    Raises
    ------
    ArticleError
        It is a document that cannot be parsed, or was left out before.
    """
    if "article" in record:
        return [article_from_record(record["article"])]
    if "left_out" in record:
        raise ArticleError(record["left_out"]["reason"])
    found = record["document"]
    start, end = found["bytes"]
    with bytes_file(out, part).open("rb") as packed:
        packed.seek(start)
        data = zlib.decompress(packed.read(end - start))
    day = found["given"]["published"]
    given = Draft(**{**found["given"], "published": date.fromisoformat(day) if day else None})
    document = Document(
        format=found["format"], data=data, context=Context(**found["context"]), given=given
    )
    return list(articles_of(document, on_skip=left_out.append))
