"""What the stages say in English (why here, why this day, why not read) in the reader's language.

The stages write such sentences from a fixed set of patterns; exports keep them as they are. Each
pattern stands in the catalogue, section ``said``, under one key in every language: the English one
recognises the sentence and what fills its blanks, the other says it anew. Blanks whose name begins
with "why" hold such sentences themselves; "tongue" holds the name of a language.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from geo.app.strings import Words, catalogue

_BLANK = re.compile(r"\\\{(\w+)\\\}")
#: Longer than any reason; what is longer quotes something, and is shown as it is.
_LONGEST = 1_000
#: What joins the parts of one "because".
_JOINED = re.compile(r", and |, | and ")


def said(words: Words, text: str) -> str:
    """A sentence of the stages in the reader's language; unchanged when no pattern fits it."""
    if words.language == "en" or len(text) > _LONGEST:
        return text
    return _said(words.language, text)


@lru_cache(maxsize=4096)
def _said(language: str, text: str) -> str:
    phrase = catalogue(language)["phrase"].get(text)
    if phrase is not None:
        return str(phrase)
    for key, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            blanks = {n: _blank(language, n, v) for n, v in found.groupdict().items()}
            return str(catalogue(language)["said"][key].format(**blanks))
    return _parts(language, text)


def _blank(language: str, name: str, value: str) -> str:
    if name.startswith("why"):
        return _said(language, value)
    words = catalogue(language)["tongue" if name == "tongue" else "phrase"]
    return str(words.get(value, value))


def _parts(language: str, text: str) -> str:
    """A list of known phrases ("it is a capital and it is the more populous"), else the text."""
    phrases = catalogue(language)["phrase"]
    parts = _known_phrases().findall(text)
    between = _JOINED.sub("", _known_phrases().sub("", text))
    return ", ".join(phrases[p] for p in parts) if parts and not between else text


@cache
def _known_phrases() -> re.Pattern[str]:
    """Any of the catalogue's phrases, the longest that fits."""
    ranked = sorted(catalogue("en")["phrase"], key=len, reverse=True)
    return re.compile("|".join(re.escape(phrase) for phrase in ranked))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The English patterns, those with the most words of their own first."""
    known = {key: re.escape(str(text)) for key, text in catalogue("en")["said"].items()}
    ranked = sorted(known.items(), key=lambda item: -len(_BLANK.sub("", item[1])))
    return tuple((k, re.compile(_BLANK.sub(r"(?P<\1>.+?)", p), re.DOTALL)) for k, p in ranked)
