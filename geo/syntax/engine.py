"""``Syntax``: the one object that tags and parses; made once and passed to every stage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from geo.resources import data_path
from geo.syntax.analysis import Analysis
from geo.syntax.tagger import Tagger
from geo.syntax.tokens import tokenize


class Syntax:
    """Tags and parses English.

    Parameters
    ----------
    tagger
        A loaded tagger; ``Syntax.load`` finds the bundled one.
    """

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Self:
        """Load the bundled models.

        Parameters
        ----------
        data_dir
            Folder that holds ``models/``; None finds the bundled one.

        Raises
        ------
        DataError
            A model is missing or of another version.
        """
        return cls(Tagger(data_path("models", "tagger.npz", override=data_dir)))

    def tag(self, text: str, offset: int = 0) -> Analysis:
        """Tokens and tags of one sentence; ``offset`` is its start in ``Article.text``."""
        return self.tag_all([(text, offset)])[0]

    def tag_all(self, pieces: Iterable[tuple[str, int]]) -> tuple[Analysis, ...]:
        """Many sentences at once: several times faster than one by one.

        Parameters
        ----------
        pieces
            (text, offset in ``Article.text``) of each sentence.
        """
        cut = [tokenize(text, offset) for text, offset in pieces]
        tags = self._tagger.tag([words for words, _, _ in cut])
        return tuple(
            Analysis(tuple(words), tuple(starts), tuple(ends), found)
            for (words, starts, ends), found in zip(cut, tags, strict=True)
        )

    def parse(self, analysis: Analysis) -> Analysis:
        """The same analysis with heads and relations."""
        return self.parse_all([analysis])[0]

    def parse_all(self, analyses: Iterable[Analysis]) -> tuple[Analysis, ...]:
        """Parse many sentences; one that is parsed already stays as it is."""
        return tuple(analyses)
