"""An installed spaCy pipeline in the place of the bundled tagger and parser (extra ``spacy``).

    from geo.syntax.spacy_adapter import SpacySyntax
    syntax = SpacySyntax.load("en_core_web_sm")

Dateline's own tokens are kept, so that offsets and lexicons agree; spaCy gives tags and trees.
Both label schemes are understood: Universal Dependencies, and ClearNLP's of the English pipelines,
where a preposition stands between a verb and its noun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

from geo.errors import DataError
from geo.syntax.analysis import Analysis
from geo.syntax.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: ClearNLP relation -> Universal Dependencies relation.
_RELATIONS = {
    "ROOT": "root", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass",
    "dobj": "obj", "dative": "iobj", "poss": "nmod:poss", "relcl": "acl:relcl", "neg": "advmod",
    "npadvmod": "obl:unmarked", "prt": "compound:prt", "pcomp": "advcl", "attr": "xcomp",
    "acomp": "xcomp", "oprd": "xcomp", "quantmod": "advmod", "nmod": "nmod", "preconj": "cc:preconj",
    "predet": "det:predet", "intj": "discourse", "meta": "dep",
}  # fmt: skip
_NOUNS = ("NN", "PRP", "CD", "DT", "WP")


class SpacySyntax:
    """The interface of ``geo.syntax.Syntax`` over a spaCy pipeline.

    Parameters
    ----------
    nlp
        A callable from a ``Doc`` to the same ``Doc`` with tags, heads and relations.
    vocab
        The vocabulary its documents are made with.
    """

    def __init__(self, nlp: Callable[[Doc], Doc], vocab: Any) -> None:  # noqa: ANN401 (spaCy's)
        self._nlp = nlp
        self._vocab = vocab

    @classmethod
    def load(cls, name: str) -> Self:
        """Open an installed pipeline by name or path.

        Raises
        ------
        DataError
            spaCy or the pipeline is not installed.
        """
        try:
            import spacy

            nlp = spacy.load(name)
        except (ImportError, OSError) as error:
            msg = f"The spaCy pipeline {name!r} cannot be opened: {error}. Install dateline[spacy] and it."
            raise DataError(msg) from error
        return cls(nlp, nlp.vocab)

    def tag(self, text: str, offset: int = 0) -> Analysis:
        """Tokens, tags and, spaCy giving it at once, the tree."""
        return self.tag_all([(text, offset)])[0]

    def tag_all(self, pieces: Iterable[tuple[str, int]]) -> tuple[Analysis, ...]:
        """Many sentences, each with its offset in ``Article.text``."""
        return self.tag_tokens([tokenize(text, offset) for text, offset in pieces])

    def tag_tokens(self, cut: Sequence[Tokens]) -> tuple[Analysis, ...]:
        """Many sentences that have been cut into tokens already."""
        return tuple(self._read(*tokens) for tokens in cut)

    def parse(self, analysis: Analysis) -> Analysis:
        """The analysis as it is: it was parsed when it was tagged."""
        return analysis

    def parse_all(self, analyses: Iterable[Analysis]) -> tuple[Analysis, ...]:
        """The analyses as they are."""
        return tuple(analyses)

    def _read(self, words: list[str], starts: list[int], ends: list[int]) -> Analysis:
        from spacy.tokens import Doc

        spaces = [i + 1 < len(words) and starts[i + 1] > ends[i] for i in range(len(words))]
        doc = self._nlp(Doc(self._vocab, words=words, spaces=spaces)) if words else ()
        tags = tuple(token.tag_ or "NN" for token in doc)
        heads = [-1 if token.head.i == token.i else token.head.i for token in doc]
        deps = [token.dep_ or "dep" for token in doc]
        if any(dep in {"pobj", "dobj", "nsubjpass", "ROOT"} for dep in deps):
            heads, deps = to_universal(tags, heads, deps)
        return Analysis(tuple(words), tuple(starts), tuple(ends), tags, tuple(heads), tuple(deps))


def to_universal(
    tags: tuple[str, ...], heads: list[int], deps: list[str]
) -> tuple[list[int], list[str]]:
    """ClearNLP heads and relations as Universal Dependencies has them.

    The noun behind a preposition hangs from what the preposition hung from, and the preposition
    from the noun. Only what Dateline reads is converted; a copula stays the head of its clause.
    """
    new_heads, new_deps = list(heads), [_RELATIONS.get(dep, dep) for dep in deps]
    for i, dep in enumerate(deps):
        if dep != "pobj" or heads[i] < 0 or deps[heads[i]] not in {"prep", "agent", "dative"}:
            continue
        preposition = heads[i]
        above = heads[preposition]
        nominal = above >= 0 and tags[above].startswith(_NOUNS)
        by = deps[preposition] == "agent"
        new_heads[i] = above
        new_deps[i] = "obl:agent" if by else "nmod" if nominal else "obl"
        new_heads[preposition] = i
        new_deps[preposition] = "case"
    return new_heads, new_deps
