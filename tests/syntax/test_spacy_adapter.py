"""spaCy's trees read as Dateline's, from documents made by hand."""

import pytest

from geo.errors import DataError
from geo.syntax.spacy_adapter import SpacySyntax, to_universal

WORDS = ("Protesters", "were", "arrested", "by", "police", "in", "Lima", ".")
TAGS = ("NNS", "VBD", "VBN", "IN", "NNS", "IN", "NNP", ".")
HEADS = [2, 2, -1, 2, 3, 2, 5, 2]
DEPS = ["nsubjpass", "auxpass", "ROOT", "agent", "pobj", "prep", "pobj", "punct"]


def test_prepositions_hang_from_their_nouns():
    heads, deps = to_universal(TAGS, HEADS, DEPS)
    assert heads == [2, 2, -1, 4, 2, 6, 2, 2]
    assert deps == ["nsubj:pass", "aux:pass", "root", "case", "obl:agent", "case", "obl", "punct"]


def test_a_pipeline_gives_the_same_analysis():
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: its adapter is not tested")
    from spacy.tokens import Doc

    vocab = spacy.blank("en").vocab

    def nlp(doc):
        own = [i if head < 0 else head for i, head in enumerate(HEADS)]
        words = [token.text for token in doc]
        return Doc(vocab, words=words, tags=list(TAGS), heads=own, deps=DEPS)

    analysis = SpacySyntax(nlp, vocab).tag(" ".join(WORDS[:-1]) + ".", offset=5)
    assert analysis.words == WORDS
    assert analysis.starts[0] == 5
    assert analysis.deps[4] == "obl:agent"
    assert analysis.heads[4] == 2


def test_a_pipeline_that_is_not_there_is_named():
    with pytest.raises(DataError, match="no_such_pipeline"):
        SpacySyntax.load("no_such_pipeline")
