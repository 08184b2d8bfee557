"""Names in other scripts: where capitals, blanks or bare stems cannot be relied on.

- Cyrillic names are declined ("в Астане", "Казахстана"): a few endings are tried.
- Arabic writes "and", "in", "to" onto the name ("وحلب", "ببغداد"): these letters are cut off.
- Chinese, Japanese, Thai, Lao, Khmer and Burmese print no blanks: the longest name at each letter.

Without capitals nearly every short word is some hamlet's name, so only places that are well known
(a country, a first-level region, or many inhabitants) are taken.
"""

from __future__ import annotations

from collections.abc import Iterator

_CYRILLIC = ("\u0400", "\u04ff")
_ARABIC = ("\u0600", "\u06ff")
#: First and last letter of the blocks of scripts that are written without blanks.
_DENSE = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Burmese
    ("\u1780", "\u17ff"),  # Khmer
    ("\u3040", "\u30ff"),  # Kana
    ("\u3400", "\u9fff"),  # Han
)
#: Endings that case gives a Russian, Ukrainian or Belarusian name, longest first, and what the
#: nominative has instead.
_CASES = (
    ("ского", ("ский",)), ("ской", ("ская", "ский")), ("ском", ("ский",)), ("скую", ("ская",)),
    ("ами", ("ы", "и")), ("ями", ("и",)), ("ого", ("ый", "ое")), ("ией", ("ия",)),
    ("ии", ("ия",)), ("ию", ("ия",)), ("ой", ("а",)), ("ою", ("а",)), ("ом", ("", "о")),
    ("ем", ("ь", "й", "е")), ("ей", ("я", "ь")), ("ью", ("ь",)), ("ах", ("ы", "а")),
    ("ях", ("и", "я")), ("ам", ("ы", "а")), ("ям", ("и", "я")), ("ов", ("ы",)),
    ("а", ("", "о")), ("е", ("", "а", "я", "ь", "о")), ("у", ("", "а", "о")), ("ы", ("а",)),
    ("и", ("ь", "я", "а")), ("я", ("ь", "й", "")), ("ю", ("я", "ь")), ("і", ("а", "ь", "")),
)  # fmt: skip
_PROCLITICS = ("وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "وب", "ول", "و", "ف", "ب", "ل", "ك")
_ARTICLE = "ال"
_LEAST_STEM = 3
#: Fewer inhabitants than this, and a word of another script is not taken for a town.
LEAST_POPULATION = 50_000
LONGEST_DENSE = 8


def _within(letter: str, block: tuple[str, str]) -> bool:
    return block[0] <= letter <= block[1]


def is_dense(word: str) -> bool:
    """True for a word of a script that prints no blanks between words."""
    return word[0] >= _DENSE[0][0] and any(_within(word[0], block) for block in _DENSE)


def has_case(word: str) -> bool:
    """True for scripts with capitals, in which a name is told by its capital."""
    return word[0] != word[0].lower() or word[0] != word[0].upper()


def stems(word: str) -> Iterator[str]:
    """Forms under which a declined or prefixed name may be listed, likeliest first."""
    if _within(word[0].lower(), _CYRILLIC):
        for ending, replacements in _CASES:
            if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
                stem = word[: -len(ending)]
                yield from (stem + replacement for replacement in replacements)
    elif _within(word[0], _ARABIC):
        for prefix in _PROCLITICS:
            if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_STEM:
                rest = word[len(prefix) :]
                yield rest
                if prefix.endswith(("ال", "لل")):
                    yield _ARTICLE + rest
