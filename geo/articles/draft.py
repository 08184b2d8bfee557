"""What a format reader hands over before the text is fixed: the raw parts of one article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from geo.articles.formats import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as found in a source, not yet normalised.

    ``name`` says which part of the source it is ("page 2", "row 7"), for messages only.
    ``published_basis`` is meaningful only where ``published`` is given.
    """

    text: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: date | None = None
    published_basis: Literal["stated", "guessed"] = "stated"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of a source that gave no article, and why.

    ``ignored`` marks what was never meant to be read: a picture among the files of a folder.
    """

    name: str
    reason: str
    ignored: bool = False

    @classmethod
    def because(cls, name: str, error: Exception) -> Skipped:
        """A part that an error was raised about; its name is not said twice."""
        return cls(name, str(error).removeprefix(name).lstrip(": "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes of one source that wait for their parser, whoever runs it.

    Taking the text out of a page takes a hundred times as long as finding the page in its archive, and
    needs nothing but this: so ``read_articles`` does it at once, and a batch in its workers.
    ``given`` is what the caller says of the source.
    """

    format: str
    data: bytes
    context: Context
    given: Draft | None = None


#: What a reader finds in a source.
Part = Draft | Skipped | Document


class SkippedSourceWarning(UserWarning):
    """Part of a folder, archive, table or feed could not be read; the rest was."""
