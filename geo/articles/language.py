"""Which language a text is in; only English is coded, the others are read and marked."""

from __future__ import annotations

import re

from geo import grammar
from geo.packs import bound

_WORD = re.compile(r"[^\W\d_]+")
#: Fewer words than this say too little: py3langid guesses wildly below it.
MIN_WORDS = 5
#: Language is judged on the first characters only; an article does not change its language.
_LOOK_AT = 4000
_ENGLISH = grammar.words("articles.language.function_words")
_ENGLISH_SHARE = 0.18
_SURE_FROM_WORDS = 20
#: In a headline full of foreign names English may come second to Bikol or Nigerian Pidgin: so near
#: (log probabilities, which are negative) it is English. Spanish, Italian, Indonesian or Swahili
#: headlines have English behind by 15 % and more.
_CLOSE = 1.03


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language, or None when there are too few words to tell."""
    words = _WORD.findall(text[:_LOOK_AT])
    if len(words) < MIN_WORDS:
        return None
    english = sum(word.lower() in _ENGLISH for word in words)
    if len(words) >= _SURE_FROM_WORDS and english >= _ENGLISH_SHARE * len(words):
        return bound()[0]
    import py3langid

    sample = text[:_LOOK_AT]
    # Capitals mislead the byte n-grams that the model was trained on.
    ranked = py3langid.rank(sample.lower() if sample.isupper() else sample)
    code, best = ranked[0]
    if len(words) < _SURE_FROM_WORDS and dict(ranked).get(bound()[0], best * 2) >= best * _CLOSE:
        return bound()[0]
    return str(code)
