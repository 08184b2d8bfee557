"""Spans that name places.

``tokens``, ``lexicon`` and ``scripts`` read the text, ``candidates`` collects what may be a name,
``features``, ``model`` and ``decision`` say which are places, ``roles`` which of those are a *where*;
``recognize`` puts them together, ``spacy`` offers the same over an installed pipeline.
"""
