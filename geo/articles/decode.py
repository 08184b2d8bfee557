"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from geo.articles.language import detect_language
from geo.errors import UnsupportedFormatError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: First bytes of things that people drop by mistake, with the words to tell them so.
_MAGIC = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a sound, film or picture (RIFF)"),
    (b"ID3", "a sound (MP3)"),
    (b"OggS", "a sound or film (Ogg)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive (unpack it, or use .zip)"),
    (b"Rar!", "a RAR archive (unpack it, or use .zip)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (save it as .docx or .txt)"),
    (b"SQLite format 3", "a database"),
)
_CHARACTER_SET = re.compile(
    r"utf|ascii|latin|iso8859|iso2022|cp\d|koi8|mac|gb|big5|shift_jis|euc|tis|hp-|ptcp|johab|kz"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f�]")
#: More control or undecodable characters than this share is no news text.
_BINARY_SHARE = 0.02
#: The detector reads this much; encodings do not change halfway.
_LOOK_AT = 200_000
#: In UTF-16 two values make up this share of one half of the bytes: a script's, and zero.
_UTF16_SHARE = 0.9
#: Fewer bytes above ASCII than this are the accents of a Western language.
_LATIN_SHARE = 0.2
_ASCII = 0x7F
_WESTERN, _CENTRAL, _TURKISH, _BALTIC = "cp1252", ("cp1250", "iso8859-2"), ("cp1254",), ("cp1257",)
#: Languages of the Latin script that older files write in other sets than the West: which accented
#: letters they have, and in which sets.
_ACCENTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "cs": ("áčďéěíňóřšťúůýž", _CENTRAL),
    "sk": ("áäčďéíĺľňóôŕšťúýž", _CENTRAL),
    "pl": ("ąćęłńóśźż", _CENTRAL),
    "hu": ("áéíóöőúüű", _CENTRAL),
    "ro": ("ăâîşţ", _CENTRAL),
    "sl": ("čšž", _CENTRAL),
    "hr": ("čćđšž", _CENTRAL),
    "bs": ("čćđšž", _CENTRAL),
    "tr": ("âçğıîöşüû", _TURKISH),
    "et": ("äõöüšž", _BALTIC),
    "lv": ("āčēģīķļņšūž", _BALTIC),
    "lt": ("ąčęėįšųūž", _BALTIC),
}
#: Wrong Cyrillic sets swap cases or letters, so that frequent small letters get rare.
_CYRILLIC = ("cp1251", "koi8-r", "iso8859-5", "cp866")
_FREQUENT = frozenset("оеаинтсрвлкмдпу")
_RUSSIAN_SHARE = 0.6


def decode(data: bytes, *, declared: str | None = None, name: str = "the source") -> str:
    """Text of some bytes.

    Parameters
    ----------
    declared
        Encoding named by the source (an HTTP header, a front page), believed only when the
        bytes agree and no byte order mark says otherwise.
    name
        What to call the source in an error message.

    Raises
    ------
    UnsupportedFormatError
        The bytes are no text.
    """
    text = data.decode(encoding_of(data, declared=declared, name=name), errors="replace")
    sample = text[:_LOOK_AT]
    if sample and len(_CONTROL.findall(sample)) > _BINARY_SHARE * len(sample):
        msg = (
            f"{name} looks like binary data, not text. "
            "Give a text, HTML, PDF, Word, CSV, JSON lines or ZIP file."
        )
        raise UnsupportedFormatError(msg)
    return text


def encoding_of(data: bytes, *, declared: str | None = None, name: str = "the source") -> str:
    """Python's name of the encoding of some bytes; parameters and errors as in :func:`decode`."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            msg = f"{name} is {kind}, not a text that can be coded."
            raise UnsupportedFormatError(msg)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if wide := _utf16(data):
        return wide
    for likely in ("utf-8", declared):
        if likely and _agrees(data, likely):
            return likely
    return _detected(data)


def _agrees(data: bytes, encoding: str) -> bool:
    """Whether the bytes are in this encoding, and it is a character set at all."""
    try:
        # Python also knows "punycode" and "idna", which take quadratic time.
        if not _CHARACTER_SET.match(codecs.lookup(encoding).name):
            return False
        data.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: one byte of each pair names the script, or is zero."""
    sample = data[:_LOOK_AT]
    pairs = len(sample) // 2
    if not pairs or 0 not in sample:
        return None
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half, other = sample[first::2], sample[1 - first :: 2]
        common = sum(count for _, count in Counter(half).most_common(2))
        if 0 in half and common > _UTF16_SHARE * pairs and len(set(other)) > len(set(half)):
            return encoding
    return None


def _detected(data: bytes) -> str:
    """Encoding of bytes that are not UTF-8, by what the text would be in each.

    ``charset_normalizer`` is asked last: on one paragraph it takes French for Baltic and one
    Cyrillic set for another, while the few sets in real use are told apart by simple counts.
    """
    sample = data[:_LOOK_AT]
    high = sum(byte > _ASCII for byte in sample)
    if high < _LATIN_SHARE * len(sample):
        return _latin(sample)
    scored = {name: _russian(sample.decode(name, "replace")) for name in _CYRILLIC}
    best = max(scored, key=lambda name: scored[name])
    if scored[best] > _RUSSIAN_SHARE:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(sample, threshold=0.3).best()
    return found.encoding if found else _WESTERN


def _latin(sample: bytes) -> str:
    """The set in which a text of the Latin script has most accented letters of its language."""

    def letters(name: str) -> int:
        text = sample.decode(name, "replace").lower()
        accented, sets = _ACCENTED.get(detect_language(text) or "", ("", ()))
        return sum(map(accented.count, text)) if name in sets else 0

    try:
        return max((_WESTERN, *_CENTRAL, *_TURKISH, *_BALTIC), key=letters)
    except OSError:
        # The process of the parsers may not unpack the model of languages. Pages and feeds, which are
        # parsed there, nearly always say their set.
        return _WESTERN


def _russian(text: str) -> float:
    """Share of the letters that are frequent lower-case letters of Cyrillic text."""
    letters = [character for character in text if character.isalpha() and character > "\x7f"]
    return sum(letter in _FREQUENT for letter in letters) / max(1, len(letters))
