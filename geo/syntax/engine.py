"""``Syntax``: the one object that tags and parses; made once and passed to every stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

from geo.packs import pack_path
from geo.syntax.analysis import Analysis
from geo.syntax.parser import Parser
from geo.syntax.tagger import Tagger
from geo.syntax.tokens import Tokens, tokenize


class Syntax:
    """Tags and parses English.

    Parameters
    ----------
    tagger
        A loaded tagger; ``Syntax.load`` finds the bundled one.
    parser_path
        ``data/models/parser.npz``, opened when the first sentence is parsed.
    """

    def __init__(self, tagger: Tagger, parser_path: Path) -> None:
        self.tagger = tagger
        self._path = parser_path
        #: Tags of the sentences tagged last: those around an act are asked about once more.
        self._last: dict[tuple[str, ...], tuple[str, ...]] = {}

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
        tagger = Tagger(pack_path("tagger", data_dir=data_dir))
        return cls(tagger, pack_path("parser", data_dir=data_dir))

    @cached_property
    def parser(self) -> Parser:
        """The parser, opened on first use."""
        return Parser(self._path, self.tagger.table)

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
        return self.tag_tokens([tokenize(text, offset) for text, offset in pieces])

    def tag_tokens(self, cut: Sequence[Tokens]) -> tuple[Analysis, ...]:
        """Many sentences that have been cut into tokens already, tagged at once."""
        if not cut:
            return ()
        sentences, known = [tuple(words) for words, _, _ in cut], self._last
        new = [words for words in sentences if words not in known]
        if new:
            known = {**known, **dict(zip(new, self.tagger.tag(new), strict=True))}
            self._last = {words: known[words] for words in sentences}
        return tuple(
            Analysis(words, tuple(starts), tuple(ends), known[words])
            for words, (_, starts, ends) in zip(sentences, cut, strict=True)
        )

    def parse(self, analysis: Analysis) -> Analysis:
        """The same analysis with heads and relations."""
        return self.parse_all([analysis])[0]

    def parse_all(self, analyses: Iterable[Analysis]) -> tuple[Analysis, ...]:
        """Parse many sentences at once; one that is parsed already stays as it is."""
        given = list(analyses)
        todo = [i for i, analysis in enumerate(given) if analysis.heads is None]
        parsed = self.parser.parse([(given[i].words, given[i].tags) for i in todo])
        for i, (heads, deps) in zip(todo, parsed, strict=True):
            given[i] = replace(given[i], heads=heads, deps=deps)
        return tuple(given)
