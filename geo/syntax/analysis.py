"""What syntax knows of one sentence: tokens, tags and, once parsed, who depends on whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from geo.frozen import quicken
from geo.syntax.lemmas import lemma


@dataclass(frozen=True, slots=True)
class Analysis:
    """Tokens of one sentence.

    Attributes
    ----------
    words
        The tokens as printed.
    starts, ends
        Their offsets in ``Article.text``: ``article.text[starts[i]:ends[i]] == words[i]``.
    tags
        Penn Treebank part-of-speech tags.
    heads
        Index of each token's head, -1 for the root; None before parsing.
    deps
        Universal Dependencies relation to the head ("nsubj", "obl:agent" …); None before parsing.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...] | None = None
    deps: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self.words)

    def lemma(self, index: int) -> str:
        """Base form of a token, lower case ("were" -> "be")."""
        return lemma(self.words[index], self.tags[index])

    def between(self, start: int, end: int) -> range:
        """Indexes of the tokens that overlap the stretch [start, end) of the article."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def children(self, index: int) -> tuple[int, ...]:
        """Tokens whose head is ``index`` (-1 for the roots), in text order; empty if not parsed."""
        if self.heads is None:
            return ()
        return tuple(i for i, head in enumerate(self.heads) if head == index)

    def child_table(self) -> list[list[int]]:
        """The children of every token at once; build it once where many are asked for."""
        table: list[list[int]] = [[] for _ in self.words]
        for index, head in enumerate(self.heads or ()):
            if head >= 0:
                table[head].append(index)
        return table

    def subtree(self, index: int) -> tuple[int, ...]:
        """A token and everything below it, in text order; the token alone if not parsed."""
        if self.heads is None:
            return (index,)
        table = self.child_table()
        found: list[int] = []
        stack = [index]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(table[node])
        return tuple(sorted(found))

    def slice(self, text: str, first: int, last: int) -> str:
        """The printed stretch from token ``first`` to token ``last``, both included."""
        return text[self.starts[first] : self.ends[last]]


quicken(Analysis)
