"""Which language a text is in; only English is coded, the others are read and marked."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from geo import grammar
from geo.packs import bound

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Letters of other scripts than the Latin one: Greek, Cyrillic, Arabic, Chinese, ...
_OTHER_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
#: Fewer words than this say too little: py3langid guesses wildly below it.
MIN_WORDS = 5
#: In another script few words (Chinese, Thai: few spaces) say that it is not English, if not what it is.
_MIN_OTHER_LETTERS = 10
#: ISO 639 code of a language that is not determined.
UNKNOWN = "und"
#: Language is judged on the first characters only; an article does not change its language.
_LOOK_AT = 4000
_ENGLISH = grammar.words("articles.language.function_words")
_LIKE_ENGLISH = grammar.words("articles.language.look_alike_words")
#: Letters that a language does not have, for those that the model takes for each other; so many rule it out.
_LACKS = {str(k): str(v) for k, v in grammar.pairs("articles.language.lacks").items()}
_LACKED = 2
#: Letters of which a text of so many characters in a language has at least one.
_USUAL = {str(k): str(v) for k, v in grammar.pairs("articles.language.usual").items()}
_MANY_LETTERS = 60
_ENGLISH_SHARE = 0.18
_SURE_FROM_WORDS = 20
# How far (log probability a word) English may be behind the model's first choice: names of Nigeria make
# English Pidgin to it, those of the Philippines Bikol. Of 6,000 English sentences of 5 to 40 words 17
# are still taken for another language (23 before); of 7,700 messages of programs in 100 other languages 12 are
# taken for English, most of them full of terms of computing.
# Sentences in Spanish, German, Indonesian or Swahili have English behind by 3 to 20.
_CLOSE = 0.75
#: As much more is allowed for each share of English function words, less for those of its look-alikes.
_CLOSE_BY_SHARE = 5.0
#: Up to here the text is judged once more without its names, if so many words are left.
_PERHAPS = 3.0
_MIN_SMALL_WORDS = 3


def detect_language(text: str) -> str | None:
    """ISO 639 code of the text's language; None when there are too few words to tell.

    ``UNKNOWN`` where few words in another script than the Latin one say what it is not.

    English is easily taken for what is written nearly like it (Nigerian Pidgin, Scots, creoles), the
    more so the more foreign names it holds. So the model's first choice stands only where English is far
    behind it: the farther, the more of the words are function words of English, and the less, the more
    are those of its look-alikes. Where that is not clear, the text without its names decides.
    """
    sample = text[:_LOOK_AT]
    words = _WORD.findall(sample)
    if len(words) < MIN_WORDS:
        foreign = len(_OTHER_LETTER.findall(sample)) >= _MIN_OTHER_LETTERS
        return UNKNOWN if foreign else None
    share = _english_share(words)
    if len(words) >= _SURE_FROM_WORDS and share >= _ENGLISH_SHARE:
        return bound()[0]
    # Capitals mislead the byte n-grams that the model was trained on.
    best, behind = _ranked(sample.lower() if sample.isupper() else sample)
    behind /= len(words)
    if not behind or behind <= _CLOSE + _CLOSE_BY_SHARE * share:
        return bound()[0]
    small = [word for word in words if word.islower()]
    if share >= 0 and behind <= _PERHAPS and len(small) >= _MIN_SMALL_WORDS:
        unnamed, _ = _ranked(" ".join(small))
        return bound()[0] if unnamed == bound()[0] else best
    return best


def _english_share(words: Sequence[str]) -> float:
    """Share of function words of English, less those of its look-alikes; -1 to 1."""
    low = [word.lower() for word in words]
    return sum((word in _ENGLISH) - (word in _LIKE_ENGLISH) for word in low) / max(1, len(low))


def _may_be(code: str, low: str) -> bool:
    """Whether the letters of a text, in lower case, are those of a language."""
    if sum(map(low.count, _LACKS.get(code, ""))) >= _LACKED:
        return False
    usual = _USUAL.get(code, "")
    return not usual or len(low) < _MANY_LETTERS or any(letter in low for letter in usual)


def _ranked(text: str) -> tuple[str, float]:
    """The model's first choice, and how far English is behind it in log probability."""
    import py3langid

    low = text.lower()
    ranked = [(code, chance) for code, chance in py3langid.rank(text) if _may_be(code, low)]
    best, most = ranked[0]
    return str(best), float(most) - float(dict(ranked).get(bound()[0], -math.inf))
