"""Tokens, part-of-speech tags and dependency parses, with offsets into ``Article.text``.

Stands below the stages: ``toponyms`` and ``events`` both read the same analyses.

    text ─▶ tokens ─▶ tagger ─▶ Analysis ─▶ parser ─▶ Analysis with heads
"""

from geo.syntax.analysis import Analysis
from geo.syntax.engine import Syntax
from geo.syntax.lemmas import lemma
from geo.syntax.tokens import Tokens, sentence_tokens, tokenize

__all__ = ["Analysis", "Syntax", "Tokens", "lemma", "sentence_tokens", "tokenize"]
