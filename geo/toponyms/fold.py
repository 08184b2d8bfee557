"""Names to keys: the one place that says when two spellings are the same name.

``fold`` forgives case, diacritics, punctuation, "St." for "Saint" and "N." for "North"; ``exact`` forgives nothing but
the kind of apostrophe (abbreviations such as "US" or "Ala." are only themselves when so printed);
``skeleton`` forgives transliteration ("Mangystau", "Mangghystau") and is a last resort.
A key is hashed to 64 bits, and the store keeps 48 of them: see ``geo.toponyms.store``.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_DROPPED = "'`´‘’‛ʻʼʽʾʿˈ′.·ʹʺ\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff"
_SPACED = '-‐‑‒–—―−_/,;:()[]"“”„«»\u00a0\u202f\u2009'
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss",
    "ı": "i", "ŧ": "t", "ħ": "h", "ə": "a", "ŋ": "n", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d",
    "ƙ": "k", "&": " and ",
    # letters that Arabic, Persian and Urdu keyboards interchange
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ـ": "",
}  # fmt: skip
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _DROPPED)),
    **dict.fromkeys(map(ord, _SPACED), " "),
    **{ord(letter): plain for letter, plain in _LETTERS.items()},
    # diacritics of Latin, Greek and Cyrillic; points of Hebrew and Arabic. The vowel signs of the
    # Indic scripts and the voicing marks of Kana are letters, not diacritics, and stay.
    **dict.fromkeys(range(0x0300, 0x0370)),
    **dict.fromkeys(range(0x0591, 0x05C8)),
    **dict.fromkeys(range(0x064B, 0x0653)),
    0x0670: None,
}
_FIRST_WORD = {
    "st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "co": "county",
    "n": "north", "s": "south", "e": "east", "w": "west",
}  # fmt: skip
#: The longest surface form that ``exact`` entries have (bytes of a key are cheap, hashing is not).
MAX_EXACT = 16


def fold(name: str) -> str:
    """The key under which a name and its harmless variants meet; may be empty.

    Lower case, without diacritics and apostrophes, hyphens as spaces; "St." is "saint". Letters of
    scripts without case stay as they are. Hangul and Kana are kept composed.
    """
    text = name.lower() if name.isascii() else _decomposed(name)
    # most names are plain words, which the table leaves as they are
    if not (text.isascii() and text.replace(" ", "").isalnum()):
        text = text.translate(_TABLE)
    words = text.split()
    if len(words) > 1:
        if words[0] in _FIRST_WORD:
            words[0] = _FIRST_WORD[words[0]]
        elif "st" in words[1:-1]:
            words = ["saint" if w == "st" else w for w in words[:-1]] + words[-1:]
    return " ".join(words)


def _decomposed(name: str) -> str:
    # case is folded once more: of "𝘈" only its plain form has a lower case
    text = unicodedata.normalize("NFKD", name.casefold()).casefold().translate(_TABLE)
    return unicodedata.normalize("NFC", text)


def exact(name: str) -> str:
    """The case-sensitive key of an abbreviation; never equal to a folded key."""
    return "=" + name.replace("’", "'").strip()


_SKELETON_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"shch|sch|tch|tsch", "c"),
        (r"gh|g", "g"),
        (r"kh|ch|q|ck|k|c|x", "k"),
        (r"zh|dzh|dj|j|y|i", "i"),
        (r"ou|oo|u|v|w|f", "u"),
        (r"sh|ts|tz|z|s", "s"),
        (r"th|dh|d|t", "t"),
        (r"ae|e|a", "a"),
        (r"ph|p", "p"),
        (r"h", ""),
    )
)


def skeleton(name: str) -> str:
    """A rough key for transliterated names; empty when too little of the name is left to trust."""
    text = fold(name)
    if not text.isascii():
        return ""
    for pattern, plain in _SKELETON_RULES:
        text = pattern.sub(plain, text)
    letters = [a for a, b in zip(text, " " + text, strict=False) if a not in {b, " "}]
    return "~" + "".join(letters) if len(letters) >= _SHORTEST_SKELETON else ""


#: Skeletons of fewer letters join names that have nothing in common.
_SHORTEST_SKELETON = 5


def digest(key: str) -> int:
    """64 bits of BLAKE2b over the key's UTF-8 bytes: the same on every machine and run."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())
